//! A crowd: the infinite task as many parts, which one request stops.

use std::{
    fmt,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::Duration,
};

use serde::{Deserialize, Serialize};

use crate::{stamps::Stamps, vocabulary::CrowdState};

/// How large a crowd is, and what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrowdSize {
    /// How many parts it has, from 1 on.
    pub parts: u32,
    /// What they do.
    pub state: CrowdState,
}

impl CrowdSize {
    /// One part, which sleeps.
    pub const ONE: Self = Self { parts: 1, state: CrowdState::Asleep };
    /// The crowd of a case that is played without a word about its size.
    pub const DEFAULT: Self = Self { parts: 100, state: CrowdState::Asleep };
}

/// Hands out the parts of the infinite task, one after another.
///
/// Each task of the crowd owns one part, as a single task owns its pulse. The crowd has halted when the last part
/// was dropped.
#[derive(Debug)]
pub struct Crowd {
    stamps: Stamps,
    taken: u32,
    parts: u32,
}

impl Crowd {
    pub(crate) fn of(stamps: Stamps) -> Self {
        Self { stamps, taken: 0, parts: stamps.crowd_size().parts }
    }
}

impl Iterator for Crowd {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        if self.taken == self.parts {
            return None;
        }
        let part = Part::new(self.stamps, self.taken);
        self.taken += 1;
        self.stamps.stamp_taken(self.taken);
        Some(part)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = (self.parts - self.taken) as usize;
        (left, Some(left))
    }
}

impl ExactSizeIterator for Crowd {}

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

#[cfg(test)]
mod tests {
    use std::{thread, time::Duration};

    use crate::{CrowdSize, CrowdState, Stage};

    use super::*;

    fn stage(parts: u32, state: CrowdState) -> Stage {
        Stage::new(Duration::from_millis(1)).with_crowd(CrowdSize { parts, state })
    }

    #[test]
    fn a_crowd_has_halted_when_its_last_part_has() {
        let stage = stage(4, CrowdState::Asleep);
        let mut parts: Vec<Part> = stage.crowd().collect();
        parts.iter().for_each(Part::beat);
        parts.iter().for_each(Part::beat);
        let seen = || stage.stamps().crowd().unwrap();
        assert_eq!((seen().parts, seen().taken, seen().begun, seen().halted), (4, 4, 4, 0));
        assert_eq!((seen().first, seen().half), (None, None));
        parts.pop();
        assert!(seen().first.is_some() && seen().half.is_none());
        parts.pop();
        assert!(seen().half.is_some() && stage.stamps().halt().is_none());
        assert_eq!(seen().standing(), 2);
        drop(parts);
        let halt = stage.stamps().halt();
        assert!(seen().first <= seen().half && seen().half <= halt && halt.is_some());
        assert_eq!(seen().standing(), 0);
    }

    #[test]
    fn each_part_is_counted_once_however_many_threads_drop_them() {
        let stage = stage(10_000, CrowdState::Asleep);
        let parts: Vec<Part> = stage.crowd().collect();
        thread::scope(|scope| {
            let mut parts = parts.into_iter();
            for _ in 0..4 {
                let some: Vec<Part> = parts.by_ref().take(2_500).collect();
                scope.spawn(move || {
                    for part in &some {
                        part.beat();
                        part.take_record();
                    }
                    some[..1_000].iter().for_each(Part::finish_record);
                });
            }
        });
        let (stamps, seen) = (stage.stamps(), stage.stamps().crowd().unwrap());
        assert_eq!((seen.begun, seen.halted, seen.standing()), (10_000, 10_000, 0));
        assert_eq!((stamps.records_given(), stamps.records_lost()), (Some(10_000), Some(6_000)));
        assert!(stamps.halt().is_some());
    }

    #[test]
    fn a_crowd_of_one_is_first_half_and_last() {
        let stage = Stage::new(Duration::from_millis(1));
        assert_eq!(stage.stamps().crowd(), None);
        assert_eq!(stage.crowd().len(), 1);
        for part in stage.crowd() {
            part.beat();
        }
        let seen = stage.stamps().crowd().unwrap();
        assert_eq!((seen.first, seen.half), (stage.stamps().halt(), stage.stamps().halt()));
    }

    #[test]
    fn a_tenth_is_ready_in_a_loaded_crowd_and_the_others_sleep_for_an_hour_at_least() {
        let hours = Duration::from_secs(3_600)..Duration::from_secs(7_200);
        for (state, parts, ready) in [
            (CrowdState::Asleep, 100, 0),
            (CrowdState::Loaded, 100, 10),
            (CrowdState::Loaded, 1, 0),
            (CrowdState::Loaded, 19, 1),
        ] {
            let parts: Vec<Part> = stage(parts, state).crowd().collect();
            assert_eq!(parts.iter().filter(|part| part.is_ready()).count(), ready, "{state}");
            assert!(parts.iter().all(|part| hours.contains(&part.interval())));
        }
    }

    #[test]
    fn a_part_is_small() {
        assert!(size_of::<Part>() <= 16);
    }
}
