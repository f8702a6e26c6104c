//! The stamps of one playing of one case.

use std::sync::atomic::{
    AtomicU64,
    Ordering::{AcqRel, Acquire, Relaxed, Release},
};

use crate::clock;

/// What has happened so far in one playing of a case. Times are in nanoseconds of
/// [`clock::now_ns`]; zero stands for "not yet".
///
/// The work, the requester and the end of the work each write a cache line of their own, so
/// that no stamp slows another down.
#[derive(Debug, Default)]
pub struct Record {
    beats: OwnLine<AtomicU64>,
    halt: OwnLine<AtomicU64>,
    request: OwnLine<AtomicU64>,
    acknowledgement: AtomicU64,
    beats_at_acknowledgement: AtomicU64,
}

/// 128 bytes: two lines, because x86 fetches them in pairs and some Arm lines are that long.
#[derive(Debug, Default)]
#[repr(align(128))]
struct OwnLine<T>(T);

impl Record {
    /// The number of beats so far.
    #[must_use]
    pub fn beats(&self) -> u64 {
        self.beats.0.load(Relaxed)
    }

    /// The number of beats at the acknowledgement; those after it are zombie beats.
    #[must_use]
    pub fn beats_at_acknowledgement(&self) -> u64 {
        self.beats_at_acknowledgement.load(Relaxed)
    }

    /// The instant just before the mechanism's call, in ns.
    #[must_use]
    pub fn request(&self) -> Option<u64> {
        stamp(&self.request.0)
    }

    /// The instant at which the API told the caller that the work had ended, in ns.
    #[must_use]
    pub fn acknowledgement(&self) -> Option<u64> {
        stamp(&self.acknowledgement)
    }

    /// The instant at which the work's last destructor ran, in ns.
    #[must_use]
    pub fn halt(&self) -> Option<u64> {
        stamp(&self.halt.0)
    }

    /// A load and a store, not a `fetch_add`: with one writer nothing is lost, and the work is
    /// disturbed least. Where several threads share a pulse, a beat may be lost; none is invented.
    #[inline]
    pub(crate) fn beat(&self) {
        let beats = &self.beats.0;
        beats.store(beats.load(Relaxed) + 1, Relaxed);
    }

    #[inline]
    pub(crate) fn stamp_halt(&self) {
        self.halt.0.store(clock::now_ns(), Release);
    }

    /// The swap fetches the cache line before the clock is read. A stamp that missed it would
    /// hold up the caller's next store, which may be the very flag: x86 writes in order, and that
    /// made a spinning flag look a quarter slower than it is.
    #[inline]
    pub(crate) fn stamp_request(&self) {
        self.request.0.swap(0, AcqRel);
        self.request.0.store(clock::now_ns(), Release);
    }

    pub(crate) fn stamp_acknowledgement(&self) {
        let now = clock::now_ns();
        self.beats_at_acknowledgement.store(self.beats(), Relaxed);
        self.acknowledgement.store(now, Release);
    }
}

fn stamp(cell: &AtomicU64) -> Option<u64> {
    Some(cell.load(Acquire)).filter(|&ns| ns != 0)
}
