//! What has become of one world so far.

use std::{
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Wake, Waker},
};

use crate::{
    attention::Attention,
    finding::Finding,
    playing::{Next, Playing},
    stand::Stand,
};

/// What a world plays, and what it has seen. A clone is of the same world.
#[derive(Clone)]
pub(crate) struct Life {
    pub(crate) playing: Playing,
    limit: usize,
    seen: Arc<Mutex<Seen>>,
}

/// What has happened in a world.
#[derive(Default)]
pub(crate) struct Seen {
    /// How often the future has returned `Pending`.
    pub(crate) pendings: usize,
    /// How often it was polled, and so whether anything goes on.
    pub(crate) polls: usize,
    /// Where it was dropped.
    pub(crate) stand: Option<Stand>,
    /// The one drop has been, or is to be made by who owns the future.
    pub(crate) is_due: bool,
    pub(crate) is_endless: bool,
    /// Nothing went on for too long: what waits is dropped.
    is_given_up: bool,
    /// The future was not polled, and this world drops it instead.
    was_not_polled: bool,
    pub(crate) findings: Vec<Finding>,
    /// How the calls ended that are to be repeated.
    pub(crate) outputs: Vec<String>,
    attention: Option<Arc<Attention>>,
    pub(crate) waits_for_drop: Option<Waker>,
}

impl Life {
    pub(crate) fn new(playing: Playing, limit: usize) -> Self {
        Self { playing, limit, seen: Arc::default() }
    }

    pub(crate) fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All that it has seen, once it has ended.
    pub(crate) fn take(&self) -> Seen {
        mem::take(&mut self.seen())
    }

    /// A future is polled, in this task.
    pub(crate) fn is_polled(&self, attention: &Arc<Attention>) {
        let mut seen = self.seen();
        seen.polls += 1;
        seen.attention = Some(attention.clone());
    }

    /// Whether this future is the one that is not polled at all.
    pub(crate) fn takes_turn_before_poll(&self) -> bool {
        self.playing == Playing::NotPolled && !mem::replace(&mut self.seen().was_not_polled, true)
    }

    /// Whether this future is the one that waits in vain.
    pub(crate) fn takes_giving_up(&self) -> bool {
        mem::take(&mut self.seen().is_given_up)
    }

    /// Whether the next `Pending` is the last, so that it is worth knowing where it is.
    pub(crate) fn drops_next(&self) -> bool {
        let next = self.seen().pendings + 1;
        self.playing.next(next, self.limit) != Next::Waits
    }

    /// The future has returned `Pending` once more.
    pub(crate) fn pends(&self) -> Next {
        let mut seen = self.seen();
        seen.pendings += 1;
        assert!(
            seen.pendings < 8 * self.limit,
            "the world goes on for ever, although its future was dropped"
        );
        let next = self.playing.next(seen.pendings, self.limit);
        seen.is_endless |= next == Next::IsEndless;
        next
    }

    /// The future is dropped now, or is to be dropped by its owner.
    pub(crate) fn drops_at(&self, stand: Stand) {
        self.seen().stand.get_or_insert(stand);
        self.is_due();
    }

    /// Whoever waits for the time to drop it need wait no longer.
    pub(crate) fn is_due(&self) {
        let mut seen = self.seen();
        seen.is_due = true;
        if let Some(waker) = seen.waits_for_drop.take() {
            drop(seen);
            waker.wake();
        }
    }

    /// Nothing goes on: what waits is dropped where it is.
    pub(crate) fn gives_up(&self) {
        let mut seen = self.seen();
        seen.is_given_up = true;
        let attention = seen.attention.take();
        drop(seen);
        if let Some(attention) = attention {
            attention.wake();
        }
        self.is_due();
    }
}
