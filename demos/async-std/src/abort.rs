//! Stopping by aborting: the task is ended from outside, by its handle's `cancel`.
//!
//! Each public function is one case: a quick task completes, and then an infinite one is asked to stop.
//! The infinite task owns a *pulse*. It *beats* once a turn ("I'm still standing"), and drops the pulse when
//! it really ends: that drop is the *halt*. `request` stamps the instant before the call that asks it to
//! stop; `acknowledge` stamps the instant after that call has returned, and keeps what it returned.
//! To see one happen: `cargo run -p demo-async-std -- story abort/blocking`.

use std::thread;

use async_std::task::{sleep, spawn, spawn_blocking, yield_now};
use stage::Stage;

/// `cancel` on a running `spawn_blocking` closure returns, and the closure goes on.
///
/// This is Python's story, built in: `spawn_blocking` is a task that awaits the closure
/// (<https://docs.rs/crate/async-std/latest/source/src/task/spawn_blocking.rs>). `cancel` ends
/// that task and says `None`, as it does for a task that has really ended. The thread never
/// hears of it. smol, on the same thread pool, waits instead.
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
    let ended: Option<()> = infinite.cancel().await;
    stage.acknowledge(ended);
}

/// `cancel` ends a task at the await where it stands.
///
/// The task is woken in order to be dropped by an executor's thread; `cancel` waits for that, and
/// returns `None` because there is no output.
/// <https://docs.rs/async-std/latest/async_std/task/struct.JoinHandle.html#method.cancel>
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
    let ended: Option<()> = infinite.cancel().await;
    stage.acknowledge(ended);
}

/// `cancel` ends a task that only yields at its next yield.
///
/// The task is always running or about to run, so it ends without a wake-up.
/// <https://docs.rs/async-std/latest/async_std/task/fn.yield_now.html>
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
    let ended: Option<()> = infinite.cancel().await;
    stage.acknowledge(ended);
}

/// `cancel` cannot end a task that never awaits, and waits for as long as it runs.
///
/// A cancelled task "won't be polled again"
/// (<https://docs.rs/async-task/latest/async_task/struct.Task.html>), but this poll never returns.
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
    let ended: Option<()> = infinite.cancel().await;
    stage.acknowledge(ended);
}
