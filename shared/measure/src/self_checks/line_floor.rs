//! Checks that the floor `line` agrees with an independent measurement of the same hand-over.

use super::{probe::Probe, ratio::ratio_check};
use crate::{catalog::Bare, medians, self_check::SelfCheck};

/// The harness and the bare program take turns, so that drift affects both alike.
const TURNS: u64 = 8;
const SAMPLES_A_TURN: u32 = 30;
/// The ratio may be off by a quarter in either direction.
pub(super) const LIMIT: f64 = 1.25;

pub(super) fn check(probe: &Probe<'_>, bare: &Bare) -> SelfCheck {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for turn in 0..TURNS {
        ours.extend(probe.line(SAMPLES_A_TURN, turn));
        // The instants at which this program is to ask don't matter: it hands over all the time.
        theirs.extend(probe.bare(bare, vec![0; SAMPLES_A_TURN as usize]));
    }
    ratio_check(
        "the floor line is true".to_owned(),
        Vec::new(),
        LIMIT,
        (medians::lower(&mut ours), medians::lower(&mut theirs)),
    )
}
