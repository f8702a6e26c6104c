//! Checks against bare programs: a case or a floor takes as long as the same lines without the harness.

use stage::Work;

use crate::{
    parent::order::Play,
    play::sample::Sample,
    rounds::catalog::Bare,
    self_checks::{check::SelfCheck, probe::Probe},
    statistics::medians,
    units::duration,
};

/// The harness and the bare program take turns, so that drift affects both alike. A turn gives one ratio.
const TURNS: u64 = 8;
const SAMPLES_A_TURN: u32 = 20;
/// The times of a spinning loop scatter widely, and a sample takes little time.
const SPINNING_A_TURN: u32 = 100;
/// The ratio may be off by ten percent in either direction.
const LIMIT: f64 = 1.1;
/// The same for the floor `line`: by a quarter.
const LINE_LIMIT: f64 = 1.25;
const LINES_A_TURN: u32 = 30;

/// Checks that the harness adds nothing to a case or a floor.
pub(super) fn program(probe: &Probe<'_>, play: &Play, bare: &Bare) -> SelfCheck {
    let samples = if bare.id.contains(Work::Spinning.as_str()) { SPINNING_A_TURN } else { SAMPLES_A_TURN };
    let turns = (0..TURNS).map(|turn| {
        let pick = |sample: &Sample| Some((sample.asked_after_ns, sample.halt_ns?));
        // Work that has slept or spun for longer reacts more slowly, so both ask at the same instants.
        let (asks, ours): (Vec<u64>, Vec<u64>) =
            probe.samples(play.clone(), samples, turn, pick).into_iter().unzip();
        Turn::of(ours, probe.bare(bare, asks))
    });
    judged(
        format!("{} reads as in a bare program", bare.id),
        vec![bare.id.to_owned()],
        LIMIT,
        &turns.collect::<Vec<_>>(),
    )
}

/// Checks that the floor `line` agrees with an independent measurement of the same hand-over.
pub(super) fn line_floor(probe: &Probe<'_>, bare: &Bare) -> SelfCheck {
    // The instants at which the bare program is to ask don't matter: it hands over all the time.
    let asks = || vec![0; LINES_A_TURN as usize];
    let turns = (0..TURNS).map(|turn| Turn::of(probe.line(LINES_A_TURN, turn), probe.bare(bare, asks())));
    let turns: Vec<Turn> = turns.collect();
    judged("the floor line is true".to_owned(), Vec::new(), LINE_LIMIT, &turns)
}

/// The medians of one turn, in ns; 0 for what was not measured.
#[derive(Debug, Clone, Copy)]
struct Turn {
    ours: u64,
    theirs: u64,
}

impl Turn {
    fn of(mut ours: Vec<u64>, mut theirs: Vec<u64>) -> Self {
        Self { ours: medians::lower(&mut ours), theirs: medians::lower(&mut theirs) }
    }
}

/// Passes if the 95 % interval of the turns' ratios reaches between `1.0 / limit` and `limit`. A turn that was not
/// measured fails it.
fn judged(name: String, about: Vec<String>, limit: f64, turns: &[Turn]) -> SelfCheck {
    let mut ratios: Vec<f64> =
        turns.iter().map(|turn| turn.ours as f64 / turn.theirs.max(1) as f64).collect();
    let middle = medians::of(&mut ratios).unwrap_or_default();
    let (low, high) = medians::interval_of_sorted(&ratios).unwrap_or((middle, middle));
    let all_measured = turns.iter().all(|turn| turn.ours > 0 && turn.theirs > 0);
    let of_turns = |pick: fn(&Turn) -> u64| medians::lower(&mut turns.iter().map(pick).collect::<Vec<_>>());
    let (ours, theirs) = (of_turns(|turn| turn.ours), of_turns(|turn| turn.theirs));
    SelfCheck {
        name,
        asked: format!("an interval of the ratio that reaches {:.2} to {limit:.2}", 1.0 / limit),
        got: format!(
            "{middle:.2} ({low:.2}–{high:.2}), {} by the harness, {} bare",
            duration(ours),
            duration(theirs)
        ),
        passed: !ratios.is_empty() && all_measured && low <= limit && high >= 1.0 / limit,
        about,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(theirs: &[u64]) -> SelfCheck {
        let turns: Vec<Turn> = theirs.iter().map(|theirs| Turn { ours: 100, theirs: *theirs }).collect();
        judged("x".into(), vec!["a".into()], 1.1, &turns)
    }

    #[test]
    fn an_interval_that_reaches_the_limits_will_do() {
        let around = |middle: u64| (0..12).map(|turn| middle - 6 + turn).collect::<Vec<_>>();
        for (theirs, passes) in [
            (around(100), true),
            // A tenth off, with an interval that reaches the limit; and a fifth off.
            (around(112), true),
            (around(125), false),
            (around(80), false),
            (vec![0; 12], false),
            (vec![100, 100, 0], false),
            (vec![], false),
        ] {
            assert_eq!(checked(&theirs).passed, passes, "{:?}", checked(&theirs));
        }
    }

    #[test]
    fn a_failed_check_casts_doubt_on_what_it_is_about() {
        let (fails, passes) = (checked(&[200; 12]), checked(&[100; 12]));
        assert!(fails.casts_doubt_on("a"));
        assert!(!fails.casts_doubt_on("b") && !passes.casts_doubt_on("a"));
    }
}
