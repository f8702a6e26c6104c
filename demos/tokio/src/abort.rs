//! Stopping by aborting: the task is ended from outside, by its handle.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story abort/blocking-wrapped`

pub mod crowd;
pub mod shutdown;

use std::{future::ready, hint, sync::mpsc, thread};

use still_standing::{Stage, case, not_offered, workers};
use tokio::{
    runtime::Builder,
    select,
    sync::Mutex,
    task::{block_in_place, spawn, spawn_blocking, yield_now},
    time::sleep,
};

/// Aborting a task that wraps a blocking closure ends the task, and the closure goes on.
///
/// This is Python's story. The task ends at once and reports it, but nothing notifies the closure's
/// thread, which goes on. Aborting drops the future that awaits the closure, and dropping a
/// `spawn_blocking` handle only detaches it. <https://github.com/tokio-rs/tokio/issues/4400>
#[case("abort/blocking-wrapped", StillStanding, Wake, run = crate::run)]
pub async fn blocking_wrapped(stage: &Stage) {
    let pulse = stage.pulse();
    let mut infinite = spawn(async move {
        let thread = spawn_blocking(move || {
            loop {
                pulse.beat();
                thread::sleep(pulse.interval());
            }
        });
        thread.await
    });

    // As with Python's FIRST_COMPLETED, the quick task ends the wait.
    select! {
        _ = &mut infinite => {}
        () = stage.quick_task() => {}
    }

    stage.request();
    infinite.abort();
    let ended = infinite.await.map(|_: Result<(), _>| ());
    stage.acknowledge(ended);
}

/// `abort` ends a task at the await where it stands.
///
/// The task is woken so that a worker drops it; the awaited handle then resolves to `Cancelled`.
/// <https://docs.rs/tokio/latest/tokio/task/index.html#cancellation>
#[case("abort/awaiting", Stopped, Wake, run = crate::run)]
pub async fn awaiting(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    stage.quick_task().await;

    stage.request();
    infinite.abort();
    let ended: Result<(), _> = infinite.await;
    stage.acknowledge(ended);
}

/// The caller keeps computing after its request, and polls `is_finished` until the task has ended.
///
/// If the caller has a core of its own, this changes nothing. If it shares the core with the runtime's
/// workers, the woken worker waits until the caller's time slice is over.
/// <https://docs.rs/tokio/latest/tokio/task/struct.JoinHandle.html#method.is_finished>
#[case("abort/awaiting-busy-caller", Stopped, Wake, run = crate::run)]
pub async fn awaiting_busy_caller(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    stage.quick_task().await;

    stage.request();
    infinite.abort();
    while !infinite.is_finished() {
        hint::spin_loop();
    }
    let ended: Result<(), _> = infinite.await;
    stage.acknowledge(ended);
}

/// `abort` ends a task that only yields at its next yield.
///
/// The task is always running or about to run, so no thread has to be woken for it to end.
/// <https://docs.rs/tokio/latest/tokio/task/fn.yield_now.html>
#[case("abort/yielding", Stopped, Line, run = crate::run)]
pub async fn yielding(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        loop {
            pulse.beat();
            yield_now().await;
        }
    });

    stage.quick_task().await;

    stage.request();
    infinite.abort();
    let ended: Result<(), _> = infinite.await;
    stage.acknowledge(ended);
}

/// `abort` ends a task whose awaits are always ready, if they are tokio's own.
///
/// The lock is always free, but a poll has a budget of 128 operations, and once it is spent, `lock` returns
/// `Pending`. An await that is not tokio's spends nothing: `tokio/abort/hogging-ready`; smol's lock has no
/// budget: `smol/abort/hogging-ready`. <https://docs.rs/tokio/latest/tokio/task/coop/index.html>
#[case("abort/yielding-coop", Stopped, Line, run = crate::run)]
pub async fn yielding_coop(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        let lock = Mutex::new(());
        loop {
            pulse.beat();
            drop(lock.lock().await);
        }
    });

    stage.quick_task().await;

    stage.request();
    infinite.abort();
    let ended: Result<(), _> = infinite.await;
    stage.acknowledge(ended);
}

/// `abort` cannot end a task that never awaits.
///
/// A task can be dropped only between two polls, and this poll never returns.
/// <https://docs.rs/tokio/latest/tokio/task/index.html#cancellation>,
/// <https://github.com/tokio-rs/tokio/issues/4730>
#[case("abort/hogging", Hung, Wake, run = crate::run)]
pub async fn hogging(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().await;

    stage.request();
    infinite.abort();
    let ended: Result<(), _> = infinite.await;
    stage.acknowledge(ended);
}

/// `abort` cannot end a task whose awaits are always ready.
///
/// Such an await never returns `Pending`, so the poll goes on. tokio's budget counts only what tokio's own
/// primitives do: `tokio/abort/yielding-coop` stops.
/// <https://docs.rs/tokio/latest/tokio/task/coop/index.html>,
/// <https://github.com/tokio-rs/tokio/issues/4291>, <https://github.com/tokio-rs/tokio/issues/2542>
#[case("abort/hogging-ready", Hung, Wake, run = crate::run)]
pub async fn hogging_ready(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        loop {
            pulse.beat();
            ready(()).await;
        }
    });

    stage.quick_task().await;

    stage.request();
    infinite.abort();
    let ended: Result<(), _> = infinite.await;
    stage.acknowledge(ended);
}

