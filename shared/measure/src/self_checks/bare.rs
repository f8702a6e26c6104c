//! Checks against bare programs: a case or a floor takes as long as the same lines without the harness.

use stage::Work;

use crate::{
    parent::order::Play,
    play::sample::Sample,
    rounds::catalog::Bare,
    self_checks::{check::SelfCheck, probe::Probe},
    statistics::medians,
};

/// The harness and the bare program take turns, so that drift affects both alike.
const TURNS: u64 = 10;
const SAMPLES_A_TURN: u32 = 50;
/// The times of a spinning loop scatter widely, and a sample takes little time.
const SPINNING_A_TURN: u32 = 200;
/// The ratio may be off by ten percent in either direction.
const LIMIT: f64 = 1.1;
/// The same for the floor `line`: by a quarter.
pub(super) const LINE_LIMIT: f64 = 1.25;
const LINES_A_TURN: u32 = 30;

/// Checks that the harness adds nothing to a case or a floor.
pub(super) fn program(probe: &Probe<'_>, play: &Play, bare: &Bare) -> SelfCheck {
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

/// Checks that the floor `line` agrees with an independent measurement of the same hand-over.
pub(super) fn line_floor(probe: &Probe<'_>, bare: &Bare) -> SelfCheck {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for turn in 0..TURNS {
        ours.extend(probe.line(LINES_A_TURN, turn));
        // The instants at which this program is to ask don't matter: it hands over all the time.
        theirs.extend(probe.bare(bare, vec![0; LINES_A_TURN as usize]));
    }
    ratio_check(
        "the floor line is true".to_owned(),
        Vec::new(),
        LINE_LIMIT,
        (medians::lower(&mut ours), medians::lower(&mut theirs)),
    )
}

/// Checks that the ratio of two medians, in ns, is at most `limit` and at least `1.0 / limit`.
fn ratio_check(name: String, about: Vec<String>, limit: f64, (ours, theirs): (u64, u64)) -> SelfCheck {
    let ratio = ours as f64 / theirs.max(1) as f64;
    let passed = ours > 0 && theirs > 0 && ratio <= limit && ratio >= 1.0 / limit;
    let asked = format!("a ratio from {:.2} to {limit:.2}", 1.0 / limit);
    let got = format!("{ratio:.3} ({ours} ns by the harness, {theirs} ns bare)");
    SelfCheck { name, asked, got, passed, about }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_check_casts_doubt_on_what_it_is_about() {
        let about = |passed| ratio_check("x".into(), vec!["a".into()], 1.25, (if passed { 1 } else { 2 }, 1));
        assert!(about(false).casts_doubt_on("a"));
        assert!(!about(false).casts_doubt_on("b") && !about(true).casts_doubt_on("a"));
    }
}
