//! The floors that cases of a sweep have a ratio to: a reader of the ratio needs the floor.

use measure::{Floor, Sweep};

/// The floors that a case of the sweep has a ratio to, in their order.
pub fn stood_on(sweep: &Sweep) -> impl Iterator<Item = Floor> {
    let cases = || sweep.points.iter().flat_map(|point| &point.run.cases);
    Floor::ALL.iter().copied().filter(move |floor| {
        cases().any(|case| case.over_floor.is_some() && Floor::below(case.bound) == Some(*floor))
    })
}
