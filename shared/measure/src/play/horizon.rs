//! When a watch is over: how long work is watched before the harness says that it goes on.

use std::time::Duration;

/// A watch is cut into at least this many short sleeps, so that it takes longer on a machine that is too
/// busy to run the work.
pub(crate) const TICKS: u32 = 20;
/// The longest of these sleeps.
const LONGEST_TICK: Duration = Duration::from_millis(20);
/// Work that has beaten this often since the request got processor time, so that it could have stopped.
const BEATS_TO_BE_SURE: u64 = 3;
/// How many times longer a watch may become while there is doubt.
pub(crate) const EXTENSIONS: u32 = 10;
/// How many times longer the start may take: another language's interpreter may have to start first.
pub(crate) const START_EXTENSIONS: u32 = 5 * EXTENSIONS;
/// How many short sleeps a requester may be late.
pub(crate) const LATEST: u32 = TICKS * START_EXTENSIONS;
/// While there is doubt, a watch goes on for ten times its horizon, and at least for this long: with two
/// busy loops beside a run, the end of a process came half a second late.
const LEAST_EXTENSION: Duration = Duration::from_secs(2);
/// A watch is extended by this at most.
const LONGEST_EXTENSION: Duration = Duration::from_secs(5);

/// What a watch has seen since its horizon began: at the request, or at the acknowledgement, as stamped.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Watched {
    pub(crate) horizon: Duration,
    pub(crate) time: Duration,
    /// How many short sleeps have passed.
    pub(crate) ticks: u32,
    /// How often the work had beaten when the horizon began.
    pub(crate) beats_then: u64,
}

/// By what the harness knows that a task goes on.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Life {
    /// How many beats have come.
    Beats(u64),
    /// Whether the thread of work that is stuck is still in its wait. If it was woken, it may be about to end.
    Waits(bool),
    /// The work still waits for its first beat, in a queue that the call has not taken it from.
    Queued,
}

impl Life {
    /// Whether it shows that the task goes on, after so many short sleeps.
    pub(crate) fn is_sure(self, ticks: u32) -> bool {
        match self {
            Self::Beats(beats) => beats >= BEATS_TO_BE_SURE,
            Self::Waits(waits) => waits,
            // Work in a queue can't show by beats that the machine had time for it, so it is watched for longer.
            Self::Queued => ticks >= TICKS * EXTENSIONS,
        }
    }
}

/// Whether to watch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outlook {
    /// It is too early to tell.
    WatchOn,
    /// The horizon has passed, and the work has beaten meanwhile, is still in its wait, or has been queued all
    /// the time.
    GoesOn,
    /// The work has neither ended nor beaten often enough, and the watch may take no longer.
    OutOfPatience,
}

/// How long one of the short sleeps takes.
pub(crate) fn tick(horizon: Duration) -> Duration {
    (horizon / TICKS).min(LONGEST_TICK)
}

/// The longest that a watch may take.
pub(crate) fn patience(horizon: Duration) -> Duration {
    horizon + (horizon * EXTENSIONS).clamp(LEAST_EXTENSION, LONGEST_EXTENSION)
}

/// Whether to watch on, if it is sure that the work goes on, or not yet.
pub(crate) fn outlook(watched: Watched, is_sure: bool) -> Outlook {
    let Watched { horizon, time, ticks, .. } = watched;
    if time >= horizon && ticks >= TICKS && is_sure {
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

    fn seen(horizon: u64, time: u64, ticks: u32, life: Life) -> Outlook {
        let ms = Duration::from_millis;
        let watched = Watched { horizon: ms(horizon), time: ms(time), ticks, beats_then: 0 };
        outlook(watched, life.is_sure(ticks))
    }

    #[test]
    fn the_horizon_must_have_passed_and_the_work_have_beaten() {
        let table = [
            // The horizon of a request that came late begins with the request.
            (50, 0, 0, 0, WatchOn),
            (50, 49, 20, 50, WatchOn),
            (50, 50, 20, 3, GoesOn),
            (50, 50, 20, 2, WatchOn),
            // The clock went on, but the machine was too busy to run the watch.
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
            let outlook = seen(horizon, time, ticks, Life::Beats(beats));
            assert_eq!(outlook, expected, "{horizon} ms, {time} ms, {ticks} ticks, {beats} beats");
        }
    }

    #[test]
    fn queued_work_can_not_beat_and_is_watched_for_ten_times_as_many_sleeps() {
        for (horizon, time, ticks, expected) in [
            (50, 49, 200, WatchOn),
            (50, 50, 20, WatchOn),
            (50, 499, 199, WatchOn),
            (50, 500, 200, GoesOn),
            // The machine was too busy to run the watch.
            (50, 2_050, 199, WatchOn),
            (50, 2_060, 200, GoesOn),
            (10_000, 4_000, 200, WatchOn),
            (10_000, 10_000, 500, GoesOn),
        ] {
            assert_eq!(
                seen(horizon, time, ticks, Life::Queued),
                expected,
                "{horizon} ms, {time} ms, {ticks} ticks"
            );
        }
    }

    #[test]
    fn work_that_is_stuck_must_still_be_in_its_wait() {
        let table = [
            (49, 20, true, WatchOn),
            (50, 19, true, WatchOn),
            (50, 20, true, GoesOn),
            // It was woken, and the machine is too busy to let it run.
            (50, 20, false, WatchOn),
            (2_049, 800, false, WatchOn),
            (2_050, 800, false, OutOfPatience),
        ];
        for (time, ticks, waits, expected) in table {
            let outlook = seen(50, time, ticks, Life::Waits(waits));
            assert_eq!(outlook, expected, "{time} ms, {ticks} ticks, {waits}");
        }
    }
}
