//! The stamps of one playing of one case.

use std::sync::atomic::{
    AtomicU64,
    Ordering::{AcqRel, Acquire, Relaxed, Release},
};

use crate::{
    clock,
    memory::{Marks, RETURNED},
    processes::is_gone,
};

/// How the memory says that an invariant held, or that it didn't.
const HELD: u64 = 1;
const BROKEN: u64 = 2;

/// What has happened so far in one playing of a case. Times are in nanoseconds of
/// [`clock::now_ns`]. Copies are handles to the same stamps.
#[derive(Debug, Clone, Copy)]
pub struct Stamps(pub(crate) &'static Marks);

impl Stamps {
    /// The number of beats so far.
    #[must_use]
    pub fn beats(&self) -> u64 {
        self.0.work.0.beats.load(Relaxed)
    }

    /// The number of beats at the acknowledgement; those after it are zombie beats.
    #[must_use]
    pub fn beats_at_acknowledgement(&self) -> u64 {
        self.0.acknowledged.0.beats.load(Relaxed)
    }

    /// The instant just before the mechanism's call, in ns.
    #[must_use]
    pub fn request(&self) -> Option<u64> {
        stamp(&self.0.request.0)
    }

    /// The instant at which the API had told the caller that the work had ended, in ns.
    #[must_use]
    pub fn acknowledgement(&self) -> Option<u64> {
        stamp(&self.0.acknowledged.0.acknowledgement)
    }

    /// What the API's call returned, as `Debug` writes it.
    #[must_use]
    pub fn returned(&self) -> Option<String> {
        self.acknowledgement()?;
        let length = self.0.acknowledged.0.returned_length.load(Acquire) as usize;
        let bytes: Vec<u8> = self.0.returned.0.iter().take(length).map(|byte| byte.load(Relaxed)).collect();
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The instant at which the work's last destructor ran, in ns.
    #[must_use]
    pub fn halt(&self) -> Option<u64> {
        stamp(&self.0.halt.0)
    }

    /// The process that does the work, if it isn't this one.
    #[must_use]
    pub fn process(&self) -> Option<u32> {
        stamp(&self.0.process.0.id).and_then(|id| u32::try_from(id).ok())
    }

    /// The thread that will make the request, if it is in another process.
    #[must_use]
    pub fn requester(&self) -> Option<u32> {
        stamp(&self.0.process.0.requester).and_then(|id| u32::try_from(id).ok())
    }

    /// What a beat costs in the language of the other process, in ns, if that process has stamped it.
    #[must_use]
    pub fn beat_cost(&self) -> Option<u64> {
        stamp(&self.0.process.0.beat_cost)
    }

    /// What a stamp costs in the language of the other process, in ns, if that process has stamped it: to read the
    /// clock, and to write what it said.
    #[must_use]
    pub fn stamp_cost(&self) -> Option<u64> {
        stamp(&self.0.process.0.stamp_cost)
    }

    /// The thread that is stuck, by the system's number, after its last beat.
    #[must_use]
    pub fn stuck_thread(&self) -> Option<u32> {
        stamp(&self.0.process.0.stuck_thread).and_then(|id| u32::try_from(id).ok())
    }

    /// The instant of the last beat of work that is stuck, in ns.
    #[must_use]
    pub fn stuck_since(&self) -> Option<u64> {
        stamp(&self.0.process.0.stuck_since)
    }

    /// The end of the process that does the work, or of the thread that is stuck, in ns, as the harness saw it.
    #[must_use]
    pub fn end(&self) -> Option<u64> {
        stamp(&self.0.process.0.end)
    }

    /// When the work really ended, in ns: its halt, or the end of its process or thread if no destructor has
    /// stamped a halt.
    #[must_use]
    pub fn ended(&self) -> Option<u64> {
        self.halt().or(self.end())
    }

    /// How many records the work was given and did not finish; `None` if it was given none.
    #[must_use]
    pub fn records_lost(&self) -> Option<u64> {
        let finished = self.0.work.0.finished.load(Relaxed) + self.0.parts.0.finished.load(Relaxed);
        Some(self.records_given()?.saturating_sub(finished))
    }

    /// How many records the work was given; `None` if it was given none.
    #[must_use]
    pub fn records_given(&self) -> Option<u64> {
        stamp(&self.0.work.0.given)
    }

    /// Whether the case's invariant held after the work had ended; `None` if the case states none.
    #[must_use]
    pub fn invariant(&self) -> Option<bool> {
        stamp(&self.0.work.0.invariant).map(|stamp| stamp == HELD)
    }

    /// For the harness: the process that does the work, or the thread that is stuck, has ended. The first to
    /// see it stamps it.
    pub fn stamp_end(&self) {
        self.end_at(clock::now_ns());
    }

    pub(crate) fn end_at(&self, now: u64) {
        let _ = self.0.process.0.end.compare_exchange(0, now, AcqRel, Relaxed);
    }

    /// A load and a store instead of a `fetch_add`: with one writer nothing is lost, and this disturbs the
    /// work least. If several threads share a pulse, a beat may be lost, but none is invented.
    #[inline]
    pub(crate) fn beat(&self) {
        add_one(&self.0.work.0.beats);
    }

    /// The thread is stamped last: it says that the rest is there.
    pub(crate) fn last_beat(&self, thread: Option<u32>) {
        self.beat();
        let process = &self.0.process.0;
        process.stuck_since.store(clock::now_ns(), Relaxed);
        process.stuck_thread.store(thread.map_or(0, u64::from), Release);
    }

    pub(crate) fn give_record(&self) {
        add_one(&self.0.work.0.given);
    }

    pub(crate) fn finish_record(&self) {
        add_one(&self.0.work.0.finished);
    }

    pub(crate) fn stamp_invariant(&self, holds: bool) {
        self.0.work.0.invariant.store(if holds { HELD } else { BROKEN }, Release);
    }

    #[inline]
    pub(crate) fn stamp_halt(&self) {
        self.0.halt.0.store(clock::now_ns(), Release);
    }

    /// The swap fetches the cache line before the clock is read. Without it, a stamp that misses the cache
    /// would hold up the caller's next store, which may be the flag itself: x86 writes in order, and that made a
    /// spinning flag look a quarter slower than it is.
    #[inline]
    pub(crate) fn stamp_request(&self) {
        self.0.request.0.swap(0, AcqRel);
        self.0.request.0.store(clock::now_ns(), Release);
    }

    pub(crate) fn stamp_acknowledgement(&self) {
        let (now, cells) = (clock::now_ns(), &self.0.acknowledged.0);
        cells.beats.store(self.beats(), Relaxed);
        cells.acknowledgement.store(now, Release);
        if self.process().is_some_and(is_gone) || self.is_of_processes_that_are_gone() {
            self.end_at(now);
        }
    }

    pub(crate) fn keep_returned(&self, text: &str) {
        let length = text.len().min(RETURNED);
        self.0.returned.0.iter().zip(text.bytes()).for_each(|(place, byte)| place.store(byte, Relaxed));
        self.0.acknowledged.0.returned_length.store(length as u64, Release);
    }

    /// Touches the clock and the memory. A new process would otherwise fetch both with its first stamp, and
    /// that took ten times as long as what is stamped. Nothing is stamped here, not even for a moment, because
    /// the harness may be watching.
    pub(crate) fn warm_up(self) {
        let _ = clock::now_ns();
        self.0.halt.0.swap(0, AcqRel);
    }

    /// Notes the number of the process that does the work, where it is another one than that of the stage.
    pub fn stamp_process(&self, id: u32) {
        self.0.process.0.id.store(u64::from(id), Release);
    }
}

pub(crate) fn stamp(cell: &AtomicU64) -> Option<u64> {
    Some(cell.load(Acquire)).filter(|&ns| ns != 0)
}

#[inline]
fn add_one(cell: &AtomicU64) {
    cell.store(cell.load(Relaxed) + 1, Relaxed);
}

#[cfg(test)]
mod tests {
    use std::thread;

    use crate::memory;

    use super::*;

    /// Under load, the harness once took a worker that had just begun for one that had ended by itself.
    #[test]
    fn who_watches_a_worker_begin_sees_no_halt() {
        let stamps = Stamps(memory::own());
        thread::scope(|scope| {
            let begins = scope.spawn(move || (0..1_000_000).for_each(|_| stamps.warm_up()));
            while !begins.is_finished() {
                assert_eq!(stamps.halt(), None);
            }
        });
    }
}
