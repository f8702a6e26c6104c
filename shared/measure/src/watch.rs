//! Watches work that was asked to stop, one look at a time.

use std::time::Duration;

use stage::{Stamps, clock};

use crate::{
    horizon::{Outlook, Watched, outlook},
    verdict::Snapshot,
};

/// A watch of one piece of work, from the stamp at which its horizon began.
pub(crate) struct Watch {
    since: u64,
    beats_then: u64,
    ticks: u32,
}

impl Watch {
    pub(crate) fn since(stamp: u64, beats_then: u64) -> Self {
        Self { since: stamp, beats_then, ticks: 0 }
    }

    /// Looks once more, after one of the short sleeps, and says whether to watch on.
    pub(crate) fn look(&mut self, stamps: Stamps, horizon: Duration) -> Outlook {
        let watched = Watched {
            time: Duration::from_nanos(clock::now_ns().saturating_sub(self.since)),
            ticks: self.ticks,
            beats: stamps.beats().saturating_sub(self.beats_then),
            is_queued: Snapshot::of(stamps).is_queued(),
        };
        self.ticks += 1;
        outlook(horizon, watched)
    }
}
