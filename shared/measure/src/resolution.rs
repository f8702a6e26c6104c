//! The resolution of a run: the difference below which two of its figures can't be told apart.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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
