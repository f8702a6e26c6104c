//! The matrix and the table: filters, sorting, and what stands in them.

use libtest_mimic::Failed;
use serde_json::json;
use still_standing::testing::ensure;

use crate::{Page, Test, recorded};

pub(crate) const TESTS: &[(&str, Test)] = &[
    ("filters leave what they say, and say how much", |page| Box::pin(filters(page))),
    ("the search finds what the command line finds", |page| Box::pin(search(page))),
    ("a field of the matrix leads to its cases, and back", |page| Box::pin(field(page))),
    ("the address says what is filtered", |page| Box::pin(address(page))),
    ("a column sorts up, down and not at all, and what has no value stands last", |page| {
        Box::pin(sorting(page))
    }),
    ("what has no time has none, and no text of a run is a tag", |page| Box::pin(words(page))),
];

/// The ids in the table, from the top down.
pub(crate) async fn ids(page: &Page<'_>) -> Result<Vec<String>, Failed> {
    page.texts(".cases tbody th").await
}

async fn shows(page: &Page<'_>, count: usize, what: impl Fn(&str) -> bool) -> Result<(), Failed> {
    let all = recorded::run("first").cases.len();
    page.until(&format!("document.getElementById('count').innerText === '{count} of {all} cases'")).await?;
    let ids = ids(page).await?;
    ensure(ids.len() == count && ids.iter().all(|id| what(id)), || format!("{count} cases, but {ids:?}"))
}

async fn filters(page: &Page<'_>) -> Result<(), Failed> {
    let all = recorded::run("first").cases.len();
    shows(page, all, |_| true).await?;
    ensure(page.get("document.getElementById('count').role").await? == "status", || "not live".to_owned())?;
    page.choose("#runtime", "tokio").await?;
    shows(page, 7, |id| id.starts_with("tokio/")).await?;
    page.choose("#mechanism", "abort").await?;
    shows(page, 4, |id| id.starts_with("tokio/abort/")).await?;
    page.choose("#work", "blocking").await?;
    shows(page, 2, |id| id.starts_with("tokio/abort/blocking-")).await?;
    page.choose("#verdict", "never-started").await?;
    shows(page, 1, |id| id == "tokio/abort/blocking-queued").await?;
    let left = page.texts(".matrix tbody tr").await?;
    ensure(left.len() == 1 && left[0].contains("never-started"), || format!("the matrix has {left:?}"))?;
    page.choose("#verdict", "killed").await?;
    shows(page, 0, |_| false).await?;
    page.click("#clear").await?;
    shows(page, all, |_| true).await?;
    page.choose("#verdict", "no verdict").await?;
    shows(page, 1, |id| id == "rayon/abort/spinning-panic").await
}

/// The search finds what the command line's finds: all words, in all that is said of a case; whole segments of its id for
/// what has a slash.
async fn search(page: &Page<'_>) -> Result<(), Failed> {
    let wrapped = "tokio/abort/blocking-wrapped";
    let queued = "tokio/abort/blocking-queued";
    for (typed, ids) in [
        // Names of a runtime, a mechanism or a work mean these.
        (" Tokio  ABORT ", &["tokio/abort/awaiting", "tokio/abort/hogging", wrapped, queued][..]),
        ("blocking tokio", &[wrapped, queued]),
        // Other words stand in the id, in the sentence or in the source, all of them.
        ("spawn_blocking", &[wrapped, queued]),
        ("spawn_blocking closure awaits", &[wrapped]),
        ("losing BRANCH", &["tokio/drop/awaiting-select"]),
        ("join-h", &["tokio/drop/awaiting-join-handle"]),
        ("zombie thread detaches", &["threads/drop/blocking", wrapped]),
        ("tokio/abort hogging", &["tokio/abort/hogging"]),
        ("smol/ rayon/", &["smol/drop/awaiting", "rayon/abort/spinning-panic"]),
        ("abort/blocking-queued", &[queued]),
        // Names that no case has together are words like others.
        ("python threads", &["python/abort/blocking-to-thread"]),
        // The small words of a question are no filter.
        ("Why is my zombie thread what detaches", &["threads/drop/blocking", wrapped]),
        ("tokio/abort/block", &[]),
        ("tokio nowhere", &[]),
    ] {
        page.click("#text").await?;
        page.press(typed).await?;
        shows(page, ids.len(), |id| ids.contains(&id))
            .await
            .map_err(|failed| Failed::from(format!("{typed}: {}", failed.message().unwrap_or_default())))?;
        page.click("#clear").await?;
    }
    Ok(())
}

