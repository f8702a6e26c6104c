//! The floor `line` is true: it agrees with an independent measure of the same hand-over.

use super::{Answer, Player, ratio_answer};
use crate::{Bare, summary::median};

/// Both take turns, so that drift hits both alike.
const TURNS: u64 = 8;
const SAMPLES_A_TURN: u32 = 30;
/// A quarter either way.
const LIMIT: f64 = 1.25;

pub(super) fn answer(player: &Player<'_>, bare: &Bare) -> Answer {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for turn in 0..TURNS {
        ours.extend(player.line(SAMPLES_A_TURN, turn));
        // It hands over to and fro for as long as it is played, whenever it is asked.
        theirs.extend(player.bare(bare, vec![0; SAMPLES_A_TURN as usize]));
    }
    ratio_answer(
        "the floor line is true".to_owned(),
        Vec::new(),
        LIMIT,
        (median(&mut ours), median(&mut theirs)),
    )
}
