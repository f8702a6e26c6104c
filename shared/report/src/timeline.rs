//! One playing of a case in time, as far as it may be told. Work that was watched beside other work had to wait for the
//! cores: of it the order is told, and no time.

use measure::{CaseResult, Run, Timeline};
use stage::Verdict;

use crate::precision::Precision;

/// The time between two beats as it is drawn, in ns.
pub(crate) fn beat_ns(run: &Run, case: &CaseResult) -> u64 {
    case.period_ns.filter(|_| !case.watched_side_by_side).unwrap_or(run.settings.beat_ns).max(1)
}

/// What was seen of one playing: as it was or, of work that was watched beside other work, in its order, a beat apart.
/// `None` if nothing was played, or its beats were not watched.
pub(crate) fn told(run: &Run, case: &CaseResult) -> Option<Timeline> {
    let mut seen = case.timeline.clone().filter(|_| case.verdict != Some(Verdict::NotOffered))?;
    if let Some(halt) = seen.halt_ns {
        // No beat came after the halt; of one that was seen after it, no more is known.
        let known = seen.acknowledge_ns.map_or(halt, |acknowledged| acknowledged.min(halt));
        seen.beats_ns.iter_mut().filter(|beat| **beat > halt).for_each(|beat| *beat = known);
    }
    if !case.watched_side_by_side {
        return Some(seen);
    }
    in_order(&seen, beat_ns(run, case).cast_signed()).into()
}

/// How long after the request something came, in words with a blank before them; nothing of work that was watched beside
/// other work.
pub(crate) fn after(run: &Run, case: &CaseResult, at: i64) -> String {
    match case.watched_side_by_side {
        true => String::new(),
        false => format!(" after {}", Precision::of(run).time(u64::try_from(at).unwrap_or(0))),
    }
}

/// The same events in the same order, without their times: the beats are so far apart, and all that came between two of
/// them is spread evenly.
fn in_order(seen: &Timeline, beat_ns: i64) -> Timeline {
    let others = [seen.stuck_since_ns, seen.acknowledge_ns, seen.halt_ns];
    // The beats between the request and an event on the same side of it.
    let beats = |at: i64| {
        let between = |beat: &&i64| (**beat < 0) == (at < 0) && beat.abs() <= at.abs();
        seen.beats_ns.iter().filter(between).count() as i64
    };
    let place = |at: i64| {
        let neighbours = || {
            others.iter().flatten().filter(|other| (**other < 0) == (at < 0) && beats(**other) == beats(at))
        };
        let before = neighbours().filter(|other| other.abs() <= at.abs()).count() as i64;
        let part = beat_ns * before / (neighbours().count() as i64 + 1);
        let side = if at < 0 { -1 } else { 1 };
        side * (beats(at) * beat_ns + part)
    };
    Timeline {
        beats_ns: seen.beats_ns.iter().map(|at| at.signum() * beats(*at) * beat_ns).collect(),
        stuck_since_ns: seen.stuck_since_ns.map(place),
        acknowledge_ns: seen.acknowledge_ns.map(place),
        halt_ns: seen.halt_ns.map(place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results_file::recorded_run;

    fn timeline(beats: &[i64], [stuck, acknowledged, halt]: [Option<i64>; 3]) -> Timeline {
        Timeline {
            beats_ns: beats.to_vec(),
            stuck_since_ns: stuck,
            acknowledge_ns: acknowledged,
            halt_ns: halt,
        }
    }

    #[test]
    fn what_was_watched_beside_others_keeps_its_order_and_loses_its_times() {
        for (seen, told) in [
            (
                timeline(&[-1_900, -300, 400, 2_100, 2_150], [None, Some(900), None]),
                timeline(&[-2_000, -1_000, 1_000, 2_000, 3_000], [None, Some(1_500), None]),
            ),
            // Both come between the request and the first beat, the halt first.
            (
                timeline(&[7_000], [None, Some(40), Some(30)]),
                timeline(&[1_000], [None, Some(666), Some(333)]),
            ),
            (timeline(&[-20], [Some(-800), None, None]), timeline(&[-1_000], [Some(-1_500), None, None])),
            (timeline(&[], [None; 3]), timeline(&[], [None; 3])),
        ] {
            assert_eq!(in_order(&seen, 1_000), told, "{seen:?}");
        }
    }

    #[test]
    fn what_was_played_alone_keeps_its_times() {
        let run = recorded_run("snapshots/run.json");
        let standing = run.cases.iter().find(|case| case.verdict == Some(Verdict::StillStanding));
        let mut case = standing.expect("it is recorded").clone();
        assert_eq!(told(&run, &case), case.timeline);
        case.watched_side_by_side = true;
        let told = told(&run, &case).expect("it was watched");
        let beat = run.settings.beat_ns.cast_signed();
        assert!(told.beats_ns.iter().all(|at| at % beat == 0) && told != case.timeline.expect("it was"));
    }
}
