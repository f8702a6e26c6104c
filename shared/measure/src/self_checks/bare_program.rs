//! The harness adds nothing: a case, or a floor, reads what the same lines read in a bare program.

use stage::Work;

use super::{probe::Probe, ratio::ratio_check};
use crate::{catalog::Bare, medians, order::Play, sample::Sample, self_check::SelfCheck};

/// Harness and bare program take turns, so that drift hits both alike.
const TURNS: u64 = 10;
const SAMPLES_A_TURN: u32 = 50;
/// The times of a spinning loop are spread wide, and each is soon taken.
const SPINNING_A_TURN: u32 = 200;
/// Ten percent either way.
const LIMIT: f64 = 1.1;

pub(super) fn check(probe: &Probe<'_>, play: &Play, bare: &Bare) -> SelfCheck {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let samples = if bare.id.contains(Work::Spinning.as_str()) { SPINNING_A_TURN } else { SAMPLES_A_TURN };
    for turn in 0..TURNS {
        let pick = |sample: &Sample| Some((sample.asked_after_ns, sample.halt_ns?));
        // What has slept or spun for longer is slower to answer, so both ask at the same instants.
        let (asks, halts): (Vec<u64>, Vec<u64>) =
            probe.samples(play.clone(), samples, turn, pick).into_iter().unzip();
        ours.extend(halts);
        theirs.extend(probe.bare(bare, asks));
    }
    let medians = (medians::lower(&mut ours), medians::lower(&mut theirs));
    ratio_check(format!("{} reads as in a bare program", bare.id), vec![bare.id.to_owned()], LIMIT, medians)
}
