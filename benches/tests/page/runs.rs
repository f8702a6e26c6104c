//! Several runs: switched, and side by side.

use libtest_mimic::Failed;
use report::compare::{Comparison, Shows};
use serde_json::json;
use still_standing::testing::ensure;

use crate::{Page, Test, recorded};

pub(crate) const TESTS: &[(&str, Test)] = &[
    ("runs can be switched", |page| Box::pin(switched(page))),
    ("two runs stand side by side, and say what else differs first", |page| Box::pin(side_by_side(page))),
    ("a link says which runs", |page| Box::pin(linked(page))),
];

async fn switched(page: &Page<'_>) -> Result<(), Failed> {
    let second = recorded::run("second").cases.len();
    page.choose("#run", "second").await?;
    page.until(&format!("document.getElementById('count').innerText === '{second} of {second} cases'"))
        .await?;
    let facts = page.text(".facts").await?;
    ensure(
        facts.contains("together") && facts.contains("2.0 ms") && facts.contains("and interrupted"),
        || facts,
    )?;
    let options = page.texts("#beside option").await?;
    ensure(options == ["no other", "first"], || format!("{options:?}"))?;
    page.choose("#beside", "first").await?;
    page.until("document.querySelector('.differs')").await?;
    page.choose("#run", "first").await?;
    page.until(
        "!document.querySelector('.differs, .cases .b') && document.getElementById('beside').value === ''",
    )
    .await
}

async fn side_by_side(page: &Page<'_>) -> Result<(), Failed> {
    page.choose("#beside", "second").await?;
    page.until("document.querySelector('.differs')").await?;
    let comparison = Comparison::new(&recorded::run("first"), &recorded::run("second"));
    let said = page.texts(".differs li").await?;
    let differs: Vec<String> =
        comparison.differences.iter().chain(&comparison.only_in_one).cloned().collect();
    ensure(said == differs && said.len() > 4, || format!("{said:?}, not {differs:?}"))?;
    let first = "document.querySelector('.differs').compareDocumentPosition(document.querySelector('.floors, .matrix, .cases'))";
    let first = page.get(&format!("{first} === Node.DOCUMENT_POSITION_FOLLOWING")).await?;
    ensure(first == json!(true), || "figures come before what differs".to_owned())?;

    let marks = |shows| comparison.times.iter().filter(|time| time.shows == shows).count();
    ensure([Shows::Faster, Shows::Slower, Shows::NoDifference].iter().all(|it| marks(*it) > 0), || {
        "the recorded runs do not show everything".to_owned()
    })?;
    for time in &comparison.times {
        let row = row_of_b(&time.id);
        let row = page.get(&row).await?.as_str().unwrap_or_default().to_owned();
        let mark = match time.shows {
            Shows::Faster => "faster",
            Shows::Slower => "slower",
            Shows::NoDifference => "no difference",
            Shows::BelowResolution => "below the resolution",
            Shows::NotEnoughRounds => "not enough rounds",
        };
        let ratio = format!("{} {}", time.ratio(), time.interval().unwrap_or_default());
        let changed = comparison.verdicts.iter().any(|change| change.id == time.id);
        ensure(changed || row.ends_with(mark), || format!("{}: not {mark}: {row}", time.id))?;
        ensure(row.contains(&ratio), || format!("{}: not {ratio}: {row}", time.id))?;
    }
    let row = page.get(&row_of_b("tokio/abort/hogging")).await?;
    let row = row.as_str().unwrap_or_default();
    ensure(row.contains("still-standing") && row.ends_with("another verdict"), || row.to_owned())
}

/// What the row of a case says of the second run.
fn row_of_b(id: &str) -> String {
    let row = format!("document.querySelector('[data-case=\"{id}\"]').closest('tr')");
    format!("[...{row}.querySelectorAll('td.b')].map((it) => it.innerText).join(' ')")
}

async fn linked(page: &Page<'_>) -> Result<(), Failed> {
    page.go("tokio/abort/awaiting?run=second&beside=first").await?;
    page.until("document.querySelector('.case .figures')").await?;
    let chosen = page.get("['run', 'beside'].map((id) => document.getElementById(id).value)").await?;
    ensure(chosen == json!(["second", "first"]), || chosen.to_string())?;
    let rows = page.texts(".case .figures tbody th").await?;
    ensure(rows.starts_with(&["halt, A".to_owned(), "halt, B".to_owned()]), || format!("{rows:?}"))?;
    let stories =
        page.get("document.querySelectorAll('.case .story svg [aria-label=lines]').length > 1").await?;
    ensure(stories == json!(true), || "there is no second story".to_owned())?;
    page.click("#close").await?;
    page.until("document.querySelector('.case').hidden").await?;
    let link = page.get("document.querySelector('[data-case=\"smol/drop/awaiting\"]').hash").await?;
    ensure(link == json!("#smol/drop/awaiting?run=second&beside=first"), || link.to_string())
}
