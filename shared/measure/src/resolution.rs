//! The resolution of a run: the difference below which two of its figures say nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How far the same spin loop on a plain thread reads apart beside runtimes that do not touch it: the
/// difference below which two figures of one run say nothing.
///
/// It is measured in ns at the time that the loop takes, which is the shortest that the harness times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resolution {
    /// From the least p50 of the controls to the greatest, in ns.
    pub ns: u64,
    /// The same as a share of the least.
    pub share: f64,
    /// p50 of each control, by the runtime beside which it was played, in ns.
    pub controls_ns: BTreeMap<String, u64>,
}

impl Resolution {
    /// The resolution that these controls show, by runtime: none from fewer than two.
    pub(crate) fn of(controls_ns: BTreeMap<String, u64>) -> Option<Self> {
        let (least, greatest) = (*controls_ns.values().min()?, *controls_ns.values().max()?);
        let ns = greatest - least;
        let share = (ns as f64 / least.max(1) as f64 * 1e3).round() / 1e3;
        (controls_ns.len() > 1).then_some(Self { ns, share, controls_ns })
    }

    /// Whether these two times, in ns, are further apart than that.
    #[must_use]
    pub fn tells_apart(&self, a: u64, b: u64) -> bool {
        a.abs_diff(b) > self.ns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_resolution_is_how_far_the_controls_read_apart() {
        let controls = |ns: &[u64]| (0..).map(|n: u8| n.to_string()).zip(ns.iter().copied()).collect();
        let resolution = Resolution::of(controls(&[300, 295, 346])).expect("three controls");
        assert_eq!((resolution.ns, resolution.share), (51, 0.173));
        assert!(resolution.tells_apart(300, 352) && !resolution.tells_apart(351, 300));
        assert_eq!(Resolution::of(controls(&[300])), None);
        assert_eq!(Resolution::of(controls(&[])), None);
    }
}
