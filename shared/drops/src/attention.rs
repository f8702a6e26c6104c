//! Whether the future was woken, and whom that wakes.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    task::{Wake, Waker},
};

/// What the waker wakes that a future under test is polled with.
///
/// An executor may poll for reasons of its own: a `join!` polls all its parts when one was woken. Those polls are kept
/// from the future, so that it is polled once for each time that it was woken, and a world is the same each time.
#[derive(Default)]
pub(crate) struct Attention {
    woken: AtomicBool,
    task: Mutex<Option<Waker>>,
}

impl Attention {
    /// The task to wake, which may be another one at each poll.
    pub(crate) fn is_polled_by(&self, task: &Waker) {
        *self.task.lock().unwrap_or_else(PoisonError::into_inner) = Some(task.clone());
    }

    /// Whether it was woken since the last call.
    pub(crate) fn take(&self) -> bool {
        self.woken.swap(false, SeqCst)
    }
}

impl Wake for Attention {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, SeqCst);
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(task) = task {
            task.wake();
        }
    }
}
