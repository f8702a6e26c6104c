//! Stopping by aborting: the task is ended from outside, by its handle's `cancel`.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-async-std -- story abort/blocking`

pub mod crowd;

use std::thread;

use async_std::{
    prelude::FutureExt,
    sync::Mutex,
    task::{current, sleep, spawn, spawn_blocking, yield_now},
};
use still_standing::{Stage, case};

/// The `race` of a quick task and an infinite one; `cancel` ends the infinite one at the await where it stands.
///
/// `race` returns the output of the first of the two that completes: its id. The other is woken so that an executor's
/// thread drops it; `cancel` waits for that, and returns `None` because there is no output.
/// <https://docs.rs/async-std/latest/async_std/task/struct.JoinHandle.html#method.cancel>,
/// <https://docs.rs/async-std/latest/async_std/prelude/trait.FutureExt.html#method.race>
#[case("abort/awaiting", Stopped, Wake, run = crate::run)]
pub async fn awaiting(stage: &Stage) {
    let quick_task = stage.quick_task();
    let mut quick = spawn(async {
        quick_task.await;
        current().id()
    });
    let pulse = stage.pulse();
    let mut infinite = spawn(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    let first = (&mut quick).race(&mut infinite).await;
    let finished = [&quick, &infinite].into_iter().filter(|handle| handle.task().id() == first).count();
    let counts = format!("finished {finished}, unfinished {}", 2 - finished);

    stage.request();
    let ended = infinite.cancel().await;
    stage.acknowledge(format_args!("{counts}: {ended:?}"));
}

/// A task that only yields ends at its next yield.
///
/// The task is always running or about to run, so no thread has to be woken for it to end.
/// <https://docs.rs/async-std/latest/async_std/task/fn.yield_now.html>
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
    let ended = infinite.cancel().await;
    stage.acknowledge(ended);
}

/// A task that never awaits cannot be ended, and the wait for its end has none.
///
/// A cancelled task "won't be polled again"
/// (<https://docs.rs/async-task/latest/async_task/struct.Task.html>), but this poll never returns.
#[case("abort/hogging", Hung, run = crate::run, instead = yielding)]
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
    let ended = infinite.cancel().await;
    stage.acknowledge(ended);
}

/// A task whose awaits are always ready cannot be ended, and the wait for its end has none.
///
/// The lock is always free, so `lock` never returns `Pending`, and the poll goes on. So it is with a channel, a socket and
/// others: `demos/async-std/tests/ready.rs` tries them. tokio gives each poll a budget, and its lock makes the task yield:
/// `tokio/abort/yielding-coop`.
/// <https://docs.rs/async-std/latest/async_std/sync/struct.Mutex.html#method.lock>
#[case("abort/hogging-ready", Hung, run = crate::run, instead = yielding)]
pub async fn hogging_ready(stage: &Stage) {
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
    let ended = infinite.cancel().await;
    stage.acknowledge(ended);
}

/// `cancel` on a running `spawn_blocking` closure returns, and the closure goes on.
///
/// This is Python's story, built in: `spawn_blocking` is a task that awaits the closure
/// (<https://docs.rs/crate/async-std/latest/source/src/task/spawn_blocking.rs>). `cancel` ends that task
/// and returns `None`, as it does for a task that has really ended. Nothing notifies the closure's thread.
/// smol's `cancel`, on the same thread pool, waits for the closure instead.
#[case("abort/blocking", StillStanding, run = crate::run, instead = crate::flag::blocking)]
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
    let ended = infinite.cancel().await;
    stage.acknowledge(ended);
}
