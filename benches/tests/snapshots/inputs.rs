//! The inputs: files that were trimmed by hand from real runs, and what is made of them.
//!
//! `run.json` has a case of each kind. Five are not as they were measured: one failed in every playing
//! (`async-std/abort/blocking`) and one in a single one, beside a case that did not
//! (`tokio/abort/awaiting-busy-caller`); one is not as its demo says, nor bound as it says
//! (`rayon/flag/spinning`); one has a
//! beat that was seen after its halt (`smol/drop/awaiting`); and one is killed
//! (`processes/abort/spinning-kill`), as nothing that was measured is. `run-later.json` is of another
//! placement, and its verdicts, cases and versions differ; it is said to be a debug build, and has no
//! resolution. What the files say of resolution, workers, doubts, lost patience and the intervals of ratios
//! was set by hand, and so were all figures of `sweep-workers.json`.

use std::path::PathBuf;

use measure::{CaseResult, Run, Sweep};
use report::{
    desk::{Desk, surprises::Surprise},
    results_file::{self, ResultsFile},
};
use stage::{Bound, Verdict};

fn file(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "shared", "report", "tests", "recorded", "snapshots", name]
        .iter()
        .collect()
}

/// What an editor says of them.
pub(crate) static DESK: Desk = Desk {
    surprises: &[Surprise {
        case: "tokio/abort/blocking-wrapped",
        does: "",
        comes: "",
        verdict: Verdict::StillStanding,
    }],
    timelines: &[
        "threads/flag/blocking",
        "threads/drop/blocking-scope",
        "tokio/abort/awaiting",
        "tokio/abort/blocking-wrapped",
        "smol/drop/awaiting",
        "async-std/abort/blocking",
        "smol/abort/blocking",
    ],
    alone: &["tokio"],
    ..Desk::EMPTY
};

/// The small run.
pub(crate) fn run() -> Run {
    results_file::run(&file("run.json")).expect("a run")
}

/// A run to compare it with.
pub(crate) fn later_run() -> Run {
    results_file::run(&file("run-later.json")).expect("a run")
}

/// The runs whose texts are kept whole, by name.
pub(crate) fn runs() -> Vec<(&'static str, Run)> {
    vec![
        ("run", run()),
        ("later-run", later_run()),
        ("empty-run", with_cases(Vec::new())),
        ("one-case", with_cases(run().cases[..1].to_vec())),
        ("long-names", with_cases(long_names())),
    ]
}

/// A run of 500 cases: the recorded ones again and again, 20 a runtime.
pub(crate) fn many_cases() -> Run {
    let recorded = run().cases;
    let case = |(number, case): (usize, &CaseResult)| {
        let runtime = format!("runtime-{:02}", number / 20);
        let id = format!("{runtime}/{}/{}-{number}", case.mechanism, case.work);
        CaseResult { id, runtime, ..case.clone() }
    };
    with_cases(recorded.iter().cycle().take(500).enumerate().map(case).collect())
}

/// The sweeps, by name, one of them without a point.
pub(crate) fn sweeps() -> Vec<(&'static str, Sweep)> {
    let sweep = |name: &str| match results_file::results_file(&file(name)).expect("a sweep") {
        ResultsFile::Sweep(sweep) => *sweep,
        _ => panic!("{name} is no sweep"),
    };
    let (beat, look, place) = (sweep("sweep-beat.json"), sweep("sweep-look.json"), sweep("sweep-place.json"));
    let (workers, crowd) = (sweep("sweep-workers.json"), sweep("sweep-crowd.json"));
    let empty = Sweep { points: Vec::new(), partial: true, ..place.clone() };
    vec![
        ("sweep-beat", beat),
        ("sweep-look", look),
        ("sweep-place", place),
        ("sweep-workers", workers),
        ("sweep-crowd", crowd),
        ("sweep-empty", empty),
    ]
}

fn with_cases(cases: Vec<CaseResult>) -> Run {
    Run { cases, ..run() }
}

/// Cases whose names are longer than any place for them, in letters that XML and Markdown read otherwise.
fn long_names() -> Vec<CaseResult> {
    let runtime = "a-runtime-<&>-with-a-name-that-goes-on-and-on-".repeat(4);
    let recorded = run().cases;
    let long = |case: &CaseResult| {
        let variant = "and-on-".repeat(20);
        let id = format!("{runtime}/{}/{}-{variant}", case.mechanism, case.work);
        CaseResult { id, runtime: runtime.clone(), variant: Some(variant), ..case.clone() }
    };
    recorded.iter().filter(|case| case.halt_ns.is_some()).take(3).map(long).collect()
}

#[test]
fn the_small_run_has_a_case_of_every_kind() {
    let run = run();
    let has = |is: &dyn Fn(&CaseResult) -> bool| run.cases.iter().any(is);
    for verdict in Verdict::ALL {
        assert!(has(&|case| case.verdict == Some(*verdict)), "{verdict}");
    }
    for bound in Bound::ALL {
        assert!(has(&|case| case.bound == Some(*bound) && case.halt_ns.is_some()), "{bound}");
    }
    assert!(has(&|case| !case.errors.is_empty() && case.verdict.is_none()), "one that failed");
    assert!(has(&|case| !case.errors.is_empty() && case.verdict.is_some()), "one that failed once");
    assert!(has(&|case| case.verdict.is_some_and(|verdict| verdict != case.expected)), "an unexpected one");
    assert!(has(&|case| case.halt_ns.is_none()), "one without figures");
    assert!(has(&|case| case.acknowledged_early_by_ns.is_some()), "one whose word was false");
    assert!(has(&|case| case.out_of_patience > 0), "one that ran out of patience");
    assert!(has(&|case| !case.doubts.is_empty()), "one in doubt");
    assert!(has(&|case| case.over_floor_low.is_some()), "one whose ratio has an interval");
    assert!(
        has(&|case| case.halt_ns.is_some_and(|halt| halt.interval().is_none())),
        "one without an interval"
    );
    assert!(has(&|case| case.watched_ns.is_some()), "one that was watched");
    assert!(run.resolution.is_some(), "a resolution");
    let late = |case: &CaseResult| {
        let timeline = case.timeline.as_ref();
        timeline.is_some_and(|seen| {
            seen.halt_ns.is_some_and(|halt| seen.beats_ns.iter().any(|beat| *beat > halt))
        })
    };
    assert!(has(&late), "one with a beat that was seen late");
}
