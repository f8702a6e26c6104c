//! The decision guide: what a reader has, what to use, and the case of the run that measured it.

use measure::{CaseResult, Run};

use super::find;

/// A line of the guide. The case is its evidence: without it in the run, the line is left out.
#[derive(Debug, Clone, Copy)]
pub struct Advice {
    /// What the reader has.
    pub have: &'static str,
    /// What stops it.
    pub with: &'static str,
    /// The case that measures it.
    pub case: &'static str,
}

/// An [`Advice`] in one line.
pub const fn advice(have: &'static str, with: &'static str, case: &'static str) -> Advice {
    Advice { have, with, case }
}

/// The lines whose cases are in the run and behaved as expected, with these.
pub fn lines<'a>(guide: &[Advice], run: &'a Run) -> impl Iterator<Item = (Advice, &'a CaseResult)> {
    let case = |id: &str| find(run, id).filter(|case| case.is_as_expected());
    guide.iter().filter_map(move |advice| Some((*advice, case(advice.case)?)))
}
