//! How far whole runs of one commit differ, beyond what the rounds within each of them say.
//!
//! A run has conditions of its own: where the system put its memory, where the host put its cores. Its rounds share
//! these conditions, so their spread does not show them, and only several whole runs do.

use std::collections::BTreeMap;

use measure::{CaseResult, Run};
use serde::Serialize;
use stage::Bound;

use super::{common::shift, item::Estimate};

/// The standard deviation of the difference between two runs of one commit, beyond the errors within
/// them: of the logarithm of p50, so that 0.04 is 4 %; of the share of the beat for what is polled.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// Of a case by itself, when what it has in common with its kind is taken out.
    pub own: f64,
    /// Of what a kind has in common.
    pub common: f64,
}

impl Spread {
    const fn new(own: f64, common: f64) -> Self {
        Self { own, common }
    }
}

/// The spread of each kind of cases, by what their halt is bound by.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scatter(BTreeMap<Bound, Spread>);

/// What is taken where no repeats are given: of eight default runs of one commit on a virtual machine of
/// two cores, whose host moved them. `cargo run -p comparison --example scatter -- RUN…` computes these. The cases of `timer`
/// were among those of `wake` then, those of `turn` among those of `line`, and `deadline` was called `timer`.
fn measured(bound: Bound) -> Spread {
    match bound {
        Bound::Line | Bound::Turn => Spread::new(0.0, 0.45),
        Bound::Wake | Bound::Timer => Spread::new(0.0, 0.26),
        Bound::Reap => Spread::new(0.0, 0.23),
        Bound::Inline => Spread::new(0.11, 0.33),
        Bound::Deadline => Spread::new(0.02, 0.02),
        // In beats.
        Bound::Polled => Spread::new(0.0, 0.0),
    }
}

impl Scatter {
    /// That of a machine of ours, for whoever has no repeats.
    #[must_use]
    pub fn measured() -> Self {
        Self::of_each(measured)
    }

    fn of_each(of: impl Fn(Bound) -> Spread) -> Self {
        Self(Bound::ALL.iter().map(|bound| (*bound, of(*bound))).collect())
    }

    /// The spread of the cases of this bound.
    #[must_use]
    pub fn of(&self, bound: Bound) -> Spread {
        self.0[&bound]
    }

    /// The scatter of these runs, which must be of one commit, one machine and one call. For a bound of
    /// which they have too few cases in two runs with intervals, it is [`measured`](Self::measured).
    ///
    /// For each bound, over all pairs of runs: `common` from the middle of its cases' differences, `own`
    /// from what is left of each, less the squared errors of both; zero where the errors explain it all.
    pub fn of_repeats(runs: &[Run]) -> Self {
        Self::of_each(|bound| of_bound(runs, bound).unwrap_or_else(|| measured(bound)))
    }
}

/// The difference of one case between two runs, and the sum of its squared errors.
type Seen = (f64, f64);

fn of_bound(runs: &[Run], bound: Bound) -> Option<Spread> {
    let (mut own, mut common) = (Vec::new(), Vec::new());
    for (number, one) in runs.iter().enumerate() {
        for other in &runs[number + 1..] {
            let cases = one.cases.iter().filter(|case| case.bound == Some(bound));
            let seen: Vec<Seen> = cases.filter_map(|case| of_pair(case, other)).collect();
            let differences: Vec<(Bound, f64)> = seen.iter().map(|(value, _)| (bound, *value)).collect();
            let middle = shift(&differences, bound).map_or(0.0, |shift| shift.middle);
            own.extend(seen.iter().map(|(value, errors)| (value - middle).powi(2) - errors));
            common.push(middle.powi(2));
        }
    }
    let root_of_mean = |squares: &[f64]| (squares.iter().sum::<f64>() / squares.len() as f64).max(0.0).sqrt();
    (!own.is_empty()).then(|| Spread { own: root_of_mean(&own), common: root_of_mean(&common) })
}

fn of_pair(case: &CaseResult, other: &Run) -> Option<Seen> {
    let other = other.cases.iter().find(|other| other.id == case.id)?;
    let (one, other) = Estimate::of_both(&case.into(), &other.into())?;
    Some((other.value - one.value, one.error?.powi(2) + other.error?.powi(2)))
}
