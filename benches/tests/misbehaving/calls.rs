//! Wrong calls: one clear line, exit status 2, and nothing measured.

use std::path::Path;

use libtest_mimic::{Failed, Trial};
use still_standing::testing::ensure;

use crate::play::{call, made, quick_run, scratch, text};

/// The arguments, and what the line must name.
const WRONG: &[(&[&str], &str)] = &[
    (&["run", "libers"], "odd/flag/blocking-liar"),
    (&["run", ""], "it is empty"),
    (&[" "], "it is empty"),
    (&["list", ""], "it is empty"),
    (&["story", ""], "it is empty"),
    (&["nonsense"], "no case has \"nonsense\" in its id"),
    (&["list", "nonsense"], "the nearest are odd/"),
    (&["story", "nonsense"], "no case has \"nonsense\""),
    (&["show", "no-such-file"], "no-such-file"),
    (&["--samples", "0"], "--samples"),
    (&["--rounds", "0"], "--rounds"),
    (&["--rounds", "-3"], "-3"),
    (&["--beat", "-1ms"], "-1ms"),
    (&["--beat", "soon"], "--beat"),
    (&["--beat", "0s"], "a beat is from"),
    (&["--seed", "x"], "--seed"),
    (&["--workers", "0"], "--workers"),
    (&["--horizon", "soon"], "--horizon"),
    (&["--horizon", "1ms"], "a horizon is from"),
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
        Trial::test("a run holds its call, without the file it went to", own_call),
        Trial::test("a device is written to and stays a device", device),
        Trial::test("a full disk is told at the end, and the figures are shown", full_disk),
        Trial::test("without a terminal there is no colour and no bar", no_colour),
    ];
    wrong.chain(right).collect()
}

pub(crate) fn is_answered(arguments: &[&str], named: &str) -> Result<(), Failed> {
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

fn own_call() -> Result<(), Failed> {
    let (_, run) = quick_run(&["good"])?;
    let command = run.command.unwrap_or_default();
    ensure(command.ends_with(" run good --quick"), || command.clone())
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
