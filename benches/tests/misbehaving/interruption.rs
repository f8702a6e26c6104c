//! Bad interruption: an interrupted run keeps what it has, and no child outlives its parent.

use std::{
    env, fs,
    time::{Duration, Instant},
};

use libtest_mimic::{Failed, Trial};
use rustix::process::Signal;
use still_standing::testing::{ensure, marked::send};

use crate::play::{call, call_of, marked, playing, scratch, wait_until};

/// Far longer than an answer to Ctrl-C takes, even on a busy machine: it is a tenth of a second.
const AT_ONCE: Duration = Duration::from_secs(5);

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("Ctrl-C is answered at once while a child is silent", || {
            at_once("endless-start", "1", "silent")
        }),
        Trial::test("Ctrl-C is answered at once while a child is chatty", || {
            at_once("good", "1000000", "chatty")
        }),
        Trial::test("a program that is replaced during a run plays on", replaced),
        Trial::test("Ctrl-C saves what was measured, marked as partial", interrupted),
        Trial::test("a killed parent leaves no child behind", killed),
    ]
}

fn interrupted() -> Result<(), Failed> {
    let out = scratch("interrupted.json");
    let _ = fs::remove_file(&out);
    let mark = "interrupted";
    let child = call(&["good", "--rounds", "10000", "--out", &out.to_string_lossy()], mark).spawn()?;
    // The file appears after a second, and the first case may not have been played by then.
    let has_samples = || {
        let text = fs::read_to_string(&out).unwrap_or_default();
        serde_json::from_str(&text).is_ok_and(|run: measure::Run| run.cases[0].samples > 0)
    };
    wait_until(has_samples, "the first samples")?;
    send(Signal::INT, child.id().cast_signed());
    let output = child.wait_with_output()?;
    ensure(output.status.code() == Some(130), || format!("{output:?}"))?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    ensure(said.contains(&*out.to_string_lossy()), || said.clone())?;
    let run: measure::Run = serde_json::from_slice(&fs::read(&out)?)?;
    ensure(run.partial && run.cases[0].samples > 0, || format!("{run:?}"))?;
    wait_until(|| marked(mark).is_empty(), "the end of every process of the run")
}

/// The first Ctrl-C ends a run that is playing a case, whatever its child does.
fn at_once(case: &str, samples: &str, mark: &str) -> Result<(), Failed> {
    let out = scratch(&format!("{mark}.json"));
    let _ = fs::remove_file(&out);
    let arguments = ["--rounds", "1", "--samples", samples, "--out", &out.to_string_lossy()];
    let child = call(&[&[case], &arguments[..]].concat(), mark).spawn()?;
    wait_until(|| playing(mark, case), "the case's child")?;
    let start = Instant::now();
    send(Signal::INT, child.id().cast_signed());
    let output = child.wait_with_output()?;
    let took = start.elapsed();
    println!("Ctrl-C while a child is {mark}: {took:?}");
    ensure(output.status.code() == Some(130), || format!("{output:?}"))?;
    ensure(took < AT_ONCE, || format!("{took:?}"))?;
    let run: measure::Run = serde_json::from_slice(&fs::read(&out)?)?;
    ensure(run.partial, || format!("{run:?}"))
}

/// Each child is the program that its parent is, also when a build has put another in its place.
fn replaced() -> Result<(), Failed> {
    let (program, out) = (scratch("replaced"), scratch("replaced.json"));
    fs::copy(env::current_exe()?, &program)?;
    let mark = "replaced";
    let arguments = ["good", "--rounds", "5", "--samples", "20", "--out", &out.to_string_lossy()];
    let mut run = call_of(&program, &arguments, mark);
    let run = run.spawn()?;
    wait_until(|| marked(mark).len() >= 2, "a parent and its child")?;
    let garbage = scratch("garbage");
    fs::write(&garbage, "no program")?;
    fs::rename(garbage, &program)?;
    let output = run.wait_with_output()?;
    ensure(output.status.code() == Some(0), || format!("{output:?}"))?;
    let run: measure::Run = serde_json::from_slice(&fs::read(&out)?)?;
    ensure(run.cases[0].samples == 100, || format!("{run:?}"))
}

fn killed() -> Result<(), Failed> {
    let mark = "killed";
    let out = scratch("killed.json");
    let mut child = call(&["endless-start", "--out", &out.to_string_lossy()], mark).spawn()?;
    wait_until(|| marked(mark).len() >= 2, "a parent and its child")?;
    child.kill()?;
    child.wait()?;
    wait_until(|| marked(mark).is_empty(), "the end of every process of the run")
}
