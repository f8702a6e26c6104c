//! The signs by which work is known to be under way, and to go on.

use std::time::Duration;

use stage::{Stage, Stamps};

use crate::play::{
    horizon::{EXTENSIONS, Life, Watched},
    sample::{Sample, Snapshot},
    threads::{StuckThread, stuck_thread},
};

/// The request comes after this many beats: the first may still be the start of a runtime's
/// timers, out of step with all that follow.
const BEATS_BEFORE_REQUEST: u64 = 2;

/// What the runner and its waits ask about the work that they watch, where work differs. Its times they take from the
/// stamps alone.
pub(crate) trait Signs: Send {
    /// Prepares the stage of the next playing.
    fn prepare(&mut self, stage: Stage) -> Stage {
        stage
    }

    /// Whether it beats at an interval that can be learnt.
    fn beats(&self) -> bool {
        true
    }

    /// Whether it is under way, so that it may be asked to stop.
    fn is_under_way(&self, stamps: Stamps) -> bool;

    /// How long it may take until it is under way before it is asked all the same, if work usually takes `start` and
    /// this work `begins` before it is asked.
    fn longest_start(&self, stamps: Stamps, start: Duration, begins: bool) -> Duration;

    /// Grows while something happens for which it is given its time anew.
    fn progress(&self, _stamps: Stamps) -> u64 {
        0
    }

    /// Its horizon begins anew, because of that progress.
    fn horizon_begins(&mut self, _stamps: Stamps) {}

    /// Whether it is sure that it goes on, as far as the horizon allows to say that.
    fn goes_on(&mut self, stamps: Stamps, watched: Watched) -> bool;

    /// The request comes next.
    fn before_request(&mut self, _stamps: Stamps) {}

    /// The playing is over. Adds what else was seen to its sample.
    fn complete(&mut self, _stamps: Stamps, _sample: &mut Sample) {}
}

/// One task, which shows by its beats that it lives, or by its thread if it is stuck.
#[derive(Debug, Default)]
pub(crate) struct SingleTask {
    /// Whether the thread of work that was stuck had ended at the last look.
    was_gone: bool,
}

impl Signs for SingleTask {
    /// It has beaten, or it has beaten for the last time and is in its wait.
    fn is_under_way(&self, stamps: Stamps) -> bool {
        match stuck_thread(stamps) {
            None => stamps.beats() >= BEATS_BEFORE_REQUEST,
            Some(thread) => thread == StuckThread::Waits,
        }
    }

    /// Work that should begin gets more time, because a busy machine may delay it.
    fn longest_start(&self, _stamps: Stamps, start: Duration, begins: bool) -> Duration {
        if begins { start * EXTENSIONS } else { start }
    }

    fn goes_on(&mut self, stamps: Stamps, watched: Watched) -> bool {
        let life = match stuck_thread(stamps) {
            Some(thread) => self.look_at_thread(stamps, thread),
            None if Snapshot::of(stamps).is_queued() => Life::Queued,
            None => Life::Beats(stamps.beats().saturating_sub(watched.beats_then)),
        };
        life.is_sure(watched.ticks)
    }

    fn before_request(&mut self, _stamps: Stamps) {
        self.was_gone = false;
    }
}

impl SingleTask {
    /// The end of a thread is the end of its work, if no destructor stamps a halt. Another thread may be about to
    /// run that destructor, so the end is stamped at the second look that finds the thread gone.
    fn look_at_thread(&mut self, stamps: Stamps, thread: StuckThread) -> Life {
        let is_gone = thread == StuckThread::Gone;
        if is_gone && self.was_gone && stamps.halt().is_none() {
            stamps.stamp_end();
        }
        self.was_gone = is_gone;
        Life::Waits(thread == StuckThread::Waits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_begins_is_given_more_time_for_it() {
        let (stage, task) = (Stage::new(Duration::from_millis(1)), SingleTask::default());
        let longest = |begins| task.longest_start(stage.stamps(), Duration::from_millis(100), begins);
        assert_eq!((longest(true), longest(false)), (Duration::from_secs(1), Duration::from_millis(100)));
    }
}
