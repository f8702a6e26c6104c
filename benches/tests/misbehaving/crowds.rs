//! Crowds that misbehave, and what their sweep makes of them.

use std::{fs, path::Path};

use libtest_mimic::{Failed, Trial};
use measure::{Sweep, SweepPoint};
use rustix::process::Signal;
use stage::{Bound, Case, Part, Stage, Verdict};
use still_standing::testing::{ensure, marked::send};

use crate::play::{call, made, marked, playing, quick_run, scratch, wait_until};

pub(crate) const CROWDS: &[Case] = &[
    crowd("drop/awaiting-crowd-good", |stage| stop_all_but(stage, 0)),
    crowd("drop/awaiting-crowd-forgetful", |stage| stop_all_but(stage, 1)),
    crowd("drop/awaiting-crowd-hasty", |stage| {
        let parts: Vec<Part> = stage.crowd().collect();
        parts.iter().for_each(Part::beat);
        stage.quick_task().wait();
        drop(parts);
        stage.request();
        stage.acknowledge(());
    }),
];

const fn crowd(name: &'static str, play: fn(&Stage)) -> Case {
    Case::new(name, Verdict::Stopped, play).bound_by(Bound::Inline).of_crowd()
}

/// Forgets so many parts, as a service does that keeps no handle of a connection.
fn stop_all_but(stage: &Stage, forgotten: usize) {
    let mut parts: Vec<Part> = stage.crowd().collect();
    parts.iter().for_each(Part::beat);
    stage.quick_task().wait();
    stage.request();
    let left = parts.split_off(parts.len() - forgotten);
    drop(parts);
    stage.requested();
    stage.acknowledge(());
    std::mem::forget(left);
}

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("a crowd of which one part stands is still standing", one_stands),
        Trial::test("a crowd that ends before it is asked is an error", hasty),
        Trial::test("a sweep goes on without a crowd that misbehaves, and says so", swept),
        Trial::test("Ctrl-C saves the crowds that were played", interrupted),
    ]
}

fn one_stands() -> Result<(), Failed> {
    let (output, run) = quick_run(&["crowd-forgetful"])?;
    ensure(output.status.code() == Some(1), || format!("{output:?}"))?;
    let case = &run.cases[0];
    ensure(case.verdict == Some(Verdict::StillStanding), || format!("{case:?}"))?;
    let crowd = case.crowd.ok_or("it is a crowd")?;
    ensure((crowd.parts, crowd.halted, crowd.standing) == (100, 99, 1), || format!("{crowd:?}"))
}

fn hasty() -> Result<(), Failed> {
    let (output, run) = quick_run(&["crowd-hasty"])?;
    ensure(output.status.code() == Some(1), || format!("{output:?}"))?;
    let errors = run.cases[0].errors.join("; ");
    ensure(errors.contains("ended before it was asked to stop, after 100 beats"), || errors.clone())
}

fn sweep(file: &Path) -> Result<Sweep, Failed> {
    Ok(serde_json::from_slice(&fs::read(file)?)?)
}

fn swept() -> Result<(), Failed> {
    let out = scratch("sweep-crowds.json");
    let output = made(&["sweep", "crowd", "--quick", "--out", &out.to_string_lossy()]);
    ensure(output.status.code() == Some(1), || format!("{output:?}"))?;
    let sweep = sweep(&out)?;
    ensure(!sweep.partial, || "it was not interrupted".to_owned())?;
    let names = |point: &SweepPoint| -> Vec<String> {
        point.run.cases.iter().map(|case| case.id.replace("odd/drop/awaiting-crowd-", "")).collect()
    };
    let [first, .., last] = &sweep.points[..] else { return Err("it has too few points".into()) };
    ensure(names(first) == ["good", "forgetful", "hasty"], || format!("{:?}", names(first)))?;
    ensure(names(last) == ["good"], || format!("{:?}", names(last)))?;
    ensure(last.run.cases[0].crowd.is_some_and(|crowd| crowd.halted == 10_000), || format!("{last:?}"))?;
    let left_out: Vec<_> = sweep.points.iter().flat_map(|point| &point.left_out).collect();
    ensure(left_out.len() == 4, || format!("two cases in two states: {left_out:?}"))?;
    // The forgetful one has another verdict; the hasty one has an error, which is told.
    for left_out in left_out {
        let reason = "a crowd of 1 did not behave as expected";
        let why = left_out.reason.strip_prefix(reason).ok_or_else(|| left_out.reason.clone())?;
        let is_told = if left_out.id.ends_with("hasty") {
            why.contains("ended before it was asked")
        } else {
            why.is_empty()
        };
        ensure(is_told, || format!("{left_out:?}"))?;
    }
    Ok(())
}

fn interrupted() -> Result<(), Failed> {
    let (out, mark) = (scratch("interrupted-crowds.json"), "interrupted-crowds");
    let file = out.to_string_lossy().into_owned();
    let child = call(&["sweep", "crowd", "--samples", "1000000", "--out", &file], mark).spawn()?;
    wait_until(|| playing(mark, "crowd-good"), "the first child")?;
    send(Signal::INT, child.id().cast_signed());
    let output = child.wait_with_output()?;
    ensure(output.status.code() == Some(130), || format!("{output:?}"))?;
    ensure(sweep(&out)?.partial, || "it was interrupted".to_owned())?;
    wait_until(|| marked(mark).is_empty(), "the end of every process of the sweep")
}
