//! How fine the figures are: what the harness itself costs, and the difference below which two figures say nothing.

use std::{collections::BTreeMap, hint::black_box, time::Duration};

use serde::{Deserialize, Serialize};
use stage::{Stage, clock};

use crate::statistics::medians;

const CALLS: u64 = 20_000;
/// The cost is the median of so many loops, so that a loop that was interrupted does not count.
const LOOPS: usize = 15;

/// What the harness itself costs the work.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Costs {
    /// Reading the clock once, in ns. Each time has two stamps, and times that differ by less than this can't
    /// be told apart.
    pub stamp_ns: f64,
    /// Counting a beat, in ns: the work's loop is so much slower because it is watched.
    pub beat_ns: f64,
}

impl Costs {
    /// Measures them, which takes some tens of ms.
    #[must_use]
    pub fn measured() -> Self {
        let pulse = Stage::new(Duration::from_millis(1)).pulse();
        let stamp_ns = cost(|| {
            black_box(clock::now_ns());
        });
        Self { stamp_ns, beat_ns: cost(|| black_box(&pulse).beat()) }
    }
}

/// The cost of a call, in ns, to one decimal.
fn cost(mut call: impl FnMut()) -> f64 {
    let mut tenths = [0; LOOPS].map(|_: u64| {
        let start = clock::now_ns();
        for _ in 0..CALLS {
            call();
        }
        (clock::now_ns() - start) * 10 / CALLS
    });
    medians::lower(&mut tenths) as f64 / 10.0
}

/// How far the times of the same spin loop on a plain thread differ beside runtimes that do not touch it: the
/// difference below which two figures of one run can't be told apart.
///
/// It is measured on this loop because its time is the shortest that the harness measures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resolution {
    /// The greatest p50 of the controls minus the least, in ns.
    pub ns: u64,
    /// The same as a share of the least p50.
    pub share: f64,
    /// p50 of each control in ns, by the runtime beside which it was played.
    pub controls_ns: BTreeMap<String, u64>,
}

impl Resolution {
    /// The resolution from p50 of each control, by runtime; `None` for fewer than two controls.
    pub(crate) fn of(controls_ns: BTreeMap<String, u64>) -> Option<Self> {
        if controls_ns.len() < 2 {
            return None;
        }
        let (least, greatest) = (*controls_ns.values().min()?, *controls_ns.values().max()?);
        let ns = greatest - least;
        let share = (ns as f64 / least.max(1) as f64 * 1e3).round() / 1e3;
        Some(Self { ns, share, controls_ns })
    }

    /// Whether these two times, in ns, differ by more than the resolution.
    #[must_use]
    pub fn tells_apart(&self, a: u64, b: u64) -> bool {
        a.abs_diff(b) > self.ns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_resolution_is_how_far_the_controls_differ() {
        let controls = |ns: &[u64]| (0..).map(|n: u8| n.to_string()).zip(ns.iter().copied()).collect();
        let resolution = Resolution::of(controls(&[300, 295, 346])).expect("three controls");
        assert_eq!((resolution.ns, resolution.share), (51, 0.173));
        assert!(resolution.tells_apart(300, 352) && !resolution.tells_apart(351, 300));
        assert_eq!(Resolution::of(controls(&[300])), None);
        assert_eq!(Resolution::of(controls(&[])), None);
    }
}
