//! When a watch is over: how long work that goes on is watched before it is said to.

use std::time::Duration;

/// A watch is cut into at least this many short sleeps, so that it stretches with a machine that is too
/// busy to let anybody run.
pub(crate) const TICKS: u32 = 20;
/// The longest of these sleeps.
const LONGEST_TICK: Duration = Duration::from_millis(20);
/// Work that has beaten this often since it was told to stop was not merely starved of the processor
/// when it did not.
const BEATS_TO_BE_SURE: u64 = 3;
/// How many times longer a watch may become while there is doubt.
pub(crate) const EXTENSIONS: u32 = 10;
/// While there is doubt, a watch goes on for ten times its horizon, and for as long as this at least: with
/// two busy loops beside a run, the end of a process came half a second late.
const LEAST_EXTENSION: Duration = Duration::from_secs(2);
/// A long watch is not made longer than this.
const LONGEST_EXTENSION: Duration = Duration::from_secs(5);

/// What a watch has seen since the instant from which its horizon runs: the request, or the
/// acknowledgement, as it really came.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Watched {
    pub(crate) time: Duration,
    /// The short sleeps.
    pub(crate) ticks: u32,
    pub(crate) beats: u64,
}

/// Whether to watch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outlook {
    /// It is too early to tell.
    WatchOn,
    /// The horizon has passed, and the work has beaten meanwhile.
    GoesOn,
    /// Neither did the work end, nor did it beat, for longer than anybody waits.
    OutOfPatience,
}

/// One of the short sleeps.
pub(crate) fn tick(horizon: Duration) -> Duration {
    (horizon / TICKS).min(LONGEST_TICK)
}

/// The longest that a watch may take.
pub(crate) fn patience(horizon: Duration) -> Duration {
    horizon + (horizon * EXTENSIONS).clamp(LEAST_EXTENSION, LONGEST_EXTENSION)
}

pub(crate) fn outlook(horizon: Duration, watched: Watched) -> Outlook {
    let Watched { time, ticks, beats } = watched;
    if time >= horizon && ticks >= TICKS && beats >= BEATS_TO_BE_SURE {
        return Outlook::GoesOn;
    }
    if time >= patience(horizon) && ticks >= TICKS * EXTENSIONS {
        return Outlook::OutOfPatience;
    }
    Outlook::WatchOn
}

#[cfg(test)]
mod tests {
    use super::{Outlook::*, *};

    #[test]
    fn the_horizon_must_have_passed_and_the_work_have_beaten() {
        let table = [
            // A request that came late has its whole horizon before it: nothing counts from before it.
            (50, 0, 0, 0, WatchOn),
            (50, 49, 20, 50, WatchOn),
            (50, 50, 20, 3, GoesOn),
            (50, 50, 20, 2, WatchOn),
            // The clock went on, but hardly anybody was let run.
            (50, 500, 19, 50, WatchOn),
            (50, 500, 3, 0, WatchOn),
            (50, 600, 240, 2, WatchOn),
            (50, 2_049, 800, 2, WatchOn),
            (50, 2_050, 800, 2, OutOfPatience),
            (50, 2_050, 199, 2, WatchOn),
            (50, 2_050, 800, 3, GoesOn),
            (10_000, 9_999, 500, 9_999, WatchOn),
            (10_000, 10_000, 500, 9_999, GoesOn),
            (10_000, 14_000, 700, 0, WatchOn),
            (10_000, 15_000, 750, 0, OutOfPatience),
        ];
        for (horizon, time, ticks, beats, expected) in table {
            let ms = Duration::from_millis;
            let watched = Watched { time: ms(time), ticks, beats };
            assert_eq!(outlook(ms(horizon), watched), expected, "horizon {horizon} ms, {watched:?}");
        }
    }
}
