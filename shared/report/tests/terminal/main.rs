//! What the terminal shows of small recorded inputs, held to what it showed last time: the files in
//! `drawn`. The inputs are those of `report`'s snapshots.
//!
//! A test fails when a text changes, and shows how. If that is what you wanted, accept the new texts,
//! read each, and commit them with the change:
//!
//! ```sh
//! UPDATE_EXPECT=1 cargo test -p still-standing-show --test snapshots
//! git diff shared/show/tests/snapshots/drawn
//! ```

use std::path::PathBuf;

use expect_test::expect_file;
use measure::{Run, Sweep};
use report::terminal;
use report::{
    compare::Comparison,
    results_file::{self, ResultsFile},
};
use stage::Verdict;

/// The widths of terminals: a narrow one, a usual one, and one that has room for every column.
const WIDTHS: [usize; 3] = [80, 120, 160];

fn input(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "report", "tests", "recorded", "snapshots", name].iter().collect()
}

fn run(name: &str) -> Run {
    results_file::run(&input(name)).expect("a run")
}

fn sweep(name: &str) -> Sweep {
    match results_file::results_file(&input(name)).expect("a sweep") {
        ResultsFile::Sweep(sweep) => *sweep,
        _ => panic!("{name} is no sweep"),
    }
}

/// Draws without colours, wherever the test runs, and holds the text to that of the last time.
fn hold_to_the_last_time(name: &str, draw: impl FnOnce() -> String) {
    console::set_colors_enabled(false);
    let file: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "snapshots", "drawn", name].iter().collect();
    expect_file![file].assert_eq(&draw());
}

#[test]
fn two_runs_are_compared() {
    let (a, b) = (run("run.json"), run("run-later.json"));
    hold_to_the_last_time("comparison-other.txt", || terminal::comparison(&Comparison::new(&a, &b)));
    hold_to_the_last_time("comparison-same.txt", || terminal::comparison(&Comparison::new(&a, &a)));
}

#[test]
fn a_run_has_its_matrix_and_its_details_in_narrow_and_wide_terminals() {
    let run = run("run.json");
    for width in WIDTHS {
        hold_to_the_last_time(&format!("matrix-{width}.txt"), || terminal::matrix(&run, width));
        hold_to_the_last_time(&format!("details-{width}.txt"), || terminal::details(&run, width));
    }
}

#[test]
fn a_run_without_cases_has_them_too() {
    let empty = Run { cases: Vec::new(), ..run("run.json") };
    let all = || {
        [terminal::matrix(&empty, 80), terminal::details(&empty, 80), terminal::closing(&empty)].join("\n")
    };
    hold_to_the_last_time("empty-run.txt", all);
}

#[test]
fn the_last_lines_say_what_was_not_as_expected() {
    hold_to_the_last_time("closing.txt", || terminal::closing(&run("run.json")));
    hold_to_the_last_time("closing-later.txt", || terminal::closing(&run("run-later.json")));
}

#[test]
fn the_last_lines_say_what_was_not_played_and_why() {
    let mut run = run("run.json");
    for (place, reason) in [(0, "no compiler"), (1, "no compiler"), (2, "no browser")] {
        let case = &mut run.cases[place];
        (case.runtime, case.verdict) = ("one".to_owned(), Some(Verdict::NotOffered));
        case.reason = Some(reason.to_owned());
    }
    let said = terminal::closing(&run);
    let id = &run.cases[2].id;
    for line in
        ["– 2 cases of one were not played (no compiler).", &format!("– {id} was not played (no browser).")]
    {
        assert!(said.lines().any(|it| it == line), "{line} is not in {said}");
    }
    // What no case claims is not missing.
    assert_eq!(said.matches("played (").count(), 2, "{said}");
    let played = run.cases.len() - 3;
    assert!(said.contains(&format!(" of {played} cases behaved as their demos say.")), "{said}");
}

#[test]
fn an_original_stands_above_its_answer() {
    hold_to_the_last_time("pairs.txt", || terminal::pairs_table(&run("run.json")));
}

#[test]
fn sweeps_are_tables() {
    for factor in ["beat", "look", "place", "workers", "crowd"] {
        let sweep = sweep(&format!("sweep-{factor}.json"));
        hold_to_the_last_time(&format!("sweep-{factor}.txt"), || terminal::sweep(&sweep));
    }
}
