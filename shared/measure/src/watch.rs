//! Watches work that was asked to stop, one look at a time.

use std::time::Duration;

use stage::{CrowdProgress, Stamps, clock};

use crate::{
    horizon::{Life, Outlook, Watched, outlook},
    system::{
        stuck_thread::{StuckThread, stuck_thread},
        usage::processor_time,
    },
    verdict::Snapshot,
};

/// A watch of one piece of work, from the stamp at which its horizon began.
pub(crate) struct Watch {
    since: u64,
    beats_then: u64,
    ticks: u32,
    /// Whether the thread of work that was stuck had ended at the last look.
    was_gone: bool,
    /// What had happened to the parts of a crowd at the last look.
    progress: CrowdProgress,
    /// The processor time that the process of a crowd had had when the horizon began.
    had_then: Option<Duration>,
}

impl Watch {
    pub(crate) fn since(stamp: u64, beats_then: u64) -> Self {
        Self {
            since: stamp,
            beats_then,
            ticks: 0,
            was_gone: false,
            progress: CrowdProgress::default(),
            had_then: None,
        }
    }

    /// Looks once more, after one of the short sleeps, and says whether to watch on.
    pub(crate) fn look(&mut self, stamps: Stamps, horizon: Duration) -> Outlook {
        let crowd = stamps.crowd();
        // While one part after another ends, the horizon begins anew.
        if self.progress.has_grown(stamps) {
            (self.since, self.ticks, self.had_then) = (clock::now_ns(), 0, processor_time(stamps));
        }
        let life = match (crowd, stuck_thread(stamps)) {
            (Some(crowd), _) => Life::Parts {
                standing: crowd.standing(),
                asked: crowd.requested.is_some(),
                had: had(self.had_then, processor_time(stamps)),
            },
            (None, Some(thread)) => self.look_at_thread(stamps, thread),
            (None, None) if Snapshot::of(stamps).is_queued() => Life::Queued,
            (None, None) => Life::Beats(stamps.beats().saturating_sub(self.beats_then)),
        };
        let time = Duration::from_nanos(clock::now_ns().saturating_sub(self.since));
        let watched = Watched { time, ticks: self.ticks, life };
        self.ticks += 1;
        outlook(horizon, watched)
    }

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

fn had(then: Option<Duration>, now: Option<Duration>) -> Option<Duration> {
    Some(now?.saturating_sub(then?))
}
