//! The four cases that surprise most: what somebody does, and what comes of it.

use std::fmt::Write;

use measure::{CaseResult, Run, units::duration};
use stage::Verdict;

use crate::{figure, horizon, links::Links, loss::lost};

/// A case that surprises.
#[derive(Debug, Clone, Copy)]
pub struct Surprise {
    /// The case that shows it.
    pub case: &'static str,
    /// What somebody does.
    pub does: &'static str,
    /// What comes of it. `{acknowledged}`, `{halt}`, `{watched}` and `{lost}` stand for the case's figures.
    comes: &'static str,
    /// The verdict of which that is true.
    verdict: Verdict,
}

/// The surprises, in the order in which they are told.
pub const SURPRISES: [Surprise; 4] = [
    Surprise {
        case: "tokio/abort/blocking-wrapped",
        does: "`abort()` a task that awaits `spawn_blocking`",
        comes: "After {acknowledged} the task says `Cancelled`. Its closure is still running {watched} later.",
        verdict: Verdict::StillStanding,
    },
    Surprise {
        case: "tokio/drop/awaiting-join-handle",
        does: "drop a task's `JoinHandle`",
        comes: "The task is detached, and still running {watched} later. Dropping smol's `Task` would have ended it.",
        verdict: Verdict::StillStanding,
    },
    Surprise {
        case: "tokio/drop/awaiting-read-exact",
        does: "let `select!` drop a future that is half way through `read_exact`",
        comes: "It has stopped after {halt}, and {lost} records are lost.",
        verdict: Verdict::Stopped,
    },
    Surprise {
        case: "tokio/drop/stuck-stdin-runtime",
        does: "return from `main` while a task awaits a line of standard input",
        comes: "The program does not end. {watched} later it still waits for the thread that is in `read`.",
        verdict: Verdict::Hung,
    },
];

impl Surprise {
    /// The case of the run, if its verdict is the one that the sentence tells of.
    #[must_use]
    pub fn of<'a>(&self, run: &'a Run) -> Option<&'a CaseResult> {
        run.cases.iter().find(|case| case.id == self.case && case.verdict == Some(self.verdict))
    }

    /// What comes of it, with the figures of the case.
    #[must_use]
    pub fn told(&self, run: &Run, case: &CaseResult) -> String {
        let watched = horizon::watched_ns(run, case).map(duration).unwrap_or_default();
        self.comes
            .replace("{acknowledged}", &figure::p50(run, case.acknowledge_ns))
            .replace("{halt}", &figure::halt(run, case))
            .replace("{watched}", &watched)
            .replace("{lost}", &lost(case))
    }
}

/// The surprises of a run as a table of Markdown, each with its command and its links.
#[must_use]
pub fn markdown(run: &Run, links: &Links) -> String {
    let mut text = String::from("| You … | What happens | Play it |\n| --- | --- | --- |\n");
    for surprise in SURPRISES {
        let Some(case) = surprise.of(run) else { continue };
        let _ = writeln!(
            text,
            "| {} | {} | `cargo run --release -- story {}`<br>{}, {} |",
            surprise.does,
            surprise.told(run, case),
            case.id,
            links.page("its figures", case),
            links.source("its source", case),
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_surprise_has_the_figures_of_its_case_and_is_told_of_its_verdict_only() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded/page/first.json");
        let mut run = crate::results_file::run(&file).expect("a run");
        let [wrapped, ..] = SURPRISES;
        let case = wrapped.of(&run).expect("it is recorded").clone();
        let told = wrapped.told(&run, &case);
        assert!(told.starts_with(&format!("After {} the", figure::p50(&run, case.acknowledge_ns))), "{told}");
        assert!(!told.contains(['{', '}']), "{told}");
        let table = markdown(&run, &Links::from_below(0, "results"));
        assert!(table.contains("](results/index.html#tokio/abort/blocking-wrapped)"), "{table}");
        for case in &mut run.cases {
            case.verdict = Some(Verdict::Stopped);
        }
        assert!(wrapped.of(&run).is_none());
    }
}
