//! A waker that notes where it is cloned, which is where a future waits.
//!
//! A future that returns `Pending` has to keep a waker, or nobody would poll it again. It clones the one that it was
//! polled with, and so the stack at that moment leads from the future through each `.await` down to what waits.

#![allow(unsafe_code)]

use std::{
    backtrace::Backtrace,
    mem::ManuallyDrop,
    sync::{Arc, Mutex, PoisonError, Weak},
    task::{RawWaker, RawWakerVTable, Wake, Waker},
};

use crate::attention::Attention;

/// As many clones are noted in one poll. A `join!` of more futures than that waits at the first of them.
const MOST: usize = 64;

/// Lends a waker for one poll, and notes each clone of it.
pub(crate) struct Spy {
    attention: Arc<Attention>,
    seen: Mutex<Vec<Clone>>,
}

/// Where the waker was cloned, or woken at once.
struct Clone {
    backtrace: Backtrace,
    /// The clone, for as long as somebody keeps it. Who wakes at once keeps none.
    kept: Option<Weak<Kept>>,
}

/// What is given out as a clone: it wakes, and is noted no further.
struct Kept(Arc<Attention>);

impl Wake for Kept {
    fn wake(self: Arc<Self>) {
        self.0.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.wake_by_ref();
    }
}

impl Spy {
    pub(crate) fn new(attention: Arc<Attention>) -> Self {
        Self { attention, seen: Mutex::default() }
    }

    /// Calls with a waker that is not the one of any poll before, so that whoever keeps wakers clones it.
    pub(crate) fn lend<T>(&self, poll: impl FnOnce(&Waker) -> T) -> T {
        let data = std::ptr::from_ref(self).cast();
        // SAFETY: the functions of the table take `data` for a `Spy`, which it is. It outlives the waker, which is lent
        // by reference for this call alone: a clone of it is a waker of another kind.
        let lent = ManuallyDrop::new(unsafe { Waker::new(data, &TABLE) });
        poll(&lent)
    }

    /// Where a future waits that has just been polled: where clones were made that somebody keeps. An await that was
    /// over within the poll may have made some too, and has dropped them.
    pub(crate) fn seen(self) -> Vec<Backtrace> {
        let seen = self.seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        let is_kept = |clone: &Clone| clone.kept.as_ref().is_none_or(|kept| kept.strong_count() > 0);
        // Some clone, wake the clone, and wait.
        let none_is_kept = !seen.iter().any(is_kept);
        seen.into_iter().filter(|clone| none_is_kept || is_kept(clone)).map(|clone| clone.backtrace).collect()
    }

    fn note(&self, kept: Option<&Arc<Kept>>) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() < MOST {
            seen.push(Clone { backtrace: Backtrace::force_capture(), kept: kept.map(Arc::downgrade) });
        }
    }
}

static TABLE: RawWakerVTable = RawWakerVTable::new(clone, wake, wake_by_ref, drop);

unsafe fn clone(data: *const ()) -> RawWaker {
    // SAFETY: `lend` made it of a `Spy` that is still borrowed.
    let spy = unsafe { &*data.cast::<Spy>() };
    let kept = Arc::new(Kept(spy.attention.clone()));
    spy.note(Some(&kept));
    let waker = ManuallyDrop::new(Waker::from(kept));
    RawWaker::new(waker.data(), waker.vtable())
}

/// Never called: it would take the waker by value, and only references to it are given out.
unsafe fn wake(data: *const ()) {
    // SAFETY: as below.
    unsafe { wake_by_ref(data) };
}

/// A future that wakes itself within its poll, to yield, needs no clone. It waits there all the same.
unsafe fn wake_by_ref(data: *const ()) {
    // SAFETY: `lend` made it of a `Spy` that is still borrowed.
    let spy = unsafe { &*data.cast::<Spy>() };
    spy.note(None);
    spy.attention.wake_by_ref();
}

/// It owns nothing.
unsafe fn drop(_: *const ()) {}
