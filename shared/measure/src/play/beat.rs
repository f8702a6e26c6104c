//! The real time between two beats, and a sleep that ends on time.

use std::{
    thread,
    time::{Duration, Instant},
};

use stage::Stamps;

/// How many intervals the time between two beats is averaged over.
const INTERVALS: u32 = 4;
/// Work that beats more often than this per interval has no phase to speak of.
const MOST_IN_AN_INTERVAL: u64 = 4;
/// The longest wait for a beat, in intervals.
const LONGEST_IN_INTERVALS: u32 = 10;

/// Measures the real time between two beats, because a runtime's timers may round `interval` up. Returns
/// `interval` itself if the work beats too seldom or too often to measure it, or is stuck and beats no more.
///
/// It doesn't check for beats while it sleeps between the first and the last: a thread that wakes up on the
/// work's core also wakes the work, if its timer is due and waits only for the slack that the system allows.
/// The work would then beat too often.
pub(crate) fn learn_period(stamps: Stamps, interval: Duration) -> Duration {
    if stamps.stuck_thread().is_some() {
        return interval;
    }
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

/// Waits for the next beat, and returns how many there are with it and when it was seen.
fn next_beat(stamps: Stamps, interval: Duration) -> (u64, Instant) {
    let (from, start) = (stamps.beats(), Instant::now());
    while stamps.beats() == from && start.elapsed() < interval * LONGEST_IN_INTERVALS {
        sleep_alone(interval / 20);
    }
    (stamps.beats(), Instant::now())
}

/// Sleeps for this long, without the delay that batches its wake-up with those of other threads.
#[cfg(target_os = "linux")]
pub(crate) fn sleep_alone(duration: Duration) {
    use std::num::NonZero;

    use rustix::thread::{current_timer_slack, set_current_timer_slack};

    let slack = current_timer_slack().ok().and_then(NonZero::new);
    let _ = set_current_timer_slack(Some(NonZero::<u64>::MIN));
    thread::sleep(duration);
    // A thread passes its slack on to the threads that it starts, and the work's slack must not change.
    let _ = set_current_timer_slack(slack);
}

/// Sleeps for this long.
#[cfg(not(target_os = "linux"))]
pub(crate) fn sleep_alone(duration: Duration) {
    thread::sleep(duration);
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_slack_is_what_it_was() {
        let slack = || rustix::thread::current_timer_slack().expect("the slack of this thread");
        let before = slack();
        sleep_alone(Duration::from_micros(10));
        assert!(before > 1, "a slack of {before} ns says nothing");
        assert_eq!(slack(), before);
    }
}
