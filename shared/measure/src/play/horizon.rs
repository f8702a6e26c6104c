//! When a watch is over: how long work is watched before the harness says that it goes on.

use std::time::Duration;

use crate::machine::load::CLOCK_TICK;

/// A watch is cut into at least this many short sleeps, so that it takes longer on a machine that is too
/// busy to run the work.
pub(crate) const TICKS: u32 = 20;
/// The longest of these sleeps.
const LONGEST_TICK: Duration = Duration::from_millis(20);
/// A process that had at most one part in this many of the processor's time does nothing but look around.
const A_LITTLE: u32 = 20;
/// Work that has beaten this often since the request got processor time, so that it could have stopped.
const BEATS_TO_BE_SURE: u64 = 3;
/// A caller that asks one part after another may need this many times the horizon for it, before any part ends: trio
/// cancels ten thousand tasks in the time of a horizon, and in twice that on a busy machine.
const TO_ASK: u32 = 5;
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
    pub(crate) time: Duration,
    /// How many short sleeps have passed.
    pub(crate) ticks: u32,
    pub(crate) life: Life,
}

/// By what the harness knows that work goes on.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Life {
    /// How many beats have come.
    Beats(u64),
    /// Whether the thread of work that is stuck is still in its wait. If it was woken, it may be about to end.
    Waits(bool),
    /// Parts of a crowd. They sleep for longer than they are watched, so that none shows by a beat that it lives;
    /// that its destructor has not run is all that is known.
    Parts {
        /// How many have not ended.
        standing: u64,
        /// Whether the caller has asked all of them.
        asked: bool,
        /// The processor time that their process had in the watch; `None` if it is not known.
        had: Option<Duration>,
    },
    /// The work still waits for its first beat, in a queue that the call has not taken it from.
    Queued,
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

pub(crate) fn outlook(horizon: Duration, watched: Watched) -> Outlook {
    let Watched { time, ticks, life } = watched;
    let is_sure = match life {
        Life::Beats(beats) => beats >= BEATS_TO_BE_SURE,
        Life::Waits(waits) => waits,
        // Parts that were asked and got little processor time may be about to end. They are not if nobody works on
        // it, nor if their process had time enough.
        Life::Parts { standing, asked, had } => {
            let enough = if asked { horizon } else { horizon * TO_ASK };
            standing > 0 && had.is_none_or(|had| had >= enough || had <= time / A_LITTLE + CLOCK_TICK)
        }
        // Work in a queue can't show by beats that the machine had time for it, so it is watched for longer.
        Life::Queued => ticks >= TICKS * EXTENSIONS,
    };
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

    #[test]
    fn a_crowd_goes_on_while_some_part_stands() {
        let ms = Duration::from_millis;
        for (time, standing, asked, had, expected) in [
            (399, 3, true, None, WatchOn),
            (400, 3, true, None, GoesOn),
            (400, 0, true, None, WatchOn),
            (4_400, 0, true, None, OutOfPatience),
            // Nobody does anything, or somebody has done enough.
            (400, 3, true, Some(30), GoesOn),
            (400, 3, true, Some(400), GoesOn),
            // The machine was too busy: whoever ends the parts had a tenth of the time.
            (400, 3, true, Some(40), WatchOn),
            (4_000, 3, true, Some(399), WatchOn),
            (4_000, 3, true, Some(400), GoesOn),
            (4_400, 3, true, Some(390), OutOfPatience),
            // It still asks one after another.
            (400, 3, false, Some(400), WatchOn),
            (2_000, 3, false, Some(2_000), GoesOn),
            (400, 3, false, Some(30), GoesOn),
        ] {
            let life = Life::Parts { standing, asked, had: had.map(ms) };
            let watched = Watched { time: ms(time), ticks: 800, life };
            assert_eq!(outlook(ms(400), watched), expected, "{watched:?}");
        }
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
            let ms = Duration::from_millis;
            let watched = Watched { time: ms(time), ticks, life: Life::Beats(beats) };
            assert_eq!(outlook(ms(horizon), watched), expected, "horizon {horizon} ms, {watched:?}");
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
            let ms = Duration::from_millis;
            let watched = Watched { time: ms(time), ticks, life: Life::Queued };
            assert_eq!(outlook(ms(horizon), watched), expected, "horizon {horizon} ms, {watched:?}");
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
            let watched = Watched { time: Duration::from_millis(time), ticks, life: Life::Waits(waits) };
            assert_eq!(outlook(Duration::from_millis(50), watched), expected, "{watched:?}");
        }
    }
}
