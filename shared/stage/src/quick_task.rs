//! The quick task, and the latch that completes it.

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::Duration,
};

use crate::processes::this_thread;

/// The quick task of the scenario, which completes first. Await it, or [`wait`](Self::wait) for
/// it where there is no executor.
///
/// It belongs to no runtime on purpose: a timer of the runtime's would complete it on the same
/// tick as a beat, and a polled flag would then always seem to take a whole beat. The harness, which holds
/// the [`Latch`], completes it at a random phase of the beat instead.
#[derive(Debug)]
#[must_use = "the quick task is over only when it has been awaited"]
pub struct QuickTask(pub(crate) Arc<Latch>);

impl QuickTask {
    /// Blocks the calling thread until the quick task is done.
    pub fn wait(self) {
        let mut scene = self.0.scene();
        scene.asker = this_thread();
        scene.awaited = true;
        self.0.changed.notify_all();
        while !scene.done {
            scene = self.0.changed.wait(scene).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Future for QuickTask {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut scene = self.0.scene();
        if scene.done {
            return Poll::Ready(());
        }
        scene.waker = Some(context.waker().clone());
        if !scene.awaited {
            scene.asker = this_thread();
            scene.awaited = true;
            self.0.changed.notify_all();
        }
        Poll::Pending
    }
}

/// The harness's end of a [`QuickTask`]: it knows when the task is first awaited, and completes it.
#[derive(Debug, Default)]
pub struct Latch {
    scene: Mutex<Scene>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Scene {
    awaited: bool,
    /// The thread that awaits, as the system's thread id.
    asker: Option<u32>,
    done: bool,
    waker: Option<Waker>,
}

impl Latch {
    /// Blocks until the quick task is awaited, but for `patience` at most. Returns whether it was awaited.
    #[must_use]
    pub fn is_awaited_within(&self, patience: Duration) -> bool {
        self.changed
            .wait_timeout_while(self.scene(), patience, |scene| !scene.awaited)
            .map_or_else(|poisoned| poisoned.into_inner().0.awaited, |(scene, _)| scene.awaited)
    }

    /// The id of the thread that awaits the quick task, which will make the request. `None` if no thread awaits
    /// it yet, or if the system has no thread ids.
    #[must_use]
    pub fn asker(&self) -> Option<u32> {
        self.scene().asker
    }

    /// Wakes the thread or task that awaits the quick task, to no effect: it looks, and goes on waiting.
    pub fn wake_waiter(&self) {
        let waker = self.scene().waker.clone();
        self.changed.notify_all();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Completes the quick task.
    pub fn open(&self) {
        let waker = {
            let mut scene = self.scene();
            scene.done = true;
            scene.waker.take()
        };
        self.changed.notify_all();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn scene(&self) -> MutexGuard<'_, Scene> {
        self.scene.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
