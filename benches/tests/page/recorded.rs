//! The recorded runs that the tests open: trimmed from real ones until each verdict occurs, and changed
//! by hand where two runs should differ. `first` has some cases more, and one that `second` contradicts.

use std::path::Path;

use measure::Run;
use report::{
    desk::{Desk, guide::advice, surprises::Surprise},
    links::Links,
    page::{self, PageError},
    results_file::{self, ResultsFile},
};
use stage::Verdict;

/// The names of the runs.
pub(crate) const RUNS: [&str; 2] = ["first", "second"];

/// What an editor says of them.
pub(crate) static DESK: Desk = Desk {
    surprises: &[
        Surprise {
            case: "tokio/abort/blocking-wrapped",
            does: "`abort()` a task that awaits `spawn_blocking`",
            comes: "After {acknowledged} the task says `Cancelled`. Its closure is still running {watched} later.",
            verdict: Verdict::StillStanding,
        },
        Surprise {
            case: "tokio/drop/awaiting-join-handle",
            does: "drop a task's `JoinHandle`",
            comes: "The task is detached, and still running {watched} later.",
            verdict: Verdict::StillStanding,
        },
    ],
    guide: &[advice(
        "a future that you hold",
        "drop it, by `select!` or `timeout`",
        "tokio/drop/awaiting-select",
    )],
    ..Desk::EMPTY
};

/// The page of all that is recorded.
pub(crate) fn page() -> Result<String, PageError> {
    let results = ["first", "second", "sweep-look"].map(|name| (format!("{name}.json"), record(name)));
    page::draw(&results, &Links::from_results(true), &DESK)
}

/// A run.
pub(crate) fn run(name: &str) -> Run {
    match record(name) {
        ResultsFile::Run(run) => *run,
        _ => panic!("{name} is no run"),
    }
}

fn record(name: &str) -> ResultsFile {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/report/tests/recorded/page");
    results_file::results_file(&folder.join(format!("{name}.json"))).expect("it is recorded")
}
