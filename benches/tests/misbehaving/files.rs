//! What is made of the files of runs: a comparison, a report, or a line that says why not.

use std::fs;

use libtest_mimic::{Failed, Trial};
use measure::{CaseResult, SCHEMA};
use still_standing::testing::ensure;

use crate::{
    calls::is_answered,
    packed::page_and_data,
    play::{made, quick_run, scratch, text},
};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("a run compared with itself differs in nothing", compared_with_itself),
        Trial::test("a changed verdict and a slower case fail a comparison", compared_with_worse),
        Trial::test("a run that is cut short or of another schema is named", unreadable_runs),
        Trial::test("a report is the same each time, and a changed file is found", report),
    ]
}

fn compared_with_itself() -> Result<(), Failed> {
    let (_, _) = quick_run(&["blocking-good"])?;
    let file = scratch("blocking-good.json").to_string_lossy().into_owned();
    let output = made(&["compare", &file, &file, "--fail-on", "verdict", "--fail-on", "slower=0%"]);
    ensure(output.status.code() == Some(0), || format!("{output:?}"))?;
    let shown = text(&output.stdout);
    ensure(
        shown.contains("0 verdicts changed, 0 of 1 times differ") && shown.contains("not enough rounds"),
        || shown.clone(),
    )?;
    ensure(!shown.contains("differ in more"), || shown.clone())
}

/// A quick run has one round, of which nothing can be said.
fn halt_as_in_nine_rounds(case: &mut CaseResult, p50: u64) -> Result<(), Failed> {
    case.share_of_beat = None;
    let halt = case.halt_ns.as_mut().ok_or("the case halts")?;
    (halt.p50, halt.p50_low, halt.p50_high) = (p50, Some(p50 / 10 * 9), Some(p50 / 10 * 11));
    (halt.p50_error, halt.rounds) = (Some(0.05), 9);
    Ok(())
}

