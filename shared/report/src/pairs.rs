//! Originals in another language beside their answers in Rust.

use std::fmt::Write;

use measure::{CaseResult, Run, units::duration};
use stage::Verdict;

use crate::{
    desk::find,
    figure,
    verdict::{self, lost},
};

/// An original, and the case that answers it in Rust if the run has it.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    /// The original.
    pub original: &'a CaseResult,
    /// Its answer.
    pub answer: Option<&'a CaseResult>,
}

impl Pair<'_> {
    /// Why the times of the two can't be compared: they wait for different things. `None` if they wait for the same,
    /// or if one of them has no time.
    pub fn unlike(&self) -> Option<String> {
        let (original, answer) = (self.original, self.answer?);
        let halted = original.halt_ns.is_some() && answer.halt_ns.is_some();
        let (bound, other) = original.bound.zip(answer.bound).filter(|_| halted)?;
        (bound != other).then(|| format!("unlike: {bound} beside {other}"))
    }
}

/// Every original of a run, in the order of its table.
pub fn pairs(run: &Run) -> Vec<Pair<'_>> {
    let answered = run.cases.iter().filter_map(|original| Some((original, original.answer.as_deref()?)));
    answered.map(|(original, answer)| Pair { original, answer: find(run, answer) }).collect()
}

/// How early the acknowledgement came. For work that goes on, by more than it was watched.
pub fn acknowledged_early_by(run: &Run, case: &CaseResult) -> String {
    let watched = verdict::watched_ns(run, case).map(duration).unwrap_or_default();
    match case.verdict {
        Some(Verdict::StillStanding) => format!("> {watched}"),
        Some(Verdict::Hung) => format!("not acknowledged in {watched}"),
        _ => figure::p50_between(run, case.acknowledged_early_by_ns),
    }
}

/// The pairs of a run as a table of Markdown; empty if it has none.
pub fn markdown(run: &Run) -> String {
    let pairs = pairs(run);
    if pairs.is_empty() {
        return String::new();
    }
    let mut text = String::from(
        "| original | verdict | p50 | acknowledged early by | clean-up | lost | Rust's answer | verdict | p50 | acknowledged early by | clean-up | lost | times |\n\
         | --- | --- | ---: | ---: | --- | --- | --- | --- | ---: | ---: | --- | --- | --- |\n",
    );
    for pair in pairs {
        let unplayed = || format!(" `{}` | not in this run | | | | |", answer_of(pair.original));
        let answer = pair.answer.map_or_else(unplayed, |case| half(run, case));
        let unlike = pair.unlike().unwrap_or_default();
        let _ = writeln!(text, "|{}{answer} {unlike} |", half(run, pair.original));
    }
    text
}

/// The id of an original's answer.
pub fn answer_of(original: &CaseResult) -> &str {
    original.answer.as_deref().unwrap_or_default()
}

fn half(run: &Run, case: &CaseResult) -> String {
    format!(
        " `{}` | {} | {} | {} | {} | {} |",
        case.id,
        verdict::with_its_sign(run, case),
        figure::halt(run, case),
        acknowledged_early_by(run, case),
        figure::clean_up(case),
        lost(case),
    )
}
