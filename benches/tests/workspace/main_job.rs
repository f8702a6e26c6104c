//! The main job: what `cargo run --release` plays, how well its figures are founded, and what is on the screen at its end.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use comparison::CATALOG;
use libtest_mimic::Trial;
use measure::Run;
use stage::{Bound, Case, Verdict};
use tempfile::tempdir;

use crate::{
    commands::{COMPARISON, root},
    heavy, trial,
};

/// The runtimes of the comparison.
const RUNTIMES: [&str; 5] = ["async-std", "rayon", "smol", "threads", "tokio"];
/// How many cases the default run may play: it has to end within 45 seconds. What is beyond them says `on_demand()`.
const CASES: usize = 140;
/// What is left on a screen of 24 lines when the shell has printed its prompt. How wide they are is held by snapshots.
const LINES: usize = 23;

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        heavy("the default run is the comparison", "plays it whole", the_default_run_is_the_comparison),
        trial(
            "only what is written in Rust stands beside a cache line",
            only_rust_stands_beside_a_cache_line,
        ),
        trial("the default run stays short", the_default_run_stays_short),
        trial("words find what a person means", words_find_what_a_person_means),
        trial("a committed file stays below three megabytes", a_committed_file_stays_below_three_megabytes),
        trial("a report touches nothing that it was not asked to", a_report_touches_nothing_else),
    ]
}

/// Work in another language looks when its engine lets it, so a cache line is no floor that it could reach.
fn only_rust_stands_beside_a_cache_line() {
    let rust = [&RUNTIMES[..], &["may", "processes"]].concat();
    let other = CATALOG.cases().filter(|case| !rust.contains(&case.runtime));
    let line: Vec<_> = other.filter(|case| case.bound == Some(Bound::Line)).map(Case::id).collect();
    assert_eq!(line, Vec::<String>::new());
}

/// What the comparison prints if it is called like this in this folder.
fn said(arguments: &[&str], folder: &Path) -> String {
    let mut command = Command::new(COMPARISON);
    let output = command.args(arguments).current_dir(folder).output();
    let output = output.expect("the comparison was built");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{arguments:?}: {}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

fn the_default_run_is_the_comparison() {
    let folder = tempdir().expect("a folder for temporary files");
    let screen = said(&["--out", "run.json"], folder.path());
    let text = fs::read_to_string(folder.path().join("run.json")).expect("the run was written");
    let run: Run = serde_json::from_str(&text).expect("a run is JSON");
    let runtimes: BTreeSet<&str> = run.cases.iter().map(|case| case.runtime.as_str()).collect();
    assert_eq!(runtimes.into_iter().collect::<Vec<_>>(), RUNTIMES);
    for case in &run.cases {
        assert_eq!(case.verdict, Some(case.expected), "{}", case.id);
        if case.verdict.is_some_and(Verdict::has_halted) {
            let halt = case.halt_ns.unwrap_or_else(|| panic!("{} halted without a time", case.id));
            assert!(case.samples >= 60 && halt.rounds >= 12, "{}: {} samples", case.id, case.samples);
            assert!(halt.interval().is_some(), "{}: no interval", case.id);
        }
    }

    let last: Vec<&str> = screen.lines().rev().take(LINES).collect();
    for runtime in RUNTIMES {
        assert!(last.iter().any(|line| line.contains(runtime)), "{runtime} is not on the screen:\n{screen}");
    }
    for next in ["story", "show", "--all"] {
        assert!(last.iter().any(|line| line.contains(next)), "nothing leads on to {next}:\n{screen}");
    }
}

fn the_default_run_stays_short() {
    let played = CATALOG.cases().filter(|case| case.play.is_ok() && !case.is_on_demand);
    let compared = played.filter(|case| RUNTIMES.contains(&case.runtime)).count();
    assert!(
        compared <= CASES,
        "{compared} cases are played by who asks for none: let the new ones wait for a demand"
    );
}

fn words_find_what_a_person_means() {
    let here = tempdir().expect("a folder for temporary files");
    for (words, found, runtime) in [
        (&["zombie"][..], "tokio/abort/blocking-wrapped", None),
        (&["spawn_blocking"], "tokio/abort/blocking-wrapped", None),
        (&["CancellationToken"], "tokio/flag/awaiting-token", None),
        (&["tokio", "abort"], "tokio/abort/awaiting", Some("tokio")),
        (&["smol/abort"], "smol/abort/awaiting", Some("smol")),
    ] {
        let list = said(&[&["list"], words].concat(), here.path());
        let mut ids = list.lines().filter_map(|line| line.split_whitespace().next());
        assert!(ids.clone().any(|id| id == found), "list {words:?} has no {found}:\n{list}");
        let others = ids.find(|id| {
            let is_id = id.matches('/').count() == 2;
            is_id && runtime.is_some_and(|runtime| id.split('/').next() != Some(runtime))
        });
        assert_eq!(others, None, "list {words:?} has cases of other runtimes");
    }
}

fn a_report_touches_nothing_else() {
    let folder = tempdir().expect("a folder for temporary files");
    said(&["run", "threads/flag/spinning", "--quick", "--out", "run.json"], folder.path());
    said(&["report", "run.json"], folder.path());
    let there = fs::read_dir(folder.path()).expect("the folder is there").flatten();
    let there: BTreeSet<String> =
        there.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(there.into_iter().collect::<Vec<_>>(), ["run.json", "target"]);
}

/// Every sample is in the file: those of some 250 cases, each with 20 rounds of 10 samples.
fn a_committed_file_stays_below_three_megabytes() {
    let files = fs::read_dir(root().join("results")).expect("the results are there").flatten();
    let texts = files.map(|file| file.path()).filter(|path| path.extension().is_some_and(|it| it == "json"));
    let texts: Vec<String> = texts.map(|path| fs::read_to_string(path).expect("it is text")).collect();
    assert!(texts.iter().all(|text| text.len() < 3_000_000), "a committed file is too long");
    let is_whole = |run: &Run| {
        run.cases.len() >= 250 && (run.settings.rounds, run.settings.samples) >= (20, 10) && !run.partial
    };
    let runs = texts.iter().filter_map(|text| serde_json::from_str(text).ok());
    assert!(runs.into_iter().any(|run| is_whole(&run)), "no whole run is committed");
}
