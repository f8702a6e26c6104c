//! What the page opens on: the stories beside their source, the guide, and the order of the rest.

use libtest_mimic::Failed;
use serde_json::json;
use still_standing::testing::ensure;

use crate::{Page, Test, recorded};

pub(crate) const TESTS: &[(&str, Test)] = &[
    ("the page opens on a story, and its source lights up", |page| Box::pin(story(page))),
    ("another story can be chosen", |page| Box::pin(choice(page))),
    ("story, guide, matrix, cases, pairs, what is added, sweeps, machine: in this order", |page| {
        Box::pin(order(page))
    }),
    ("what an editor adds is a table, and the rest is folded", |page| Box::pin(added(page))),
    ("a line of the guide leads to its case", |page| Box::pin(guide(page))),
];

/// The lines of the source that have a light, and the words beside them.
const TAGS: &str = "[...document.querySelectorAll('.chosen .line')].map((it) => it.querySelector('.tag').innerText).filter(Boolean)";

async fn story(page: &Page<'_>) -> Result<(), Failed> {
    let wrapped = recorded::DESK.surprises[0];
    let run = recorded::run("first");
    let case = wrapped.of(&run).expect("it is recorded");
    let comes = page.text(".chosen .comes").await?;
    let told = wrapped.in_words(&run, case).replace('`', "");
    ensure(comes == format!("{told} {}", case.id), || format!("{comes}, not {told}"))?;
    let source = page.get("document.querySelector('.chosen .source').textContent").await?;
    ensure(source.as_str().is_some_and(|source| source.contains("infinite.abort();")), || {
        source.to_string()
    })?;
    let tags = page.get(TAGS).await?;
    ensure(tags == json!(["← beat", "← halt", "← request", "← acknowledgement"]), || {
        tags.to_string()
    })?;
    // It plays by itself, and each line lights up in its turn.
    for light in ["lit-beat", "lit-request", "lit-acknowledge", "lit-zombie"] {
        page.until(&format!("document.querySelector('.chosen .line.{light}')")).await?;
    }
    // Its work goes on: no halt lights up.
    page.until("document.querySelector('.chosen .controls button').innerText === 'play'").await?;
    let lit = page
        .get("[...document.querySelectorAll('.chosen .line[class*=lit-]')].map((it) => it.className)")
        .await?;
    ensure(lit == json!(["line lit-acknowledge"]), || lit.to_string())
}

async fn choice(page: &Page<'_>) -> Result<(), Failed> {
    let choices = page.get("document.querySelectorAll('.stories button').length").await?;
    let run = recorded::run("first");
    let stories: Vec<_> = recorded::DESK.surprises.iter().filter(|it| it.of(&run).is_some()).collect();
    ensure(choices == json!(stories.len()) && stories.len() >= 2, || choices.to_string())?;
    page.click(".stories button:nth-of-type(2)").await?;
    let id = stories[1].case;
    page.until(&format!("document.querySelector('.chosen .comes a').innerText === '{id}'")).await?;
    let pressed =
        page.get("[...document.querySelectorAll('.stories button')].map((it) => it.ariaPressed)").await?;
    ensure(pressed[0] == json!("false") && pressed[1] == json!("true"), || pressed.to_string())
}

async fn order(page: &Page<'_>) -> Result<(), Failed> {
    let heads = page.texts("main h2").await?;
    let expected = [
        "Stories",
        "What to use",
        "Every case",
        "Originals and their answers in Rust",
        "What was found",
        "Sweeps",
        "Pictures of this run",
        "What it was measured on",
    ];
    ensure(heads == expected, || format!("{heads:?}"))
}

async fn guide(page: &Page<'_>) -> Result<(), Failed> {
    let id = page.get("document.querySelector('.guide a').hash.slice(1)").await?;
    page.click(".guide a").await?;
    page.until(&format!("document.querySelector('#case').innerText === {id}")).await
}

async fn added(page: &Page<'_>) -> Result<(), Failed> {
    let rows = "[...document.querySelectorAll('table.found tbody tr')].map((it) => it.checkVisibility())";
    let seen = page.get(rows).await?;
    ensure(seen == json!([true, false]), || seen.to_string())?;
    let more =
        page.get("document.querySelector('section[aria-labelledby=found] p a').getAttribute('href')").await?;
    ensure(more == json!("../elsewhere/README.md"), || more.to_string())?;
    page.click("section[aria-labelledby=found] summary").await?;
    page.until(&format!("{rows}[1]")).await?;
    let drawn = "document.querySelector('figure.found img').naturalWidth";
    page.until(&format!("{drawn} > 0")).await
}
