//! A waker that notes where it is cloned, which is where a future waits.
//!
//! A future that returns `Pending` has to keep a waker, or nobody would poll it again. It clones the one that it was
//! polled with, and so the stack at that moment leads from the future through each `.await` down to what waits.

#![allow(unsafe_code)]

use std::{
    backtrace::Backtrace,
    mem::ManuallyDrop,
    sync::{Mutex, PoisonError},
    task::{RawWaker, RawWakerVTable, Waker},
};

/// As many clones are noted in one poll. A `join!` of more futures than that waits at the first of them.
const MOST: usize = 64;

/// Lends a waker for one poll, and notes each clone of it.
pub(crate) struct Spy {
    /// What is given out as a clone: it wakes, and notes nothing further.
    plain: Waker,
    seen: Mutex<Vec<Backtrace>>,
}

impl Spy {
    pub(crate) fn new(plain: Waker) -> Self {
        Self { plain, seen: Mutex::default() }
    }

    /// Calls with a waker that is not the one of any poll before, so that whoever keeps wakers clones it.
    pub(crate) fn lend<T>(&self, poll: impl FnOnce(&Waker) -> T) -> T {
        let data = std::ptr::from_ref(self).cast();
        // SAFETY: the functions of the table take `data` for a `Spy`, which it is. It outlives the waker, which is lent
        // by reference for this call alone: a clone of it is the plain waker.
        let lent = ManuallyDrop::new(unsafe { Waker::new(data, &TABLE) });
        poll(&lent)
    }

    /// Where it was cloned.
    pub(crate) fn seen(self) -> Vec<Backtrace> {
        self.seen.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() < MOST {
            seen.push(Backtrace::force_capture());
        }
    }
}

static TABLE: RawWakerVTable = RawWakerVTable::new(clone, wake, wake_by_ref, drop);

unsafe fn clone(data: *const ()) -> RawWaker {
    // SAFETY: `lend` made it of a `Spy` that is still borrowed.
    let spy = unsafe { &*data.cast::<Spy>() };
    spy.note();
    let plain = ManuallyDrop::new(spy.plain.clone());
    RawWaker::new(plain.data(), plain.vtable())
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
    spy.note();
    spy.plain.wake_by_ref();
}

/// It owns nothing.
unsafe fn drop(_: *const ()) {}
