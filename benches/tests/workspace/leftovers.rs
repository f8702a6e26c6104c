//! No child, no worker and no interpreter outlives a run, however it ends.

use std::{fs, process::Command, time::Instant};

use crate::heavy;
use libtest_mimic::Trial;
use rustix::process::Signal;
use still_standing::testing::{
    marked::{Marked, PATIENCE, send},
    optional_trial,
};

/// An interpreter that forks.
const TSTP: &str = "python/abort/blocking-tstp";

/// What is played: work that is killed, that is stopped and goes on, and that is never ended.
const CASES: [&str; 7] = [
    "processes/drop",
    "processes/abort",
    "processes/abort/blocking-crowd-group",
    "threads/drop/blocking-exit",
    "python/drop/blocking-daemon",
    "python/abort/blocking-to-thread",
    TSTP,
];

/// A run that goes on until it is ended, or one round of it.
fn start(name: &str, arguments: &[&str]) -> Marked {
    start_of(&CASES, name, arguments)
}

fn start_of(cases: &[&str], name: &str, arguments: &[&str]) -> Marked {
    let out = format!("{}/{name}-{}.json", env!("CARGO_TARGET_TMPDIR"), std::process::id());
    let mut command = Command::new(env!("CARGO_BIN_EXE_still-standing"));
    Marked::start(name, command.args(cases).args(arguments).args(["--out", &out]))
}

/// A worker that ends only with its parent, and the child that started it.
const WORKER: &str = "--work-as works_alone";
const CHILD: &str = "--play-as-child";

pub(crate) fn trials() -> Vec<Trial> {
    let cases = comparison::CATALOG.cases();
    let mut tstp = cases.filter(|case| case.id() == TSTP);
    let missing = tstp.next().and_then(stage::Case::missing);
    let long = "plays whole runs";
    vec![
        heavy("nobody outlives a run that finishes", long, nobody_outlives_a_run_that_finishes),
        heavy("nobody outlives a run that is interrupted", long, nobody_outlives_a_run_that_is_interrupted),
        heavy("nobody outlives a run that is killed", long, nobody_outlives_a_run_that_is_killed),
        heavy("nobody outlives a child that crashes", long, nobody_outlives_a_child_that_crashes),
        heavy("everybody is found by the mark", long, everybody_is_found_by_the_mark),
        optional_trial("no interpreter outlives a run that is killed", missing, || {
            no_interpreter_outlives_a_run_that_is_killed();
            Ok(())
        }),
    ]
}

fn nobody_outlives_a_run_that_finishes() {
    let mut run = start("finished", &["--quick"]);
    run.wait_for(WORKER);
    assert_eq!(run.ends_with_everybody().code(), Some(0));
}

fn nobody_outlives_a_run_that_is_interrupted() {
    let mut run = start("interrupted", &["--rounds", "1000"]);
    run.wait_for(WORKER);
    run.send(Signal::INT);
    assert_eq!(run.ends_with_everybody().code(), Some(130));
}

fn nobody_outlives_a_run_that_is_killed() {
    let mut run = start("killed", &["--rounds", "1000"]);
    run.wait_for(WORKER);
    run.process.kill().expect("it is there");
    assert_eq!(run.ends_with_everybody().code(), None);
}

/// The worker of a child that crashed goes with it, also one that is stopped; the run goes on.
fn nobody_outlives_a_child_that_crashes() {
    let mut run = start("crashed", &["--rounds", "1000"]);
    let child = run.wait_for(&format!("{CHILD} {{\"play\":{{\"case\":\"processes/abort/blocking-sigstop\""));
    send(Signal::SEGV, child);
    let start = Instant::now();
    let is_there =
        |id: i32| fs::read_to_string(format!("/proc/{id}/environ")).is_ok_and(|text| !text.is_empty());
    while is_there(child) {
        assert!(start.elapsed() < PATIENCE, "a crashed child is still there");
    }
    run.wait_for(WORKER);
    run.send(Signal::INT);
    assert_eq!(run.ends_with_everybody().code(), Some(130));
}

/// Neither Python's interpreter nor what it has forked off outlives a run, stopped or not.
fn no_interpreter_outlives_a_run_that_is_killed() {
    let mut run = start_of(&[TSTP], "interpreter", &["--rounds", "1000"]);
    let start = Instant::now();
    while run.others().iter().filter(|(_, command)| command.contains("blocking_tstp.py")).count() < 2 {
        assert!(start.elapsed() < PATIENCE, "no interpreter that has a child of its own");
    }
    run.process.kill().expect("it is there");
    assert_eq!(run.ends_with_everybody().code(), None);
}

/// The test itself sees a worker, an interpreter and a child when there is one: else it could not fail.
fn everybody_is_found_by_the_mark() {
    let mut run = start("found", &["--rounds", "1000"]);
    run.wait_for(CHILD);
    run.wait_for(WORKER);
    run.send(Signal::INT);
    let _ = run.ends_with_everybody();
}
