//! Checks that the harness reads an injected delay correctly.

use std::time::Duration;

use stage::Case;

use super::probe::Probe;
use crate::{medians, self_check::SelfCheck};

/// The median must be within 2 µs + 1 % of the delay.
pub(super) fn check(probe: &Probe<'_>, delay: Duration, case: &Case, samples: u32) -> SelfCheck {
    let got = medians::lower(&mut probe.case(&case.id(), samples, 1, |sample| sample.halt_ns));
    let delay_ns = delay.as_nanos() as u64;
    SelfCheck {
        name: format!("a halt {delay:?} after the request"),
        asked: format!("{delay_ns} ns within 2 µs + 1 %"),
        got: format!("{got} ns, median of {samples}"),
        passed: got.abs_diff(delay_ns) <= 2_000 + delay_ns / 100,
        about: Vec::new(),
    }
}
