//! Wrong calls: one clear line, exit status 2, and nothing measured.

use std::path::Path;

use libtest_mimic::{Failed, Trial};

use crate::play::{call, ensure, made, quick_run, scratch, text};

/// The arguments, and what the line must name.
const WRONG: &[(&[&str], &str)] = &[
    (&["run", "libers"], "odd/flag/blocking-liar"),
    (&["nonsense"], "no case's id contains \"nonsense\""),
    (&["list", "nonsense"], "the nearest are odd/"),
    (&["story", "nonsense"], "there is no case \"nonsense\""),
    (&["story", "flag"], "several cases are called \"flag\""),
    (&["story"], "CASE"),
    (&["--samples", "0"], "--samples"),
    (&["--rounds", "0"], "--rounds"),
    (&["--rounds", "-3"], "-3"),
    (&["--beat", "-1ms"], "-1ms"),
    (&["--beat", "soon"], "--beat"),
    (&["--beat", "0s"], "a beat is from"),
    (&["--seed", "x"], "--seed"),
    (&["--place", "nowhere"], "apart, together, free"),
    (&["--no-such-option"], "--no-such-option"),
    (&["--out", "/proc/no/such/run.json"], "/proc/no/such/run.json"),
    (&["--out", "/"], "/"),
    (&["compare", "no-such-file", "no-such-file"], "no-such-file"),
    (&["compare", "Cargo.toml", "Cargo.toml"], "Cargo.toml: no run of still-standing"),
    (&["compare", "a", "b", "--fail-on", "slower=fast"], "slower=20%"),
];

pub(crate) fn trials() -> Vec<Trial> {
    let wrong = WRONG.iter().map(|(arguments, named)| {
        Trial::test(format!("wrong call: {}", arguments.join(" ")), move || is_answered(arguments, named))
    });
    let right = [
        Trial::test("a reader that goes away ends the list quietly", reader_goes_away),
        Trial::test("--json prints JSON and nothing else", json_alone),
        Trial::test("a run compared with itself differs in nothing", compared_with_itself),
        Trial::test(
            "a changed verdict and a slower case fail a comparison that is to fail on them",
            compared_with_worse,
        ),
        Trial::test("a run that is cut short or of a later schema is named", unreadable_runs),
        Trial::test("a device is written to and stays a device", device),
        Trial::test("a full disk is told at the end, and the figures are shown", full_disk),
        Trial::test("without a terminal there is no colour and no bar", no_colour),
    ];
    wrong.chain(right).collect()
}

fn is_answered(arguments: &[&str], named: &str) -> Result<(), Failed> {
    let output = made(arguments);
    let said = text(&output.stderr);
    ensure(output.status.code() == Some(2), || format!("{output:?}"))?;
    ensure(said.trim_end().lines().count() == 1, || format!("not one line: {said}"))?;
    ensure(said.contains(named), || said.clone())?;
    ensure(output.stdout.is_empty(), || text(&output.stdout))
}

fn reader_goes_away() -> Result<(), Failed> {
    let mut child = call(&["list"], "1").spawn()?;
    drop(child.stdout.take());
    let output = child.wait_with_output()?;
    ensure(output.status.code() == Some(0) && output.stderr.is_empty(), || format!("{output:?}"))
}

fn json_alone() -> Result<(), Failed> {
    let out = scratch("json-alone.json");
    let output = made(&["good", "--quick", "--json", "--out", &out.to_string_lossy()]);
    let run: measure::Run = serde_json::from_slice(&output.stdout)?;
    ensure(run.cases.len() == 1, || format!("{run:?}"))?;
    ensure(std::fs::read(&out)? == output.stdout, || "the file and the output differ".to_owned())
}

fn compared_with_itself() -> Result<(), Failed> {
    let (_, _) = quick_run("blocking-good")?;
    let file = scratch("blocking-good.json").to_string_lossy().into_owned();
    let output = made(&["compare", &file, &file, "--fail-on", "verdict", "--fail-on", "slower=0%"]);
    ensure(output.status.code() == Some(0), || format!("{output:?}"))?;
    let shown = text(&output.stdout);
    ensure(shown.contains("none changed") && shown.contains("no difference"), || shown.clone())?;
    ensure(!shown.contains("differ in more"), || shown.clone())
}

fn compared_with_worse() -> Result<(), Failed> {
    let (_, mut run) = quick_run("blocking-goo")?;
    let was = scratch("blocking-goo.json").to_string_lossy().into_owned();
    let is = scratch("worse.json");
    let slower = run.cases[0].halt_ns.as_mut().ok_or("the case halts")?;
    (slower.p50, slower.p50_low, slower.p50_high) = (9_000_000_000, 8_000_000_000, 9_900_000_000);
    run.cases[0].verdict = Some(stage::Verdict::Killed);
    run.settings.beat_ns += 1;
    run.save(&is)?;
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
    let (_, mut run) = quick_run("blocking-go")?;
    let whole = scratch("blocking-go.json");
    let (cut, later) = (scratch("cut.json"), scratch("later.json"));
    let json = std::fs::read_to_string(&whole)?;
    std::fs::write(&cut, &json[..json.len() / 2])?;
    run.schema += 1;
    run.save(&later)?;
    is_answered(&["compare", &whole.to_string_lossy(), &cut.to_string_lossy()], "cut.json: no run")?;
    is_answered(
        &["compare", &later.to_string_lossy(), &whole.to_string_lossy()],
        "later.json: its schema is 2",
    )
}

fn device() -> Result<(), Failed> {
    let output = made(&["good", "--quick", "--out", "/dev/null"]);
    ensure(output.status.code() == Some(0), || format!("{output:?}"))?;
    ensure(!Path::new("/dev/null").is_file(), || "/dev/null was replaced".to_owned())
}

fn full_disk() -> Result<(), Failed> {
    if !Path::new("/dev/full").exists() {
        println!("skipped: this system has no /dev/full");
        return Ok(());
    }
    let output = made(&["good", "--quick", "--out", "/dev/full"]);
    ensure(output.status.code() == Some(2), || format!("{output:?}"))?;
    ensure(text(&output.stderr).contains("/dev/full"), || text(&output.stderr))?;
    ensure(text(&output.stdout).contains("odd/flag/blocking-good"), || text(&output.stdout))
}

fn no_colour() -> Result<(), Failed> {
    let output = made(&["good", "--quick", "--out", "/dev/null"]);
    let all = text(&output.stdout) + &text(&output.stderr);
    ensure(!all.contains('\u{1b}') && !all.contains('\r'), || all.clone())
}
