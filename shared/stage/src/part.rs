//! The sign of life of one task of many.

use std::{
    fmt,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::Duration,
};

use crate::stamps::Stamps;

/// The shortest sleep of a part, in ms.
const SLEEP_MS: u64 = 3_600_000;
/// A multiplier that spreads consecutive numbers: 2³² divided by the golden ratio (Knuth, The Art of Computer
/// Programming, volume 3, 6.4).
const SPREAD: u32 = 0x9E37_79B1;

/// One part of the infinite task: what a [`Pulse`](crate::Pulse) is to a single task. Its drop is counted, and the
/// drop of the last one is the halt.
///
/// It is 16 bytes, and its destructor is one atomic addition. Only the first part, the one in the middle and the
/// last one read the clock.
pub struct Part {
    stamps: Stamps,
    number: u32,
    has_begun: AtomicBool,
}

impl Part {
    pub(crate) fn new(stamps: Stamps, number: u32) -> Self {
        Self { stamps, number, has_begun: AtomicBool::new(false) }
    }

    /// "I'm still standing". The first beat of a part says that it has begun, and the harness waits for all of
    /// these before it lets the demo ask.
    #[inline]
    pub fn beat(&self) {
        if !self.has_begun.load(Relaxed) {
            self.has_begun.store(true, Relaxed);
            self.stamps.stamp_begun();
        }
        self.stamps.beat();
    }

    /// Whether this part is one of those that are always ready to run, in a crowd that is under load. They are the
    /// last tenth, because each of them slows the start of those after it.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.number >= self.stamps.first_ready_part()
    }

    /// How long the part sleeps between two beats, unless it is always ready: between one hour and two, so that
    /// no timer fires while it is measured. Each part has another time, as the timers of a service have.
    #[must_use]
    pub fn interval(&self) -> Duration {
        let share = u64::from(self.number.wrapping_mul(SPREAD));
        Duration::from_millis(SLEEP_MS + ((share * SLEEP_MS) >> 32))
    }

    /// Counts a record that the part was given.
    pub fn take_record(&self) {
        self.stamps.give_record_shared();
    }

    /// Counts a record that the part has finished.
    pub fn finish_record(&self) {
        self.stamps.finish_record_shared();
    }
}

impl Drop for Part {
    #[inline]
    fn drop(&mut self) {
        self.stamps.stamp_part_halt();
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Part({})", self.number)
    }
}
