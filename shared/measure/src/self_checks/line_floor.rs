//! The floor `line` is true: it agrees with an independent measure of the same hand-over.

use super::{probe::Probe, ratio::ratio_check};
use crate::{catalog::Bare, medians, self_check::SelfCheck};

/// Both take turns, so that drift hits both alike.
const TURNS: u64 = 8;
const SAMPLES_A_TURN: u32 = 30;
/// A quarter either way.
const LIMIT: f64 = 1.25;

pub(super) fn check(probe: &Probe<'_>, bare: &Bare) -> SelfCheck {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for turn in 0..TURNS {
        ours.extend(probe.line(SAMPLES_A_TURN, turn));
        // It hands over to and fro for as long as it is played, whenever it is asked.
        theirs.extend(probe.bare(bare, vec![0; SAMPLES_A_TURN as usize]));
    }
    ratio_check(
        "the floor line is true".to_owned(),
        Vec::new(),
        LIMIT,
        (medians::lower(&mut ours), medians::lower(&mut theirs)),
    )
}
