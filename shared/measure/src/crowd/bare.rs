//! Checks that the harness adds little to a crowd: it takes hardly longer, and hardly more memory, than the same
//! lines in a bare program.

use crate::{
    crowd::{
        limits::left_for_a_crowd,
        resources::{PerPart, few, of_this_process},
    },
    machine::place::Placement,
    rounds::catalog::BareCrowd,
    self_checks::{
        check::SelfCheck,
        probe::{Probe, Took},
    },
    units::duration,
};
use stage::CrowdSize;

/// The harness and the bare program take turns, so that drift affects both alike.
const TURNS: u64 = 3;
/// How many parts the crowd has, if the machine has memory for them.
const PARTS: u32 = 1_000_000;
/// What a part takes at most, in bytes.
const A_PART: u64 = 2_048;
/// The harness may take so many times longer.
const LIMIT: f64 = 1.1;
/// Counting a part may take so long, in ns.
const LONGEST_STAMP: i64 = 30;
/// A part may take so many bytes more.
const MOST_BYTES: i64 = 64;

/// Three checks: of the ratio of the times, of what counting a part takes, and of its memory.
///
/// The least of the times stands for all of them, because where a million tasks lie in memory differs from process to
/// process, by up to half of the time, and disturbances only add. So this says that the harness adds little, not that
/// it takes nothing away.
pub(crate) fn check(probe: &Probe<'_>, bare: &BareCrowd) -> [SelfCheck; 3] {
    let parts = PARTS.min(u32::try_from(left_for_a_crowd().memory / A_PART).unwrap_or(PARTS));
    let crowd = CrowdSize { parts, ..CrowdSize::DEFAULT };
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for turn in 0..TURNS {
        ours.extend(probe.crowd(bare.id, crowd, turn));
        theirs.extend(probe.bare_crowd(bare, crowd));
    }
    let times = |took: &[Took]| took.iter().map(|took| took.ns).min().unwrap_or_default();
    let bytes = |took: &[Took]| took.iter().filter_map(|took| took.bytes).min();
    judged(bare.id, parts, (times(&ours), times(&theirs)), (bytes(&ours), bytes(&theirs)))
}

/// Plays a bare program of a crowd, after a small one that warms up. Returns what a part took of the machine, and the
/// time in ns.
pub(crate) fn play(bare: &BareCrowd, crowd: CrowdSize, placement: &Placement) -> (Option<PerPart>, u64) {
    let (few, many) = (few(crowd).parts, crowd.parts);
    (bare.play)(placement, few);
    let before = of_this_process();
    let time = (bare.play)(placement, many);
    let used = before.zip(of_this_process());
    let uses =
        used.and_then(|(before, after)| PerPart::between((u64::from(few), before), (u64::from(many), after)));
    (uses, time)
}

fn judged(id: &str, parts: u32, times: (u64, u64), bytes: (Option<u64>, Option<u64>)) -> [SelfCheck; 3] {
    let of = |what: &str| format!("{id}, {parts} parts: {what}");
    let about = || vec![id.to_owned()];
    let a_part = difference(times) / i64::from(parts.max(1));
    let more = bytes.0.zip(bytes.1).map(difference);
    let has_times = times.0 > 0 && times.1 > 0;
    let limited = |name: &str, unit: &str, limit: i64, got: Option<i64>| SelfCheck {
        name: of(name),
        asked: format!("at most {limit} {unit}"),
        got: got.map_or_else(|| "nothing".to_owned(), |got| format!("{got} {unit}")),
        passed: has_times && got.is_some_and(|got| got <= limit),
        about: about(),
    };
    let ratio = times.0 as f64 / times.1.max(1) as f64;
    [
        SelfCheck {
            name: of("is as fast as a bare program"),
            asked: format!("a ratio of at most {LIMIT:.2}"),
            got: format!("{ratio:.2}, {} by the harness, {} bare", duration(times.0), duration(times.1)),
            passed: has_times && ratio <= LIMIT,
            about: about(),
        },
        limited("counting a part takes", "ns", LONGEST_STAMP, Some(a_part)),
        limited("a part takes more memory, by", "bytes", MOST_BYTES, more),
    ]
}

fn difference((ours, theirs): (u64, u64)) -> i64 {
    i64::try_from(ours).unwrap_or(i64::MAX).saturating_sub(i64::try_from(theirs).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_is_held_by_its_own_check() {
        let passed = |times, bytes| judged("a", 1_000, times, bytes).map(|check| check.passed);
        let some = |ours, theirs| (Some(ours), Some(theirs));
        assert_eq!(passed((1_000_000, 1_000_000), some(500, 450)), [true, true, true]);
        assert_eq!(passed((900_000, 1_000_000), some(400, 450)), [true, true, true]);
        assert_eq!(passed((1_030_999, 1_000_000), some(500, 450)), [true, true, true]);
        assert_eq!(passed((1_031_000, 1_000_000), some(500, 450)), [true, false, true]);
        assert_eq!(passed((1_101_000, 1_000_000), some(514, 450)), [false, false, true]);
        assert_eq!(passed((1_000_000, 1_000_000), some(515, 450)), [true, true, false]);
        assert_eq!(passed((1_000_000, 1_000_000), (None, Some(450))), [true, true, false]);
        assert_eq!(passed((0, 0), some(1, 1)), [false, false, false]);
    }
}