async fn field(page: &Page<'_>) -> Result<(), Failed> {
    let field = ".matrix .field";
    // One runtime's grid is shown, and each other's can be.
    page.click(".runtimes button:nth-of-type(2)").await?;
    let runtime = page.text(".runtimes [aria-pressed=true]").await?;
    ensure(page.text(".matrix thead th").await? == runtime && runtime != "threads", || runtime.clone())?;
    page.click(".runtimes button:nth-of-type(1)").await?;
    page.click(field).await?;
    shows(page, 1, |id| id == "threads/flag/blocking").await?;
    page.until("document.activeElement.id === 'table'").await?;
    page.until("document.querySelector('.field[aria-pressed=true]')").await?;
    page.click(field).await?;
    shows(page, recorded::run("first").cases.len(), |_| true).await
}

async fn address(page: &Page<'_>) -> Result<(), Failed> {
    page.choose("#runtime", "tokio").await?;
    page.choose("#verdict", "hung").await?;
    page.until("location.hash === '#?runtime=tokio&verdict=hung'").await?;
    page.go("?runtime=tokio&text=spawn_blocking%20closure").await?;
    shows(page, 2, |id| id.starts_with("tokio/abort/blocking-")).await?;
    // What is opened from here is linked with it.
    let link = page.get("document.querySelector('[data-case]').hash").await?;
    ensure(
        link.as_str().is_some_and(|link| link.ends_with("?runtime=tokio&text=spawn_blocking+closure")),
        || link.to_string(),
    )
}

async fn sorting(page: &Page<'_>) -> Result<(), Failed> {
    let run = recorded::run("first");
    let unsorted: Vec<String> = run.cases.iter().map(|case| case.id.clone()).collect();
    let mut halted: Vec<(u64, String)> =
        run.cases.iter().filter_map(|case| Some((case.halt_ns?.p50, case.id.clone()))).collect();
    halted.sort();
    let up: Vec<String> = halted.iter().map(|(_, id)| id.clone()).collect();
    let down: Vec<String> = up.iter().rev().cloned().collect();
    let heading = "document.getElementById('by-halt').closest('th').ariaSort";
    for (order, first) in [("ascending", up), ("descending", down), ("none", unsorted.clone())] {
        page.click("#by-halt").await?;
        page.until(&format!("{heading} === '{order}'")).await?;
        let ids = ids(page).await?;
        ensure(ids.len() == unsorted.len() && ids.starts_with(&first), || format!("{order}: {ids:?}"))?;
        let rest: Vec<&String> = unsorted.iter().filter(|id| !first.contains(id)).collect();
        ensure(ids[first.len()..].iter().eq(rest), || format!("{order}: what never halted is in {ids:?}"))?;
    }
    page.click("#by-verdict").await?;
    page.until("document.getElementById('by-verdict').closest('th').ariaSort === 'ascending'").await?;
    let verdicts = page.texts(".cases tbody td:nth-child(3) .pill").await?;
    ensure(verdicts.first().is_some_and(|it| it.ends_with("stopped")), || format!("{verdicts:?}"))?;
    ensure(verdicts.last().is_some_and(|it| it.ends_with("no verdict")), || format!("{verdicts:?}"))
}

async fn words(page: &Page<'_>) -> Result<(), Failed> {
    let row = |id: &str| format!("document.querySelector('[data-case=\"{id}\"]').closest('tr').innerText");
    let told = page.get(&row("tokio/abort/hogging")).await?;
    ensure(told.as_str().is_some_and(|text| text.contains("hung") && !text.contains("ns")), || {
        told.to_string()
    })?;
    for run in recorded::RUNS {
        for case in &recorded::run(run).cases {
            let beside = recorded::RUNS.iter().find(|name| **name != run).expect("there are two");
            page.follow(&format!("{}?run={run}&beside={beside}", case.id)).await?;
            let opened = format!("document.querySelector('#case').innerText === '{}'", case.id);
            page.until(&format!("{opened} && document.querySelector('.case section pre')")).await?;
            let text = page.get("document.body.innerText").await?;
            let text = text.as_str().unwrap_or_default();
            for wrong in ["NaN", "undefined", "null", "Infinity", "[object", " 0 ns"] {
                ensure(!text.contains(wrong), || format!("{}: {wrong} in {text}", case.id))?;
            }
            let svg = page
                .get("[...document.querySelectorAll('.case svg')].map((it) => it.outerHTML).join()")
                .await?;
            ensure(!svg.to_string().contains("NaN"), || format!("{}: {svg}", case.id))?;
        }
    }
    page.go("rayon/abort/spinning-panic").await?;
    page.until("document.querySelector('.case pre')").await?;
    let title = page.get("document.title").await?;
    ensure(title != json!("taken"), || "a comment ran as a script".to_owned())?;
    let summary = page.text(".case .lead").await?;
    ensure(summary == "A panic <b>ends</b> the pool & \"more\"", || summary)?;
    let source = page.text(".case pre").await?;
    ensure(source.contains("// </script> & <!-- <script>"), || source)
}
