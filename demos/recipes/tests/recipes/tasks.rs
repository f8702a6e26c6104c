//! `nested_tasks`, `worker_joined_on_drop` and `mended_to_thread`: who waits for whom.

use std::{collections::BTreeSet, process::Command};

use rustix::process::Signal;

use crate::{program::Program, terminal::Terminal};

const NESTED: &str = env!("CARGO_BIN_EXE_nested_tasks");
const WORKER: &str = env!("CARGO_BIN_EXE_worker_joined_on_drop");
const MENDED: &str = env!("CARGO_BIN_EXE_mended_to_thread");

const TREE: [&str; 7] = ["root", "root.1", "root.1.1", "root.1.2", "root.2", "root.2.1", "root.2.2"];

/// Starts the tree, lets it end, and gives what it has said.
fn tree(ending: Result<Signal, &str>) -> Vec<String> {
    let words: Vec<&str> = ending.err().map(|words| words.split(' ').collect()).unwrap_or_default();
    // With enough workers a destructor that is slow holds up no other task.
    let mut program = Program::of(Command::new(NESTED).args(words).env("TOKIO_WORKER_THREADS", "8"));
    let mut lines: Vec<String> = std::iter::from_fn(|| program.line()).take(TREE.len()).collect();
    if let Ok(signal) = ending {
        program.signal(signal);
    }
    let (rest, code) = program.end();
    lines.extend(rest);
    assert_eq!(code, Some(i32::from(ending.is_err())), "{ending:?}: {lines:?}");
    lines
}

/// The tasks of which it has said this.
fn of<'l>(lines: &'l [String], what: &str) -> Vec<&'l str> {
    lines.iter().filter_map(|line| line.strip_prefix(what)).collect()
}

/// However the tree ends, asked, by an error, by a panic or by an abort, each of its tasks has ended when it says so.
#[test]
fn the_tree_ends_as_one() {
    let asked = [Signal::INT, Signal::TERM, Signal::HUP].map(Ok);
    for ending in asked.into_iter().chain(["fail", "panic", "abort", "panic slow", "abort slow"].map(Err)) {
        let lines = tree(ending);
        let (last, before) = lines.split_last().expect("it says so");
        assert!(last.starts_with("all have ended: "), "{ending:?}: {lines:?}");
        let mut begun = of(before, "begins: ");
        begun.sort_unstable();
        let mut ended = of(before, "ended: ");
        ended.sort_unstable();
        assert_eq!((begun, ended), (TREE.to_vec(), TREE.to_vec()), "{ending:?}");
    }
    let mut terminal = Terminal::start(NESTED, &[]);
    terminal.until("root.2.2");
    assert_eq!(terminal.close(), Some(0));
}

/// A task that is asked, or one below which another fails, ends after those below it, and cleans up.
#[test]
fn the_tree_ends_from_below() {
    for ending in [Ok(Signal::INT), Err("fail")] {
        let lines = tree(ending);
        let ended = of(&lines, "ended: ");
        let place = |name: &str| ended.iter().position(|it| *it == name).expect("it has ended");
        for name in &TREE[1..] {
            let (parent, _) = name.rsplit_once('.').expect("it is not the root");
            assert!(place(parent) > place(name), "{ending:?}: {ended:?}");
        }
        let cleaned: BTreeSet<&str> = of(&lines, "cleaned up: ").into_iter().collect();
        assert_eq!(cleaned, BTreeSet::from(TREE), "{ending:?}");
    }
}

/// A task that panics or is aborted does not clean up, nor do those below it; all others do.
#[test]
fn the_tree_cleans_up() {
    for ending in ["panic", "abort"] {
        let lines = tree(Err(ending));
        let cleaned: BTreeSet<&str> = of(&lines, "cleaned up: ").into_iter().collect();
        assert_eq!(cleaned, BTreeSet::from(["root", "root.2", "root.2.1", "root.2.2"]), "{ending}");
    }
}

/// It does not end a task that never awaits, and waits for it.
#[test]
fn the_tree_waits_for_a_task_that_never_awaits() {
    let mut program = Program::start(NESTED, &["computing"]);
    program.until("computing");
    program.signal(Signal::INT);
    assert!(program.still_stands());
}

/// The queue is done when the owner is gone, on a panic of the owner's too.
#[test]
fn the_worker_finishes_its_queue() {
    for (arguments, code) in [(&[][..], 0), (&["panic"][..], 101)] {
        let (lines, status) = Program::start(WORKER, arguments).end();
        assert_eq!((of(&lines, "done: ").len(), status), (10, Some(code)), "{lines:?}");
    }
}

/// Jobs are lost after one that panics, with `exit()`, and by a signal.
#[test]
fn the_worker_loses_jobs() {
    for (way, code) in [("job", 101), ("exit", 0)] {
        let (lines, status) = Program::start(WORKER, &[way]).end();
        assert!(of(&lines, "done: ").len() < 10, "{way}: {lines:?}");
        assert_eq!(status, Some(code), "{way}");
    }
    // On a busy machine all jobs may be done before the signal comes.
    let is_killed = (0..10).any(|_| {
        let mut program = Program::start(WORKER, &[]);
        program.until("stopping");
        program.signal(Signal::TERM);
        let (lines, status) = program.end();
        status.is_none() && of(&lines, "done: ").len() < 10
    });
    assert!(is_killed);
}

/// When the first closure has ended, the other is told in the middle of its sleep, and waited for.
#[test]
fn the_mended_program_ends_when_the_quick_task_has() {
    let (lines, status) = Program::start(MENDED, &[]).end();
    assert_eq!(lines.first().map(String::as_str), Some("I'm still standing"));
    assert_eq!(lines.last().map(String::as_str), Some("finished 1, unfinished 1"), "{lines:?}");
    assert_eq!(status, Some(0));
}
