//! How long a beat really is.

use std::{
    thread,
    time::{Duration, Instant},
};

use stage::Record;

/// The beats from which the real time between two of them is learnt.
const BEATS_TO_LEARN: u64 = 4;
/// The time between two beats as it really is: a runtime's timers may round the interval up.
/// Work that beats much faster than the interval has no phase to speak of, and none that beats
/// much slower is waited for.
pub(crate) fn learn_period(record: Record, interval: Duration) -> Duration {
    let next_beat = |from: u64| {
        let start = Instant::now();
        while record.beats() == from && start.elapsed() < interval * 10 {
            thread::sleep(interval / 20);
        }
        (record.beats(), Instant::now())
    };
    let (first, start) = next_beat(record.beats());
    let mut last = (first, start);
    while last.0 > 0 && last.0 < first + BEATS_TO_LEARN && start.elapsed() < interval * 10 {
        last = next_beat(last.0);
    }
    let beats = last.0.saturating_sub(first);
    if beats == 0 || beats > 4 * BEATS_TO_LEARN {
        return interval;
    }
    (last.1 - start) / beats as u32
}
