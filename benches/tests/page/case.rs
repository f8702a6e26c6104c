//! A case that is open: deep links, the keyboard, its story.

use fantoccini::key::Key;
use libtest_mimic::Failed;
use serde_json::json;
use still_standing::testing::ensure;

use crate::{Page, Test, recorded};

pub(crate) const TESTS: &[(&str, Test)] = &[
    ("a deep link opens its case, with all that is known of it", |page| Box::pin(deep_link(page))),
    ("a case that is stuck shows its wait", |page| Box::pin(stuck(page))),
    ("a case that loses records says how many", |page| Box::pin(lossy(page))),
    ("a link to no case says so", |page| Box::pin(no_case(page))),
    ("the keyboard opens, stays within, and comes back", |page| Box::pin(keyboard(page))),
    ("the browser's back and forward close and open", |page| Box::pin(back(page))),
    ("a story plays, pauses and ends with all of it", |page| Box::pin(story(page))),
    ("who prefers no motion sees the end of a story", |page| Box::pin(no_motion(page))),
];

const WRAPPED: &str = "tokio/abort/blocking-wrapped";
const LOSSY: &str = "processes/abort/blocking-sigkill";
const IS_OPEN: &str = "!document.querySelector('.case').hidden && document.activeElement.id === 'case'";
const IS_CLOSED: &str = "document.querySelector('.case').hidden";

async fn deep_link(page: &Page<'_>) -> Result<(), Failed> {
    page.go(WRAPPED).await?;
    page.until(IS_OPEN).await?;
    page.until(
        "document.querySelector('.case .figures') && document.querySelector('.case svg [aria-label=lines]')",
    )
    .await?;
    let case =
        recorded::run("first").cases.into_iter().find(|case| case.id == WRAPPED).expect("it is recorded");
    let text = page.text(".case").await?;
    let story = "cargo run --release -- story tokio/abort/blocking-wrapped";
    let horizon = "It was still standing 51 ms after it was acknowledged.";
    let seen = ["✗ still-standing 51 ms", horizon, "As its demo says.", "Instead: tokio/abort/awaiting"];
    for part in [WRAPPED, &case.summary, "demos/tokio/src/abort.rs", story].into_iter().chain(seen) {
        ensure(text.contains(part), || format!("\"{part}\" is not in {text}"))?;
    }
    ensure(text.contains(case.returned.as_deref().expect("a word")), || text)?;
    let code = page.get("document.querySelector('.case pre').textContent").await?;
    ensure(code == json!(case.code), || format!("not the source: {code}"))?;
    ensure(
        page.get("document.querySelectorAll('.case .hljs-keyword').length > 3").await? == json!(true),
        || "the source has no colours".to_owned(),
    )?;
    let link = page.get("(({ href, rel }) => [href, rel])(document.querySelector('.prose a'))").await?;
    ensure(link == json!(["https://github.com/tokio-rs/tokio/issues/7501", "noreferrer"]), || {
        link.to_string()
    })?;
    page.press(&Key::Escape.to_string()).await?;
    page.until(IS_CLOSED).await?;
    page.until("location.hash === ''").await
}

async fn stuck(page: &Page<'_>) -> Result<(), Failed> {
    page.go("threads/flag/stuck-read").await?;
    page.until(IS_OPEN).await?;
    page.until("document.querySelector('.case .story svg [aria-label=waits]')").await?;
    let text = page.text(".case").await?;
    for part in ["∞ hung 56 ms", "in a wait without end", "Its thread was still in the wait."] {
        ensure(text.contains(part), || format!("\"{part}\" is not in {text}"))?;
    }
    Ok(())
}

async fn lossy(page: &Page<'_>) -> Result<(), Failed> {
    let row =
        "document.querySelector('[data-case=\"processes/abort/blocking-sigkill\"]').closest('tr').innerText";
    let case =
        recorded::run("first").cases.into_iter().find(|case| case.id == LOSSY).expect("it is recorded");
    let lost = format!("{} of {}", case.records_lost.expect("a count"), case.records_given.expect("a count"));
    let row = page.get(row).await?;
    ensure(row.as_str().is_some_and(|row| row.contains(&lost) && row.contains("lossy")), || row.to_string())?;
    page.go(LOSSY).await?;
    page.until(IS_OPEN).await?;
    let text = page.text(".case").await?;
    ensure(text.contains("records lost") && text.contains(&lost), || text)
}

