//! Checks that the harness adds nothing: a case or a floor takes as long as the same lines in a bare program.

use stage::Work;

use super::{probe::Probe, ratio::ratio_check};
use crate::{catalog::Bare, medians, order::Play, sample::Sample, self_check::SelfCheck};

/// The harness and the bare program take turns, so that drift affects both alike.
const TURNS: u64 = 10;
const SAMPLES_A_TURN: u32 = 50;
/// The times of a spinning loop scatter widely, and a sample takes little time.
const SPINNING_A_TURN: u32 = 200;
/// The ratio may be off by ten percent in either direction.
const LIMIT: f64 = 1.1;

pub(super) fn check(probe: &Probe<'_>, play: &Play, bare: &Bare) -> SelfCheck {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let samples = if bare.id.contains(Work::Spinning.as_str()) { SPINNING_A_TURN } else { SAMPLES_A_TURN };
    for turn in 0..TURNS {
        let pick = |sample: &Sample| Some((sample.asked_after_ns, sample.halt_ns?));
        // Work that has slept or spun for longer reacts more slowly, so both ask at the same instants.
        let (asks, halts): (Vec<u64>, Vec<u64>) =
            probe.samples(play.clone(), samples, turn, pick).into_iter().unzip();
        ours.extend(halts);
        theirs.extend(probe.bare(bare, asks));
    }
    let medians = (medians::lower(&mut ours), medians::lower(&mut theirs));
    ratio_check(format!("{} reads as in a bare program", bare.id), vec![bare.id.to_owned()], LIMIT, medians)
}