/// Aborting a running `spawn_blocking` closure does nothing, and its handle waits for as long as it runs.
///
/// Such tasks "cannot be aborted because they are not async"
/// (<https://docs.rs/tokio/latest/tokio/task/fn.spawn_blocking.html>).
/// <https://github.com/tokio-rs/tokio/issues/4853>
#[case("abort/blocking", Hung, Wake, run = crate::run)]
pub async fn blocking(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn_blocking(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().await;

    stage.request();
    infinite.abort();
    let ended: Result<(), _> = infinite.await;
    stage.acknowledge(ended);
}

/// A `spawn_blocking` closure that still waits for a thread is aborted before it starts.
///
/// The pool's one thread is busy with another closure. Once that ends, the thread takes the
/// aborted one from the queue, sees that it is cancelled, and drops it.
/// <https://docs.rs/tokio/latest/tokio/task/fn.spawn_blocking.html>,
/// <https://github.com/tokio-rs/tokio/pull/7501>. For a pool that stays full, see
/// `tokio/abort/blocking-queued-saturated`.
#[case("abort/blocking-queued", NeverStarted, Wake)]
pub fn blocking_queued(stage: &Stage) {
    let runtime = Builder::new_multi_thread()
        .worker_threads(workers())
        .max_blocking_threads(1)
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let (release, released) = mpsc::channel::<()>();
        let busy = spawn_blocking(move || released.recv());
        let pulse = stage.pulse();
        let infinite = spawn_blocking(move || {
            loop {
                pulse.beat();
                thread::sleep(pulse.interval());
            }
        });

        stage.quick_task().await;

        stage.request();
        infinite.abort();
        drop(release);
        let ended: Result<(), _> = infinite.await;
        stage.acknowledge(ended);
        drop(busy);
    });
}

/// The handle of an aborted `spawn_blocking` closure waits for as long as the pool stays full.
///
/// `abort` only marks the closure as cancelled. It stays in the queue until a thread of the pool takes it out
/// and drops it, and here the one thread is busy for as long as the caller waits.
/// <https://docs.rs/tokio/latest/tokio/runtime/struct.Builder.html#method.max_blocking_threads>,
/// <https://github.com/tokio-rs/tokio/pull/7501>
#[case("abort/blocking-queued-saturated", Hung, Wake, queued())]
pub fn blocking_queued_saturated(stage: &Stage) {
    let runtime = Builder::new_multi_thread()
        .worker_threads(workers())
        .max_blocking_threads(1)
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let (release, released) = mpsc::channel::<()>();
        let busy = spawn_blocking(move || released.recv());
        let pulse = stage.pulse();
        let infinite = spawn_blocking(move || {
            loop {
                pulse.beat();
                thread::sleep(pulse.interval());
            }
        });

        stage.quick_task().await;

        stage.request();
        infinite.abort();
        let ended: Result<(), _> = infinite.await;
        stage.acknowledge(ended);
        drop((release, busy));
    });
}

/// `abort` cannot end a task that is inside `block_in_place`.
///
/// The task gave its worker away and blocks the thread, so it is not polled any more.
/// <https://docs.rs/tokio/latest/tokio/task/fn.block_in_place.html>
#[case("abort/blocking-in-place", Hung, Wake, run = crate::run)]
pub async fn blocking_in_place(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        block_in_place(|| {
            loop {
                pulse.beat();
                thread::sleep(pulse.interval());
            }
        });
    });

    stage.quick_task().await;

    stage.request();
    infinite.abort();
    let ended: Result<(), _> = infinite.await;
    stage.acknowledge(ended);
}

/// On a current-thread runtime the caller's own thread drops the task, while the caller awaits it.
///
/// There is no worker to wake: the halt is a few instructions after the request, and the caller learns of
/// it at once. <https://docs.rs/tokio/latest/tokio/runtime/index.html#current-thread-scheduler>
#[case("abort/awaiting-current-thread", Stopped, Inline)]
pub fn awaiting_current_thread(stage: &Stage) {
    let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(async {
        let pulse = stage.pulse();
        let infinite = spawn(async move {
            loop {
                pulse.beat();
                sleep(pulse.interval()).await;
            }
        });

        stage.quick_task().await;

        stage.request();
        infinite.abort();
        let ended: Result<(), _> = infinite.await;
        stage.acknowledge(ended);
    });
}

/// On a current-thread runtime a task that never awaits keeps the only thread, so no other task can ask.
///
/// <https://docs.rs/tokio/latest/tokio/task/coop/index.html#cooperative-scheduling>
#[not_offered("abort/hogging-current-thread")]
pub const HOGGING_CURRENT_THREAD: &str =
    "the task keeps the only thread, so a caller on it never gets its turn to ask";

/// `block_in_place` panics on a current-thread runtime, which has no other thread for the other tasks.
///
/// <https://docs.rs/tokio/latest/tokio/task/fn.block_in_place.html>
#[not_offered("abort/blocking-in-place-current-thread")]
pub const BLOCKING_IN_PLACE_CURRENT_THREAD: &str =
    "block_in_place panics on a current-thread runtime, which has no other thread for the other tasks";
