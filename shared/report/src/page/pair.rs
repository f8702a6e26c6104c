//! What two runs show of one another, for the page: all of it from [`Comparison`].

use std::collections::HashMap;

use measure::Run;
use serde::Serialize;

use crate::compare::{Comparison, Shows};

/// B over A, the ends of its interval where there is one, and the place of what that shows.
type Time = (f64, Option<f64>, Option<f64>, usize);

#[derive(Serialize)]
pub(super) struct Pair {
    /// What makes their figures differ for another reason than the cases.
    differences: Vec<String>,
    only_in_one: Vec<String>,
    /// The cases whose verdict changed.
    verdicts: Vec<String>,
    /// For each case of the first run, where it halted in both.
    times: Vec<Option<Time>>,
}

impl Pair {
    pub(super) fn new(a: &Run, b: &Run) -> Self {
        let Comparison { differences, verdicts, times, only_in_one, .. } = Comparison::new(a, b);
        let times: HashMap<String, _> = times
            .into_iter()
            .map(|time| (time.id, (time.ratio, time.ratio_low, time.ratio_high, place(time.shows))))
            .collect();
        Self {
            differences,
            only_in_one,
            verdicts: verdicts.into_iter().map(|change| change.id).collect(),
            times: a.cases.iter().map(|case| times.get(&case.id).copied()).collect(),
        }
    }
}

/// Its place among the page's words.
fn place(shows: Shows) -> usize {
    match shows {
        Shows::Faster => 0,
        Shows::Slower => 1,
        Shows::NoDifference => 2,
        Shows::BelowResolution => 3,
        Shows::NotEnoughRounds => 4,
    }
}
