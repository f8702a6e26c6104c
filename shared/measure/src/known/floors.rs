//! The floors are true: each agrees with an independent measure of the same hand-over.

use fastrand::Rng;

use super::{Answer, Player, ratio_answer};
use crate::{Bare, Floor, summary::median};

/// Both take turns, so that drift hits both alike.
const TURNS: u64 = 8;
const SAMPLES_A_TURN: u32 = 30;
/// A quarter either way.
const LIMIT: f64 = 1.25;

/// The floor with this name.
pub(super) fn named(name: &str) -> Option<Floor> {
    Floor::ALL.iter().copied().find(|floor| floor.as_str() == name)
}

pub(super) fn answer(player: &Player<'_>, floor: Floor, bare: &Bare) -> Answer {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for turn in 0..TURNS {
        ours.extend(player.floor(floor, SAMPLES_A_TURN, turn));
        theirs.extend(player.bare(bare, asks(player.settings.beat_ns, turn)));
    }
    let medians = (median(&mut ours), median(&mut theirs));
    ratio_answer(format!("the floor {} is true", floor.as_str()), Vec::new(), LIMIT, medians)
}

/// Instants in the second beat, which is when the floors ask.
fn asks(beat_ns: u64, seed: u64) -> Vec<u64> {
    let mut random = Rng::with_seed(seed);
    (0..SAMPLES_A_TURN).map(|_| beat_ns + random.u64(..beat_ns)).collect()
}
