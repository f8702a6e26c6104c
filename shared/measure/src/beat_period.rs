//! How long a beat really is.

use std::time::{Duration, Instant};

use stage::Stamps;

use crate::system::timer::sleep_alone;

/// The intervals over which the real time between two beats is learnt.
const INTERVALS: u32 = 4;
/// Work that beats more often than this in an interval has no phase to speak of.
const MOST_IN_AN_INTERVAL: u64 = 4;
/// Work that beats less often than once in this many intervals is not waited for.
const LONGEST_IN_INTERVALS: u32 = 10;

/// The time between two beats as it really is: a runtime's timers may round the interval up.
/// The interval itself where there is no such time.
///
/// The harness does not look between the first beat and the last: a thread that wakes on the work's core wakes the work
/// too, if its time has come but for the slack that the system takes. It would beat too often.
pub(crate) fn learn_period(stamps: Stamps, interval: Duration) -> Duration {
    let first = next_beat(stamps, interval);
    sleep_alone(interval * INTERVALS);
    let last = next_beat(stamps, interval);
    match last.0.saturating_sub(first.0) {
        beats @ 1.. if beats <= MOST_IN_AN_INTERVAL * u64::from(INTERVALS) => {
            (last.1 - first.1) / u32::try_from(beats).unwrap_or(u32::MAX)
        }
        _ => interval,
    }
}

/// How many beats there have been with the next one, and when that was seen.
fn next_beat(stamps: Stamps, interval: Duration) -> (u64, Instant) {
    let (from, start) = (stamps.beats(), Instant::now());
    while stamps.beats() == from && start.elapsed() < interval * LONGEST_IN_INTERVALS {
        sleep_alone(interval / 20);
    }
    (stamps.beats(), Instant::now())
}
