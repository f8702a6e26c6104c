//! The decision guide: what a reader has, what to use, and the case of the run that measured it.

use measure::{CaseResult, Run};

use super::find;
use crate::{figure, grid};

/// A line of the guide. The case is its evidence: without it in the run, the line is left out.
#[derive(Debug, Clone, Copy)]
pub struct Advice {
    /// What the reader has.
    pub have: &'static str,
    /// What stops it.
    pub with: &'static str,
    /// The case that shows it.
    pub case: &'static str,
    /// Whether the case's time is what the advice takes.
    pub is_timed: bool,
}

impl Advice {
    /// The same, where the case's time is that of something else: a timer, a drop, a record that is finished.
    pub const fn untimed(self) -> Self {
        Self { is_timed: false, ..self }
    }
}

/// An [`Advice`] in one line.
pub const fn advice(have: &'static str, with: &'static str, case: &'static str) -> Advice {
    Advice { have, with, case, is_timed: true }
}

/// The lines whose cases are in the run and behaved as expected, with these.
pub fn lines<'a>(guide: &[Advice], run: &'a Run) -> impl Iterator<Item = (Advice, &'a CaseResult)> {
    let case = |id: &str| find(run, id).filter(|case| case.is_as_expected());
    guide.iter().filter_map(move |advice| Some((*advice, case(advice.case)?)))
}

/// How long it takes, or what comes of it if that has no time; a dash where the case's time is not that of the advice.
pub fn takes(advice: Advice, run: &Run, case: &CaseResult) -> String {
    match figure::takes(run, case) {
        _ if !advice.is_timed => "–".to_owned(),
        none if none.is_empty() => grid::meaning(case.verdict).to_owned(),
        takes => takes,
    }
}
