//! The recorded runs that the tests open: trimmed from real ones until each verdict occurs, and changed
//! by hand where two runs should differ. `first` has some cases more, and one that `second` contradicts.

use std::path::Path;

use measure::Run;
use report::{
    desk::{
        Desk,
        guide::advice,
        section::{Section, Table},
        surprises::Surprise,
    },
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
    sections: &[found],
    ..Desk::EMPTY
};

/// A section of an editor: a picture, a table, and one that is folded.
fn found() -> Section {
    let table = |caption: &str, is_folded| Table {
        caption: caption.to_owned(),
        head: ["method", "its documentation says", "seen"].map(str::to_owned).to_vec(),
        rows: vec![
            ["a_crate::with::a_long_path::to::a_method_of_it", "safe: `nothing` is lost", "all is lost"]
                .map(str::to_owned)
                .to_vec(),
        ],
        is_folded,
    };
    let square =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><title>A square</title></svg>";
    Section {
        id: "found",
        title: "What was found",
        lead: "It was found elsewhere.".to_owned(),
        picture: Some(("A square".to_owned(), square)),
        tables: vec![table("Said, and not so", false), table("Not said", true)],
        more: ("All of it", "elsewhere/README.md"),
    }
}

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
