//! Whether there is room for a larger crowd.

use std::time::Duration;

use crate::{
    resources::PerPart,
    units::{self, count},
};

/// A crowd takes at most this share of what is left, so that the rest of the machine can go on and nothing is
/// swapped out.
const SHARE: f64 = 0.8;

/// How much of the machine is left for a crowd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Room {
    /// Bytes of memory.
    pub(crate) memory: u64,
    /// Threads and processes.
    pub(crate) tasks: u64,
    /// Mappings of memory of one process.
    pub(crate) mappings: u64,
    /// Descriptors of one process.
    pub(crate) descriptors: u64,
}

/// What is known of a case from the crowds that it has played.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Known {
    /// The largest of them.
    pub(crate) parts: u64,
    /// What a part took of the machine in it; `None` if it was too small to tell.
    pub(crate) uses: Option<PerPart>,
    /// How long a playing of it took.
    pub(crate) playing: Duration,
    /// How many parts the next smaller crowd had, and how long a playing of it took; zero if there was none.
    pub(crate) smaller: (u64, Duration),
    /// Whether it did not behave as its demo claims.
    pub(crate) failed: bool,
}

/// Says why a crowd of `parts` is not to be played; `None` if it is. Each part is expected to take as much of the
/// machine as in the last crowd.
pub(crate) fn objection(parts: u64, known: Known, room: Room, longest: Duration) -> Option<String> {
    let many = |number: f64| count(number.round() as u64);
    let size = count(parts);
    if let Some(uses) = known.uses {
        let memory = uses.bytes.unwrap_or(0) as f64 * parts as f64;
        if memory > room.memory as f64 * SHARE {
            let (takes, free) = (units::memory(memory as u64), units::memory(room.memory));
            return Some(format!("{size} would take {takes} of memory, and {free} are free"));
        }
        for (each, left, what) in [
            (uses.tasks, room.tasks, "threads and processes"),
            (uses.mappings, room.mappings, "mappings of memory"),
            (uses.descriptors, room.descriptors, "descriptors"),
        ] {
            let takes = each * parts as f64;
            if takes > left as f64 * SHARE {
                return Some(format!(
                    "{size} would take {} {what}, and the system allows {} more",
                    many(takes),
                    count(left)
                ));
            }
        }
    }
    if known.failed {
        return Some(format!("a crowd of {} did not behave as expected", count(known.parts)));
    }
    // One time says nothing about how it grows.
    if known.smaller.0 == 0 {
        return None;
    }
    let playing = expected(parts, known);
    (playing > longest).then(|| {
        format!(
            "a playing of {size} would take about {} s, and {} s are allowed",
            many(playing.as_secs_f64()),
            longest.as_secs_f64()
        )
    })
}

/// How long a playing of `parts` is expected to take: on the line through the last two, and longer if those already
/// grew faster than the number of parts.
fn expected(parts: u64, known: Known) -> Duration {
    let (before, playing_before) = known.smaller;
    let more = |from: u64, to: u64| to.saturating_sub(from) as f64;
    let a_part =
        known.playing.saturating_sub(playing_before).as_secs_f64() / more(before, known.parts).max(1.0);
    let linear = known.playing.as_secs_f64() + a_part * more(known.parts, parts);
    let growth = known.playing.as_secs_f64() / playing_before.as_secs_f64().max(f64::MIN_POSITIVE);
    let is_faster_than_linear = before > 0 && growth > known.parts as f64 / before as f64;
    let as_before = if is_faster_than_linear { known.playing.as_secs_f64() * growth } else { 0.0 };
    Duration::from_secs_f64(linear.max(as_before).min(1e9))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Room = Room { memory: 10 << 30, tasks: 30_000, mappings: 65_530, descriptors: 20_000 };
    const NOTHING: PerPart = PerPart { bytes: None, tasks: 0.0, mappings: 0.0, descriptors: 0.0 };

    fn known(uses: PerPart, playing_ms: u64, smaller_ms: Option<u64>) -> Known {
        let ms = Duration::from_millis;
        let smaller = smaller_ms.map_or((0, Duration::ZERO), |smaller| (1_000, ms(smaller)));
        Known { parts: 10_000, uses: Some(uses), playing: ms(playing_ms), smaller, failed: false }
    }

    #[test]
    fn a_crowd_is_played_unless_something_would_run_out() {
        let longest = Duration::from_secs(8);
        let table = [
            (100, Known::default(), None),
            (100_000, known(NOTHING, 100, None), None),
            (100_000, known(PerPart { bytes: Some(80_000), ..NOTHING }, 100, None), None),
            (
                100_000,
                known(PerPart { bytes: Some(90_000), ..NOTHING }, 100, None),
                Some("100,000 would take 8.4 GiB of memory, and 10.0 GiB are free"),
            ),
            (
                100_000,
                known(PerPart { tasks: 1.0, ..NOTHING }, 100, None),
                Some("100,000 would take 100,000 threads and processes, and the system allows 30,000 more"),
            ),
            (
                100_000,
                known(PerPart { mappings: 2.0, ..NOTHING }, 100, None),
                Some("100,000 would take 200,000 mappings of memory, and the system allows 65,530 more"),
            ),
            (
                100_000,
                known(PerPart { descriptors: 0.5, ..NOTHING }, 100, None),
                Some("100,000 would take 50,000 descriptors, and the system allows 20,000 more"),
            ),
            (100_000, known(NOTHING, 9_000, None), None),
            (100_000, known(NOTHING, 790, Some(79)), None),
            (
                100_000,
                known(NOTHING, 900, Some(90)),
                Some("a playing of 100,000 would take about 9 s, and 8 s are allowed"),
            ),
            // It has become a hundred times slower with ten times the parts.
            (
                100_000,
                known(NOTHING, 100, Some(1)),
                Some("a playing of 100,000 would take about 10 s, and 8 s are allowed"),
            ),
            // Most of it is there however many the parts are.
            (100_000, known(NOTHING, 900, Some(800)), None),
            (100_000, known(NOTHING, 900, Some(950)), None),
            (
                100_000,
                known(NOTHING, 1_000, Some(200)),
                Some("a playing of 100,000 would take about 9 s, and 8 s are allowed"),
            ),
            (
                100_000,
                Known { failed: true, ..known(NOTHING, 100, None) },
                Some("a crowd of 10,000 did not behave as expected"),
            ),
        ];
        for (parts, known, expected) in table {
            assert_eq!(objection(parts, known, ROOM, longest).as_deref(), expected, "{known:?}");
        }
    }
}
