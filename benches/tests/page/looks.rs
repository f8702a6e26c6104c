//! How the page looks: light and dark, on a phone, on paper, and to those who do not see it.

use fantoccini::{key::Key, wd::PrintConfiguration};
use libtest_mimic::Failed;
use serde_json::{Value, json};
use still_standing::testing::ensure;

use crate::{Page, Test};

pub(crate) const TESTS: &[(&str, Test)] = &[
    ("every text stands out, in light and in dark", |page| Box::pin(contrast(page))),
    ("nothing is wider than a phone", |page| Box::pin(phone(page))),
    ("on paper there are the cases and no controls, black on white", |page| Box::pin(paper(page))),
    ("everything has a name for those who do not see it", |page| Box::pin(names(page))),
];

const PROBE: &str = include_str!("probe.js");

/// Two runs side by side, and a case of both.
const SIDE_BY_SIDE: &str = "?beside=second";
const OPEN: &str = "threads/flag/blocking?beside=second";
const IS_DRAWN: &str = "document.querySelectorAll('.case .chart svg').length === 3";

async fn probe(page: &Page<'_>, call: &str) -> Result<Value, Failed> {
    page.get(&format!("(() => {{ {PROBE}; return {call}; }})()")).await
}

async fn contrast(page: &Page<'_>) -> Result<(), Failed> {
    let mut papers = Vec::new();
    for theme in ["light", "dark"] {
        page.prefer(theme, "").await?;
        for (hash, root, least) in [(SIDE_BY_SIDE, "main", 300), (OPEN, ".case", 80)] {
            page.go(hash).await?;
            page.until(&format!("{hash:?}.startsWith('?') || {IS_DRAWN}")).await?;
            let found = probe(page, &format!("tooPale(document.querySelector('{root}'))")).await?;
            ensure(found["pale"] == json!([]), || format!("{theme}: {found:#}"))?;
            ensure(found["seen"].as_u64() > Some(least), || {
                format!("{theme}: only {} texts", found["seen"])
            })?;
        }
        papers.push(probe(page, "luminance(behind(document.body))").await?.as_f64().unwrap_or(0.5));
    }
    ensure(papers[0] > 0.9 && papers[1] < 0.05, || format!("light and dark: {papers:?}"))
}

async fn phone(page: &Page<'_>) -> Result<(), Failed> {
    let phone = json!({"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": true});
    page.command("Emulation.setDeviceMetricsOverride", phone).await?;
    for hash in ["", SIDE_BY_SIDE, OPEN, "rayon/abort/spinning-panic?beside=second"] {
        page.go(hash).await?;
        page.until(&format!("{hash:?} !== {OPEN:?} || {IS_DRAWN}")).await?;
        let widths = "[document.documentElement, document.querySelector('.case')].map((it) => [it.scrollWidth, it.clientWidth])";
        let widths = page.get(widths).await?;
        let fits = |it: &Value| it[0].as_u64() <= it[1].as_u64() && it[1].as_u64() <= Some(360);
        ensure(fits(&widths[0]) && fits(&widths[1]), || format!("#{hash}: {widths}"))?;
        let wide = "[...document.querySelectorAll('svg')].filter((it) => it.getBoundingClientRect().right > 360).length";
        let wide = page.get(wide).await?;
        ensure(wide == json!(0), || format!("#{hash}: {wide} charts are too wide"))?;
    }
    page.go("").await?;
    let all = crate::recorded::run("first").cases.len();
    let cards = "document.querySelectorAll('.cases tbody tr').length";
    let first = page.get(cards).await?.as_u64().unwrap_or_default() as usize;
    ensure(first == all.min(20), || format!("{first} of {all} cases at first"))?;
    if first < all {
        page.click("#whole").await?;
        page.until(&format!("{cards} === {all}")).await?;
    }
    let small = "[...document.querySelectorAll('.case .chart svg text')].map((it) => it.getBoundingClientRect().height)";
    page.go(OPEN).await?;
    page.until(IS_DRAWN).await?;
    let least = page.get(&format!("Math.min(...{small})")).await?;
    ensure(least.as_f64() > Some(11.0), || format!("a chart's letters are {least} px high"))
}

async fn paper(page: &Page<'_>) -> Result<(), Failed> {
    let a4 = json!({"width": 700, "height": 1000, "deviceScaleFactor": 1, "mobile": false});
    page.command("Emulation.setDeviceMetricsOverride", a4).await?;
    page.choose("#beside", "second").await?;
    page.choose("#runtime", "tokio").await?;
    page.click("[data-case='tokio/abort/awaiting']").await?;
    page.until(IS_DRAWN).await?;
    page.prefer("dark", "print").await?;
    let shown = "['.filters', '.bar', '.controls', '.behind', '.cases', '.case', '.case pre', '.print-only'].map((it) => document.querySelector(it).checkVisibility())";
    let shown = page.get(shown).await?;
    ensure(shown == json!([false, false, false, false, true, true, true, true]), || shown.to_string())?;
    let only = page.text(".print-only").await?;
    ensure(only == "Only runtime: tokio.", || only)?;
    let wide = "[...document.querySelectorAll('table')].filter((it) => it.getBoundingClientRect().right > innerWidth).length";
    ensure(page.get(wide).await? == json!(0), || "a table is wider than the paper".to_owned())?;
    // The case follows the table: it lies on nothing.
    let below = "document.querySelector('.case').getBoundingClientRect().top >= document.querySelector('main').getBoundingClientRect().bottom";
    ensure(page.get(below).await? == json!(true), || "the case covers the table".to_owned())?;
    let hidden = page.get("[...document.querySelectorAll('.later')].filter((it) => it.checkVisibility({ visibilityProperty: true }) === false).length").await?;
    ensure(hidden == json!(0), || format!("{hidden} marks of the story are hidden"))?;
    let inks = probe(page, "[luminance(parsed(getComputedStyle(document.body).color)), luminance(behind(document.querySelector('.case')))]").await?;
    ensure(inks[0].as_f64() < Some(0.02) && inks[1].as_f64() > Some(0.99), || {
        format!("ink and paper: {inks}")
    })?;
    let pdf = page.client.print(PrintConfiguration::default()).await?;
    let text = String::from_utf8_lossy(&pdf);
    let pages = text.matches("/Type /Page\n").count().max(text.matches("/Type /Page ").count());
    ensure(pdf.starts_with(b"%PDF") && pages >= 2, || format!("{pages} pages in {} bytes", pdf.len()))?;
    page.press(&Key::Escape.to_string()).await
}

async fn names(page: &Page<'_>) -> Result<(), Failed> {
    for hash in [SIDE_BY_SIDE, OPEN] {
        page.go(hash).await?;
        page.until(&format!("{hash:?}.startsWith('?') || {IS_DRAWN}")).await?;
        let missing = probe(page, "unnamed()").await?;
        ensure(missing == json!([]), || format!("#{hash}: {missing:#}"))?;
    }
    Ok(())
}
