//! How far whole runs of one commit differ, beyond what the rounds within each of them say.
//!
//! A run has its own luck: where the system put its memory, how warm the host was. Its rounds share that
//! luck, so their spread does not show it, and only several whole runs do.

use measure::{CaseResult, Run};
use serde::Serialize;
use stage::Bound;

use super::estimate::Estimate;

/// The standard deviation of the difference between two runs of one commit, beyond the errors within
/// them: of the logarithm of p50, so that 0.04 is 4 %; of the share of the beat for what is polled.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Scatter {
    /// Of cases that wait for a cache line.
    pub line: f64,
    /// Of cases that wait for a wake-up.
    pub wake: f64,
    /// Of cases that wait for the end of a process.
    pub reap: f64,
    /// Of cases whose caller ends the work itself.
    pub inline: f64,
    /// Of cases whose caller waits for a timer.
    pub timer: f64,
    /// Of cases that look once a beat, in beats.
    pub polled: f64,
}

/// What is taken where no repeats are given. `cargo run -p report --example scatter -- RUN…` computes
/// these from runs of one commit on one machine.
pub const MEASURED: Scatter =
    Scatter { line: 0.08, wake: 0.04, reap: 0.04, inline: 0.08, timer: 0.04, polled: 0.0 };

impl Scatter {
    /// The scatter of the cases of this bound.
    #[must_use]
    pub fn of(&self, bound: Bound) -> f64 {
        match bound {
            Bound::Line => self.line,
            Bound::Wake => self.wake,
            Bound::Reap => self.reap,
            Bound::Inline => self.inline,
            Bound::Timer => self.timer,
            Bound::Polled => self.polled,
        }
    }

    /// The scatter of these runs, which must be of one commit, one machine and one call. For a bound of
    /// which they have no case in two runs with intervals, it is that of [`MEASURED`].
    ///
    /// For each bound: the mean over all its cases and all pairs of runs of the squared difference, less
    /// the squared errors of both; zero where the errors explain it all.
    #[must_use]
    pub fn of_repeats(runs: &[Run]) -> Self {
        let of = |bound| of_bound(runs, bound).unwrap_or_else(|| MEASURED.of(bound));
        Self {
            line: of(Bound::Line),
            wake: of(Bound::Wake),
            reap: of(Bound::Reap),
            inline: of(Bound::Inline),
            timer: of(Bound::Timer),
            polled: of(Bound::Polled),
        }
    }
}

fn of_bound(runs: &[Run], bound: Bound) -> Option<f64> {
    let mut excess = Vec::new();
    for (number, one) in runs.iter().enumerate() {
        for case in one.cases.iter().filter(|case| case.bound == bound) {
            excess.extend(runs[number + 1..].iter().filter_map(|other| of_pair(case, other)));
        }
    }
    let mean = excess.iter().sum::<f64>() / excess.len() as f64;
    (!excess.is_empty()).then(|| mean.max(0.0).sqrt())
}

/// The squared difference of a case and the same in another run, less the squared errors.
fn of_pair(case: &CaseResult, other: &Run) -> Option<f64> {
    let other = other.cases.iter().find(|other| other.id == case.id)?;
    let (one, other) = Estimate::of_both(case, other)?;
    Some((one.value - other.value).powi(2) - one.error?.powi(2) - other.error?.powi(2))
}