fn compared_with_worse() -> Result<(), Failed> {
    let (_, mut run) = quick_run(&["blocking-goo"])?;
    let (was, is) = (scratch("better.json"), scratch("worse.json"));
    halt_as_in_nine_rounds(&mut run.cases[0], 1_000_000)?;
    fs::write(&was, run.to_json())?;
    let was = was.to_string_lossy();
    halt_as_in_nine_rounds(&mut run.cases[0], 9_000_000)?;
    run.cases[0].verdict = Some(stage::Verdict::Killed);
    run.settings.beat_ns += 1;
    fs::write(&is, run.to_json())?;
    let is = is.to_string_lossy();
    let output = made(&["compare", &was, &is]);
    let shown = text(&output.stdout);
    ensure(output.status.code() == Some(0), || format!("{output:?}"))?;
    let order = ["beat: ", "was stopped, is killed", "slower"].map(|part| shown.find(part));
    ensure(order.is_sorted() && order[0].is_some(), || shown.clone())?;
    for fail_on in ["verdict", "slower=20%"] {
        let output = made(&["compare", &was, &is, "--fail-on", fail_on, "--markdown"]);
        ensure(output.status.code() == Some(1), || format!("{fail_on}: {output:?}"))?;
    }
    let output = made(&["compare", &was, &is, "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    ensure(json["times"][0]["shows"] == "slower", || json.to_string())
}

fn unreadable_runs() -> Result<(), Failed> {
    let (_, mut run) = quick_run(&["blocking-go"])?;
    let whole = scratch("blocking-go.json");
    let cut = scratch("cut.json");
    // Where a full disk cuts it is chance: within a letter of two bytes, too.
    let json = fs::read_to_string(&whole)?;
    for length in [json.len() / 2, json.find('µ').ok_or("no µ is in it")? + 1] {
        fs::write(&cut, &json.as_bytes()[..length])?;
        is_answered(&["compare", &whole.to_string_lossy(), &cut.to_string_lossy()], "cut.json: no run")?;
    }
    for (schema, file, advice) in
        [(SCHEMA + 1, "later.json", "use a later one"), (SCHEMA - 1, "earlier.json", "measure it anew")]
    {
        let path = scratch(file);
        run.schema = schema;
        fs::write(&path, run.to_json())?;
        let said = format!("{file}: its schema is {schema}, and this program reads {SCHEMA}; {advice}");
        is_answered(&["compare", &path.to_string_lossy(), &whole.to_string_lossy()], &said)?;
    }
    Ok(())
}

fn report() -> Result<(), Failed> {
    let (_, _) = quick_run(&["blocking-liar"])?;
    let run = scratch("blocking-liar.json").to_string_lossy().into_owned();
    let above = scratch("report");
    let out = above.join("results");
    let _ = fs::remove_dir_all(&above);
    fs::create_dir_all(&above)?;
    fs::write(above.join("README.md"), "Before.\n<!-- matrix -->\nold\n<!-- /matrix -->\nAfter.\n")?;
    let arguments = ["report", &run, "--out", &out.to_string_lossy()].map(str::to_owned);
    let drawn = |more: &[&str]| {
        made(&arguments.iter().map(String::as_str).chain(more.iter().copied()).collect::<Vec<_>>())
    };

    ensure(drawn(&["--check"]).status.code() == Some(1), || "nothing is drawn, and that passed".to_owned())?;
    ensure(!out.exists(), || "--check wrote something".to_owned())?;
    ensure(drawn(&[]).status.code() == Some(0), || "it cannot be drawn".to_owned())?;
    ensure(drawn(&["--check"]).status.code() == Some(0), || "it is not the same each time".to_owned())?;
    // The texts above are touched only by a call that asks for it.
    let before = fs::read_to_string(above.join("README.md"))?;
    ensure(before.contains("old"), || before.clone())?;
    ensure(drawn(&["--texts", "--check"]).status.code() == Some(1), || "the text is not checked".to_owned())?;
    ensure(drawn(&["--texts"]).status.code() == Some(0), || "the texts cannot be drawn".to_owned())?;
    ensure(drawn(&["--texts", "--check"]).status.code() == Some(0), || "they are not the same".to_owned())?;
    let block = fs::read_to_string(above.join("README.md"))?;
    ensure(block.starts_with("Before.") && block.ends_with("After.\n") && !block.contains("old"), || {
        block.clone()
    })?;
    let page = fs::read_to_string(out.join("README.md"))?;
    ensure(page.contains("**Not as its demo says** (1): `odd/flag/blocking-liar`"), || page.clone())?;
    let (_, data) = page_and_data(&fs::read_to_string(out.join("index.html"))?);
    ensure(data.contains("blocking-liar"), || "the case is not on the page".to_owned())?;

    // An interrupted run is no source of texts.
    let partial = scratch("partial.json");
    let complete = fs::read_to_string(&run)?;
    fs::write(&partial, complete.replacen("\"partial\": false", "\"partial\": true", 1))?;
    let refused = made(&["report", &partial.to_string_lossy(), "--out", &out.to_string_lossy(), "--texts"]);
    ensure(refused.status.code() == Some(2) && text(&refused.stderr).contains("was interrupted"), || {
        format!("{refused:?}")
    })?;

    let post = scratch("post");
    let _ = fs::remove_dir_all(&post);
    let post_of =
        |format: &str| made(&["report", &run, "--out", &post.to_string_lossy(), "--format", format]);
    ensure(post_of("csv,md,svg").status.code() == Some(0), || "a post can't be written".to_owned())?;
    let folder = post.join("blocking-liar");
    for name in ["blocking-liar.csv", "blocking-liar.md", "grid-odd.svg"] {
        ensure(folder.join(name).is_file(), || format!("{name} is missing"))?;
    }
    ensure(!post.join("index.html").exists(), || "a post has a page".to_owned())?;
    ensure(post_of("png").status.code() == Some(2), || "no picture is drawn in pixels".to_owned())?;

    for (name, file) in [("README.md", page), ("index.html", String::new())] {
        fs::write(out.join(name), file + "by hand")?;
        let changed = drawn(&["--check"]);
        ensure(changed.status.code() == Some(1) && text(&changed.stderr).contains(name), || {
            format!("{changed:?}")
        })?;
    }
    Ok(())
}
