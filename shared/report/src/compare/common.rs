//! What all cases of a kind have in common between two runs: the conditions of the runs, not of one case.
//!
//! A virtual machine whose host moves its cores makes every wake-up of a run slower, by a half and more.
//! This shift is reported by itself and taken out of each case's difference, or every case would seem to differ.

use measure::medians;
use serde::Serialize;
use stage::Bound;

/// With fewer cases of a kind than this, the median says little: one of them may be what differs.
const LEAST: usize = 5;

/// The median difference of the cases with one bound.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Common {
    /// Their bound.
    pub bound: String,
    /// The median of their ratios, B over A.
    pub ratio: f64,
    /// The number of cases.
    pub cases: usize,
}

/// The error of a median over that of a mean, of normal values: the root of π / 2.
const OF_A_MEDIAN: f64 = 1.253_314;
/// The standard deviation of normal values over the median of their distances from their median.
const OF_A_DISTANCE: f64 = 1.482_602;

/// The middle of the differences of a kind of cases, in logarithms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shift {
    pub(super) middle: f64,
    /// Its standard error, from how far the cases lie about it (Rousseeuw & Croux, "Alternatives to the
    /// median absolute deviation", 1993).
    pub(super) error: f64,
}

/// The shift of the cases of this bound; `None` if they are too few, or where they look once a beat:
/// their share of the beat is the same on every machine.
pub(super) fn shift(differences: &[(Bound, f64)], bound: Bound) -> Option<Shift> {
    let mut alike: Vec<f64> =
        differences.iter().filter(|(of, _)| *of == bound).map(|(_, difference)| *difference).collect();
    if alike.len() < LEAST || bound == Bound::Polled {
        return None;
    }
    let middle = medians::of(&mut alike)?;
    let mut distances: Vec<f64> = alike.iter().map(|value| (value - middle).abs()).collect();
    let distance = medians::of(&mut distances)?;
    Some(Shift { middle, error: OF_A_MEDIAN * OF_A_DISTANCE * distance / (alike.len() as f64).sqrt() })
}

impl Common {
    /// One for each bound that has enough cases.
    pub(super) fn all(differences: &[(Bound, f64)]) -> Vec<Self> {
        let of = |bound: &Bound| {
            let cases = differences.iter().filter(|(of, _)| of == bound).count();
            let ratio = (shift(differences, *bound)?.middle.exp() * 1e3).round() / 1e3;
            Some(Self { bound: bound.to_string(), ratio, cases })
        };
        Bound::ALL.iter().filter_map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_kind_is_not_moved_by_one_case() {
        let wake = |values: &[f64]| values.iter().map(|value| (Bound::Wake, *value)).collect::<Vec<_>>();
        for (values, middle) in [
            (&[0.5, 0.5, 0.5, 0.5][..], None),
            (&[0.5, 0.5, 0.5, 0.5, 9.0], Some(0.5)),
            (&[0.1, 0.2, 0.3, 0.4, 0.5, 0.6], Some(0.35)),
        ] {
            let found = shift(&wake(values), Bound::Wake);
            assert_eq!(found.map(|shift| shift.middle), middle, "{values:?}");
            assert_eq!(shift(&wake(values), Bound::Line), None);
        }
        assert_eq!(shift(&[(Bound::Polled, 0.5); 9], Bound::Polled), None);
    }
}
