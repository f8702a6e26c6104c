//! The recorded runs that the tests open: trimmed from real ones until each verdict occurs, and changed
//! by hand where two runs should differ. `first` has some cases more, and one that `second` contradicts.

use std::path::Path;

use measure::Run;
use report::{
    page::{self, PageError},
    results_file::{self, ResultsFile},
};

/// The names of the runs.
pub(crate) const RUNS: [&str; 2] = ["first", "second"];

/// The page of all that is recorded.
pub(crate) fn page() -> Result<String, PageError> {
    page::draw(&["first", "second", "sweep-look"].map(|name| (format!("{name}.json"), record(name))))
}

/// A run.
pub(crate) fn run(name: &str) -> Run {
    match record(name) {
        ResultsFile::Run(run) => *run,
        _ => panic!("{name} is no run"),
    }
}

fn record(name: &str) -> ResultsFile {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded/page");
    results_file::results_file(&folder.join(format!("{name}.json"))).expect("it is recorded")
}
