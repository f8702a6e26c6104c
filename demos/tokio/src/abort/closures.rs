//! Aborting blocking closures: one that a task awaits, one that still waits for a thread, and one that blocks its
//! worker.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story abort/blocking-wrapped`

use std::{sync::mpsc, thread};

use still_standing::{Stage, case, not_offered, workers};
use tokio::{
    runtime::Builder,
    select,
    sync::oneshot,
    task::{block_in_place, spawn, spawn_blocking},
};

/// Aborting a task that wraps a blocking closure ends the task, and the closure goes on.
///
/// This is Python's story. The task ends at once and reports it, but nothing notifies the closure's
/// thread, which goes on. Aborting drops the future that awaits the closure, and dropping a
/// `spawn_blocking` handle only detaches it. <https://docs.rs/tokio/latest/tokio/task/fn.spawn_blocking.html>
#[case("abort/blocking-wrapped", StillStanding, run = crate::run, instead = crate::flag::blocking)]
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
    let ended = infinite.await;
    stage.acknowledge(ended);
}

tokio::task_local! {
    /// What a task carries along, as Python's context variables do.
    static NAME: &'static str;
}

/// A `task_local!` does not reach the closure of `spawn_blocking`, unless it is handed over; nor does the task's end.
///
/// `asyncio.to_thread` hands its context over, and `run_in_executor` does not. Here the value has to be read in the task
/// and set again in the closure: `sync_scope`. The closure tells what it saw without and with that, and goes on.
/// <https://docs.rs/tokio/latest/tokio/macro.task_local.html>
#[case("abort/blocking-task-local", StillStanding, run = crate::run, instead = crate::flag::blocking)]
pub async fn blocking_task_local(stage: &Stage) {
    let pulse = stage.pulse();
    let (tells, told) = oneshot::channel();
    let infinite = spawn(NAME.scope("its task's", async {
        let name = NAME.get();
        let thread = spawn_blocking(move || {
            let bare = NAME.try_get().unwrap_or("nothing");
            NAME.sync_scope(name, || {
                let _ = tells.send(format!("spawn_blocking saw {bare}, with sync_scope {}", NAME.get()));
                loop {
                    pulse.beat();
                    thread::sleep(pulse.interval());
                }
            })
        });
        thread.await
    }));
    let saw = told.await.expect("the closure tells it first");

    stage.quick_task().await;

    stage.request();
    infinite.abort();
    let ended = infinite.await;
    stage.acknowledge(format_args!("{saw}: {ended:?}"));
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
        .expect("the runtime starts");
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
        let ended = infinite.await;
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
#[case("abort/blocking-queued-saturated", Hung, queued(), instead = crate::flag::blocking)]
pub fn blocking_queued_saturated(stage: &Stage) {
    let runtime = Builder::new_multi_thread()
        .worker_threads(workers())
        .max_blocking_threads(1)
        .build()
        .expect("the runtime starts");
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
        let ended = infinite.await;
        stage.acknowledge(ended);
        drop((release, busy));
    });
}

/// `abort` cannot end a task that is inside `block_in_place`.
///
/// The poll that is in it does not return. Were the call to end, the task would end at its next await.
/// <https://docs.rs/tokio/latest/tokio/task/fn.block_in_place.html>
#[case("abort/blocking-in-place", Hung, run = crate::run, instead = crate::flag::blocking)]
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
    let ended = infinite.await;
    stage.acknowledge(ended);
}

/// `block_in_place` panics in a task of a current-thread runtime, which has no other thread for the other tasks.
///
/// So it does in a `LocalSet`. In a closure of `spawn_blocking` it is a plain call, under that runtime too.
/// <https://docs.rs/tokio/latest/tokio/task/fn.block_in_place.html>
#[not_offered("abort/blocking-in-place-current-thread")]
pub const BLOCKING_IN_PLACE_CURRENT_THREAD: &str =
    "block_in_place panics in a task of a current-thread runtime, which has no thread for the others";
