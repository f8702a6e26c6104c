//! The cases that surprise most: what somebody does, and what comes of it.

use std::fmt::Write;

use measure::{CaseResult, Run, units::duration};
use stage::Verdict;

use super::{find, table};
use crate::{
    facts::story_with,
    figure,
    links::Links,
    precision::Precision,
    timeline::told,
    verdict::{self, lost},
};

/// A case that surprises.
#[derive(Debug, Clone, Copy)]
pub struct Surprise {
    /// The case that shows it.
    pub case: &'static str,
    /// What somebody does.
    pub does: &'static str,
    /// What comes of it. `{acknowledged}`, `{halt}`, `{watched}` and `{lost}` stand for what was seen.
    pub comes: &'static str,
    /// The verdict of which that is true.
    pub verdict: Verdict,
}

impl Surprise {
    /// The case of the run, if its verdict is the one that the sentence tells of.
    pub fn of<'a>(&self, run: &'a Run) -> Option<&'a CaseResult> {
        find(run, self.case).filter(|case| case.verdict == Some(self.verdict))
    }

    /// What comes of it, with the times of the playing that the story shows or, without one, the figures of the case.
    pub fn in_words(&self, run: &Run, case: &CaseResult) -> String {
        let shown = told(run, case).filter(|_| !case.watched_side_by_side);
        let time = |ns: Option<i64>| Some(Precision::of(run).time(u64::try_from(ns?).ok()?));
        let acknowledged = shown.as_ref().and_then(|shown| time(shown.acknowledge_ns));
        let halt = shown.as_ref().and_then(|shown| time(shown.halt_ns));
        let watched = verdict::watched_ns(run, case).map(duration).unwrap_or_default();
        self.comes
            .replace("{acknowledged}", &acknowledged.unwrap_or_else(|| figure::p50(run, case.acknowledge_ns)))
            .replace("{halt}", &halt.unwrap_or_else(|| figure::halt(run, case)))
            .replace("{watched}", &watched)
            .replace("{lost}", &lost(case))
    }
}

/// The surprises of a run as a table of Markdown, each with its command and its links; empty if it has none.
pub fn markdown(surprises: &[Surprise], run: &Run, links: &Links) -> String {
    let mut text = String::new();
    for surprise in surprises {
        let Some(case) = surprise.of(run) else { continue };
        let _ = writeln!(
            text,
            "| {} | {} | `{} {}`<br>{}, {} |",
            surprise.does,
            surprise.in_words(run, case),
            story_with(run, case.feature.as_deref()),
            case.id,
            links.case("its figures", case),
            links.source("its source", case),
        );
    }
    table("| You … | What happens | Play it |\n| --- | --- | --- |\n", &text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results_file::recorded_run;

    #[test]
    fn a_surprise_has_the_figures_of_its_case_and_is_told_of_its_verdict_only() {
        let mut run = recorded_run("page/first.json");
        let wrapped = Surprise {
            case: "tokio/abort/blocking-wrapped",
            does: "`abort()` it",
            comes: "After {acknowledged} the task says so. {watched} later it goes on: {halt}{lost}.",
            verdict: Verdict::StillStanding,
        };
        let case = wrapped.of(&run).expect("it is recorded").clone();
        let told = wrapped.in_words(&run, &case);
        let shown = case.timeline.as_ref().and_then(|shown| shown.acknowledge_ns).expect("a playing");
        let shown = Precision::of(&run).time(shown.unsigned_abs());
        assert!(told.starts_with(&format!("After {shown} the")), "{told}");
        assert!(!told.contains(['{', '}']), "{told}");
        let table = markdown(&[wrapped], &run, &Links::from_below(0, "results"));
        assert!(table.contains("](results/cases.md#tokioabortblocking-wrapped)"), "{table}");
        for case in &mut run.cases {
            case.verdict = Some(Verdict::Stopped);
        }
        assert!(wrapped.of(&run).is_none());
        assert_eq!(markdown(&[wrapped], &run, &Links::from_below(0, "results")), "");
    }
}
