//! The infinite task's sign of life.

use std::{fmt, time::Duration};

use crate::{processes::this_thread, stamps::Stamps};

/// The infinite task's sign of life. The task owns it, beats it once a turn, and so drops it
/// when it really ends: that drop is the halt.
///
/// Take it into the closure or future *by value*, so that nothing else keeps it alive.
pub struct Pulse {
    stamps: Stamps,
    interval: Duration,
}

impl Pulse {
    pub(crate) fn new(stamps: Stamps, interval: Duration) -> Self {
        Self { stamps, interval }
    }

    /// "I'm still standing": one relaxed store.
    #[inline]
    pub fn beat(&self) {
        self.stamps.beat();
    }

    /// "I'm still standing" for the last time: what follows is a wait without end, in which nothing can beat.
    ///
    /// From now on the harness asks the system whether the calling thread is still in its wait. Call this on the
    /// line before the wait, and on the thread that waits.
    pub fn last_beat(&self) {
        self.stamps.last_beat(this_thread());
    }

    /// Counts a record that the work was given, in a case that shows what becomes of data in flight.
    pub fn take_record(&self) {
        self.stamps.give_record();
    }

    /// Counts a record that the work has finished.
    pub fn finish_record(&self) {
        self.stamps.finish_record();
    }

    /// The time between two beats, for work that sleeps or waits between them.
    #[must_use]
    pub fn interval(&self) -> Duration {
        self.interval
    }
}

impl Drop for Pulse {
    /// Stamps the halt: this is the last destructor of the infinite task. It is inlined, because a call to a
    /// cold page of code costs as much as the cache line that is measured.
    #[inline]
    fn drop(&mut self) {
        self.stamps.stamp_halt();
    }
}

impl fmt::Debug for Pulse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pulse({} beats)", self.stamps.beats())
    }
}
