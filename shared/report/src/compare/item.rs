//! What is compared: a case of a run, or one of the things that another file says something of.

use measure::{CaseResult, Figures, ShareOfBeat};
use stage::{Bound, Loss};

use crate::verdict::name;

/// One of the things that a file says something of.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What tells it from the others of its file.
    pub id: String,
    /// Its verdict.
    pub verdict: &'static str,
    /// What else came of it, by its name; nothing of what was not counted or looked for.
    pub outcomes: Vec<(&'static str, String)>,
    /// What limits how fast it can halt.
    pub bound: Bound,
    /// From the request to the halt.
    pub halt: Option<Figures>,
    /// The same as a share of the beat, for what looks once a beat.
    pub share: Option<ShareOfBeat>,
}

impl From<&CaseResult> for Item {
    fn from(case: &CaseResult) -> Self {
        let invariant =
            case.invariant.map(|holds| if holds { "invariant holds" } else { "invariant broken" });
        let lost: Vec<&str> = case.loss.map(Loss::as_str).into_iter().chain(invariant).collect();
        let lost = (!lost.is_empty()).then(|| ("lost", lost.join(", ")));
        Self {
            id: case.id.clone(),
            verdict: name(case.verdict),
            outcomes: lost.into_iter().collect(),
            // Work that was not expected to halt says nothing of it.
            bound: case.bound.unwrap_or(Bound::Inline),
            halt: case.halt_ns,
            share: case.share_of_beat,
        }
    }
}
