//! What is compared: a case of a run, or a program that was watched.

use measure::{CaseResult, Figures, ShareOfBeat};
use stage::{Bound, Loss};
use watch::ProgramResult;

use crate::{programs::words::left_by_all, verdict::name};

/// One of the things that a file says something of.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) verdict: &'static str,
    /// What was lost; `None` if that was not counted.
    pub(super) lost: Option<String>,
    /// What was left; `None` if that was not looked for.
    pub(super) left: Option<String>,
    /// What limits how fast it can halt.
    pub(super) bound: Bound,
    pub(super) halt: Option<Figures>,
    pub(super) share: Option<ShareOfBeat>,
}

impl From<&CaseResult> for Item {
    fn from(case: &CaseResult) -> Self {
        let invariant =
            case.invariant.map(|holds| if holds { "invariant holds" } else { "invariant broken" });
        let lost = case.loss.map(Loss::as_str).into_iter().chain(invariant).collect::<Vec<_>>();
        Self {
            id: case.id.clone(),
            verdict: name(case.verdict),
            lost: (!lost.is_empty()).then(|| lost.join(", ")),
            left: None,
            bound: case.bound,
            halt: case.halt_ns,
            share: case.share_of_beat,
        }
    }
}

impl From<&ProgramResult> for Item {
    /// A program's end is that of a process. How many requests are lost differs from run to run, so only whether some are
    /// is compared.
    fn from(program: &ProgramResult) -> Self {
        let lost = |lost| if lost == 0 { "none" } else { "some" }.to_owned();
        Self {
            id: program.id(),
            verdict: name(program.verdict),
            lost: program.lost().map(lost),
            left: (!program.runs.is_empty()).then(|| left_by_all(program)),
            bound: Bound::Reap,
            halt: program.halt_ns,
            share: None,
        }
    }
}