async fn no_case(page: &Page<'_>) -> Result<(), Failed> {
    page.go("tokio/abort/no-such").await?;
    page.until(IS_OPEN).await?;
    let text = page.text(".case").await?;
    ensure(text.contains("This run has no such case."), || text)?;
    page.click("#close").await?;
    page.until(IS_CLOSED).await
}

async fn keyboard(page: &Page<'_>) -> Result<(), Failed> {
    let tab = Key::Tab.to_string();
    page.press(&tab).await?;
    page.until("document.activeElement.matches('.skip')").await?;
    let focus = "(({ id, dataset, tagName }) => id || dataset.case || tagName)(document.activeElement)";
    let mut reached = Vec::new();
    while !reached.contains(&json!("threads/flag/spinning")) {
        ensure(reached.len() < 90, || format!("tab reaches {reached:?}"))?;
        page.press(&tab).await?;
        reached.push(page.get(focus).await?);
    }
    for id in ["run", "beside", "runtime", "mechanism", "work", "verdict", "text", "clear", "by-halt"] {
        ensure(reached.contains(&json!(id)), || format!("{id} is not in {reached:?}"))?;
    }
    page.press(&Key::Enter.to_string()).await?;
    page.until(IS_OPEN).await?;
    let backward = format!("{}{tab}{}", Key::Shift, Key::Shift);
    for keys in [&tab, &tab, &backward, &backward, &backward, &backward, &backward] {
        page.press(keys).await?;
        let inside = "document.activeElement.closest('.case') || document.activeElement === document.body";
        ensure(page.get(&format!("Boolean({inside})")).await? == json!(true), || {
            "tab leaves the case".to_owned()
        })?;
    }
    page.press(&Key::Escape.to_string()).await?;
    page.until("document.activeElement.dataset.case === 'threads/flag/spinning'").await?;
    page.get("document.getElementById('by-shows-it').focus()").await?;
    page.press(&Key::Enter.to_string()).await?;
    page.until("document.getElementById('by-shows-it').closest('th').ariaSort === 'ascending'").await
}

async fn back(page: &Page<'_>) -> Result<(), Failed> {
    page.click("[data-case='smol/drop/awaiting']").await?;
    page.until(IS_OPEN).await?;
    page.client.back().await?;
    page.until(IS_CLOSED).await?;
    page.client.forward().await?;
    page.until(IS_OPEN).await?;
    page.click(".neighbours a:last-child").await?;
    page.until("document.querySelector('#case').innerText === 'rayon/abort/spinning-panic'").await?;
    page.click("#close").await?;
    page.until(IS_CLOSED).await?;
    page.until("!location.hash.includes('/')").await
}

const MARKS: &str = "document.querySelectorAll('.case [data-at]')";
const LATER: &str = "document.querySelectorAll('.case [data-at].later')";

async fn story(page: &Page<'_>) -> Result<(), Failed> {
    page.go(WRAPPED).await?;
    page.until(&format!("{MARKS}.length > 10")).await?;
    let button = "document.querySelector('.case .controls button').innerText";
    page.until(&format!("{button} === 'pause' && {LATER}.length > 0")).await?;
    page.click(".case .controls button").await?;
    page.until(&format!("{button} === 'play' && {LATER}.length > 0")).await?;
    page.click(".case .controls button").await?;
    page.until(&format!("{button} === 'play' && {LATER}.length === 0")).await?;
    let words = page.texts(".case .story li").await?;
    for part in [
        "7 beats were seen before the request",
        "It returned Err(JoinError::Cancelled",
        "zombie beats",
        "No halt came",
    ] {
        ensure(words.iter().any(|line| line.contains(part)), || format!("\"{part}\" is not in {words:?}"))?;
    }
    // A zombie beat differs by its shape, not by its colour alone.
    let shapes =
        "['beats', 'zombies'].map((name) => document.querySelector(`.case [aria-label=${name}]`).tagName)";
    let shapes = page.get(shapes).await?;
    ensure(shapes == json!(["circle", "path"]), || shapes.to_string())?;
    let role = page.get("document.querySelector('.case .story svg').role").await?;
    ensure(role == json!("img"), || role.to_string())
}

async fn no_motion(page: &Page<'_>) -> Result<(), Failed> {
    let still = json!({"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]});
    page.command("Emulation.setEmulatedMedia", still).await?;
    page.go(WRAPPED).await?;
    page.until(&format!("{MARKS}.length > 10")).await?;
    let button = page.text(".case .controls button").await?;
    ensure(button == "play", || button)?;
    let later = page.get(&format!("{LATER}.length")).await?;
    ensure(later == json!(0), || format!("{later} marks are hidden"))
}
