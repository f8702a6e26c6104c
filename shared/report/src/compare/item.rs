//! What is compared: a case of a run, or one of the things that another file says something of; and what each run says of it,
//! in the scale in which two runs are compared.

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
    /// The id of the case that does it right, if it names one.
    pub instead: Option<String>,
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
            instead: case.instead.clone(),
            // Work that was not expected to halt says nothing of it.
            bound: case.bound.unwrap_or(Bound::Inline),
            halt: case.halt_ns,
            share: case.share_of_beat,
        }
    }
}

/// A value with what is known of its error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Estimate {
    /// The logarithm of p50, or the share of the beat.
    pub(super) value: f64,
    /// Its standard error over the rounds of its run, in the same scale; `None` if there were too few
    /// rounds for an interval.
    pub(super) error: Option<f64>,
    /// The rounds that the error comes from.
    pub(super) rounds: u32,
}

impl Estimate {
    /// The two estimates of a case that halted in both runs. A case that looks once a beat is compared
    /// by its share of the beat, which timers do not stretch; any other by the logarithm of its time,
    /// because what makes a machine slower multiplies.
    pub(super) fn of_both(was: &Item, is: &Item) -> Option<(Self, Self)> {
        match shares(was, is) {
            Some((was, is)) => Some((Self::of_share(&was), Self::of_share(&is))),
            None => Some((Self::of_figures(&was.halt?), Self::of_figures(&is.halt?))),
        }
    }

    fn of_share(share: &ShareOfBeat) -> Self {
        let error = share.p50_error.filter(|_| share.p50_low.is_some());
        Self { value: share.p50, error, rounds: share.rounds }
    }

    fn of_figures(figures: &Figures) -> Self {
        let error = figures.p50_error.filter(|_| figures.interval().is_some());
        Self { value: (figures.p50.max(1) as f64).ln(), error, rounds: figures.rounds }
    }
}

/// The shares of the beat of a case that looks once a beat.
pub(super) fn shares(was: &Item, is: &Item) -> Option<(ShareOfBeat, ShareOfBeat)> {
    was.share.zip(is.share).filter(|_| was.bound == Bound::Polled && is.bound == Bound::Polled)
}
