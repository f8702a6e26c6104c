//! The quick task, and the latch that completes it.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
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
///
/// A task of the runtime's own may await it, or another thread. The thread that asks is the one that took it.
#[derive(Debug)]
#[must_use = "the quick task is over only when it has been awaited"]
pub struct QuickTask {
    latch: Arc<Latch>,
    /// The thread that took it, as the system's thread id.
    taker: Option<u32>,
}

impl QuickTask {
    /// The quick task that this latch completes, taken by the calling thread.
    pub(crate) fn of(latch: Arc<Latch>) -> Self {
        Self { latch, taker: this_thread() }
    }

    /// Blocks the calling thread until the quick task is done.
    pub fn wait(self) {
        let mut scene = self.latch.scene();
        self.begin(&mut scene);
        while !scene.done {
            scene = self.latch.changed.wait(scene).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Notes that the calling thread awaits it, and for whom.
    fn begin(&self, scene: &mut Scene) {
        scene.asker = self.taker;
        scene.is_a_task = self.taker != this_thread();
        scene.awaited = true;
        self.latch.changed.notify_all();
    }
}

impl Future for QuickTask {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut scene = self.latch.scene();
        if scene.done {
            return Poll::Ready(());
        }
        scene.waker = Some(context.waker().clone());
        if !scene.awaited {
            self.begin(&mut scene);
        }
        Poll::Pending
    }
}

/// The harness's end of a [`QuickTask`]: it knows when the task is first awaited, and completes it.
#[derive(Debug, Default)]
pub struct Latch {
    scene: Mutex<Scene>,
    changed: Condvar,
    /// Whether the quick task was completed ahead of the request.
    is_ahead: AtomicBool,
}

#[derive(Debug, Default)]
struct Scene {
    awaited: bool,
    /// The thread that will ask, as the system's thread id.
    asker: Option<u32>,
    /// Whether another thread than that one awaits.
    is_a_task: bool,
    done: bool,
    /// Whether the request may be made.
    open: bool,
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

    /// The id of the thread that took the quick task, and will make the request. `None` if nothing awaits the quick
    /// task yet, or if the system has no thread ids.
    #[must_use]
    pub fn asker(&self) -> Option<u32> {
        self.scene().asker
    }

    /// Whether the quick task is a task, or a thread, beside the one that asks.
    #[must_use]
    pub fn is_a_task(&self) -> bool {
        self.scene().is_a_task
    }

    /// Wakes the thread or task that awaits the quick task, to no effect: it looks, and goes on waiting.
    pub fn wake_waiter(&self) {
        let waker = self.scene().waker.clone();
        self.changed.notify_all();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Completes the quick task ahead of the request, which [`open`](Self::open) then lets through: `request()` blocks
    /// until then.
    pub fn complete_ahead(&self) {
        self.is_ahead.store(true, Relaxed);
        self.complete(self.scene());
    }

    /// Completes the quick task, and lets the request through.
    pub fn open(&self) {
        let mut scene = self.scene();
        scene.open = true;
        self.complete(scene);
    }

    fn complete(&self, mut scene: MutexGuard<'_, Scene>) {
        scene.done = true;
        let waker = scene.waker.take();
        drop(scene);
        self.changed.notify_all();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Blocks the thread that asks until it may, if the quick task was completed ahead.
    #[inline]
    pub(crate) fn let_through(&self) {
        if self.is_ahead.load(Relaxed) {
            self.wait_until_open();
        }
    }

    #[cold]
    fn wait_until_open(&self) {
        let closed = self.changed.wait_while(self.scene(), |scene| !scene.open);
        drop(closed.unwrap_or_else(PoisonError::into_inner));
    }

    fn scene(&self) -> MutexGuard<'_, Scene> {
        self.scene.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::mpsc::{self, RecvTimeoutError},
        thread,
    };

    use super::*;
    use crate::Stage;

    /// Longer than a thread takes to get to its next line.
    const A_WHILE: Duration = Duration::from_millis(50);
    const PATIENCE: Duration = Duration::from_secs(60);

    #[test]
    fn whoever_takes_the_quick_task_asks_and_another_thread_that_awaits_it_is_a_task() {
        for awaited_by_another in [false, true] {
            let (stage, ended) = (Stage::new(Duration::from_millis(1)), mpsc::channel());
            thread::scope(|scope| {
                let taker = scope.spawn(|| {
                    let (taker, quick_task) = (this_thread(), stage.quick_task());
                    if awaited_by_another {
                        thread::scope(|scope| scope.spawn(|| quick_task.wait()).join().expect("it waits"));
                    } else {
                        quick_task.wait();
                    }
                    ended.0.send(taker).expect("the test listens");
                });
                assert!(stage.latch().is_awaited_within(PATIENCE));
                let seen = (stage.latch().asker(), stage.latch().is_a_task());
                stage.latch().open();
                taker.join().expect("the quick task is done");
                let has_ids = cfg!(target_os = "linux");
                assert_eq!(seen, (ended.1.recv().expect("it ended"), awaited_by_another && has_ids));
            });
        }
    }

    #[test]
    fn a_quick_task_that_is_completed_ahead_holds_the_request_up_until_the_latch_is_open() {
        for ahead in [false, true] {
            let (stage, asked) = (Stage::new(Duration::from_millis(1)), mpsc::channel());
            thread::scope(|scope| {
                let quick_task = stage.quick_task();
                if ahead {
                    stage.latch().complete_ahead();
                }
                scope.spawn(|| {
                    if ahead {
                        quick_task.wait();
                    }
                    stage.request();
                    asked.0.send(()).expect("the test listens");
                });
                let soon = asked.1.recv_timeout(if ahead { A_WHILE } else { PATIENCE });
                assert_eq!(soon, if ahead { Err(RecvTimeoutError::Timeout) } else { Ok(()) });
                assert_eq!(stage.stamps().request().is_some(), !ahead);
                stage.latch().open();
            });
            assert!(stage.stamps().request().is_some());
        }
    }
}
