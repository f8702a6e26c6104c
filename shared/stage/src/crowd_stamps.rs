//! The stamps of a crowd.

use std::sync::atomic::{
    AtomicU64,
    Ordering::{AcqRel, Acquire, Relaxed, Release},
};

use crate::{
    clock,
    crowd::CrowdSize,
    processes::has_no_children,
    stamps::{Stamps, stamp},
    vocabulary::CrowdState,
};

/// What has happened so far to a crowd. Times are in ns of the clock that all stamps share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CrowdSeen {
    /// How many parts there are to be.
    pub parts: u64,
    /// How many the demo has taken.
    pub taken: u64,
    /// How many have beaten.
    pub begun: u64,
    /// How many destructors have run.
    pub halted: u64,
    /// How many processes have ended, if each part is a process.
    pub ended: u64,
    /// When the first part ended.
    pub first: Option<u64>,
    /// When half of the parts had ended.
    pub half: Option<u64>,
    /// When the calls that ask had returned.
    pub requested: Option<u64>,
}

impl CrowdSeen {
    /// How many parts have neither halted nor ended.
    #[must_use]
    pub fn standing(&self) -> u64 {
        self.parts.saturating_sub(self.halted.max(self.ended))
    }

    /// Grows with everything that happens to the crowd.
    #[must_use]
    pub fn progress(&self) -> u64 {
        self.taken + self.begun + self.halted + self.ended + u64::from(self.requested.is_some())
    }
}

impl Stamps {
    /// What has happened to the crowd so far; `None` if no part was taken.
    #[must_use]
    pub fn crowd(&self) -> Option<CrowdSeen> {
        let (plan, counts) = (&self.0.crowd.0, &self.0.parts.0);
        let taken = plan.taken.load(Acquire);
        (taken > 0).then(|| CrowdSeen {
            parts: plan.parts.load(Relaxed),
            taken,
            begun: counts.begun.load(Acquire),
            halted: counts.halted.load(Acquire),
            ended: counts.ended.load(Acquire),
            first: stamp(&counts.first),
            half: stamp(&counts.half),
            requested: stamp(&plan.requested),
        })
    }

    /// Whether each part is a process, and this process, which started them, has waited for every one.
    pub(crate) fn is_of_processes_that_are_gone(&self) -> bool {
        self.is_of_processes() && has_no_children()
    }

    /// Whether each part of the crowd is a process.
    #[must_use]
    pub fn is_of_processes(&self) -> bool {
        self.0.crowd.0.in_processes.load(Acquire) != 0
    }

    /// For the harness: the process of one part has ended. The last one is the end of the work.
    pub fn stamp_part_end(&self) {
        if let Some(now) = self.part_is_over(&self.0.parts.0.ended) {
            self.end_at(now);
        }
    }

    /// One part's destructor runs. It reads the clock only if its place says so: reading it costs several times
    /// what counting does.
    #[inline]
    pub(crate) fn stamp_part_halt(&self) {
        if let Some(now) = self.part_is_over(&self.0.parts.0.halted) {
            self.0.halt.0.store(now, Release);
        }
    }

    /// Counts one more part. Returns the time if it was the last one.
    #[inline]
    fn part_is_over(&self, counter: &AtomicU64) -> Option<u64> {
        let place = counter.fetch_add(1, AcqRel) + 1;
        let parts = self.0.crowd.0.parts.load(Relaxed);
        if place == 1 || place == parts.div_ceil(2) || place == parts {
            self.stamp_place(place, parts)
        } else {
            None
        }
    }

    #[cold]
    fn stamp_place(&self, place: u64, parts: u64) -> Option<u64> {
        let (now, counts) = (clock::now_ns(), &self.0.parts.0);
        if place == 1 {
            counts.first.store(now, Release);
        }
        if place == parts.div_ceil(2) {
            counts.half.store(now, Release);
        }
        (place == parts).then_some(now)
    }

    pub(crate) fn plan_crowd(&self, size: CrowdSize) {
        let plan = &self.0.crowd.0;
        plan.parts.store(u64::from(size.parts), Relaxed);
        plan.is_loaded.store(u64::from(size.state == CrowdState::Loaded), Relaxed);
    }

    pub(crate) fn crowd_size(&self) -> CrowdSize {
        let parts = u32::try_from(self.0.crowd.0.parts.load(Relaxed)).unwrap_or(u32::MAX);
        let is_loaded = self.0.crowd.0.is_loaded.load(Relaxed) != 0;
        let state = if is_loaded { CrowdState::Loaded } else { CrowdState::Asleep };
        CrowdSize { parts, state }
    }

    /// The number of the first part that is always ready to run.
    pub(crate) fn first_ready_part(&self) -> u32 {
        let size = self.crowd_size();
        match size.state {
            CrowdState::Asleep => size.parts,
            CrowdState::Loaded => size.parts - size.parts / 10,
        }
    }

    #[inline]
    pub(crate) fn stamp_taken(&self, taken: u32) {
        self.0.crowd.0.taken.store(u64::from(taken), Release);
    }

    /// The number of the part that this process is, from 0 on.
    pub(crate) fn take_part_as_process(&self) -> u32 {
        self.0.crowd.0.in_processes.store(1, Release);
        u32::try_from(self.0.crowd.0.taken.fetch_add(1, AcqRel)).unwrap_or(u32::MAX)
    }

    #[inline]
    pub(crate) fn stamp_begun(&self) {
        self.0.parts.0.begun.fetch_add(1, AcqRel);
    }

    pub(crate) fn stamp_requested(&self) {
        self.0.crowd.0.requested.store(clock::now_ns(), Release);
    }

    /// Many parts count at once, so this adds atomically, unlike a single task's.
    pub(crate) fn give_record_shared(&self) {
        self.0.work.0.given.fetch_add(1, Relaxed);
    }

    pub(crate) fn finish_record_shared(&self) {
        self.0.parts.0.finished.fetch_add(1, Relaxed);
    }
}
