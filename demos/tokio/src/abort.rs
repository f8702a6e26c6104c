//! Stopping by aborting: the task is ended from outside, by its handle.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story abort/awaiting`

pub mod children;
pub mod closures;
pub mod crowd;
pub mod scheduler;
pub mod shutdown;

use std::thread;

use still_standing::{Stage, case};
use tokio::{
    task::{JoinSet, spawn, spawn_blocking, yield_now},
    time::sleep,
};

/// A quick task and an infinite one in a `JoinSet`; `abort` ends the infinite one at the await where it stands.
///
/// `join_next` returns when the first of the two has completed. The other is woken so that a worker drops it, and then
/// leaves the set as `Cancelled`. <https://docs.rs/tokio/latest/tokio/task/index.html#cancellation>,
/// <https://docs.rs/tokio/latest/tokio/task/struct.JoinSet.html#method.join_next>
#[case("abort/awaiting", Stopped, Wake, run = crate::run)]
pub async fn awaiting(stage: &Stage) {
    let mut tasks = JoinSet::new();
    tasks.spawn(stage.quick_task());
    let pulse = stage.pulse();
    let infinite = tasks.spawn(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    let first = tasks.join_next().await;
    let counts = format!("finished {}, unfinished {}", first.iter().len(), tasks.len());

    stage.request();
    infinite.abort();
    let ended = tasks.join_next().await;
    stage.acknowledge(format_args!("{counts}: {ended:?}"));
}

/// A task that only yields ends at its next yield.
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
    let ended = infinite.await;
    stage.acknowledge(ended);
}

/// A task that never awaits cannot be ended, and the wait for its end has none.
///
/// A task can be dropped only before its first poll or between two, and this poll never returns.
/// <https://docs.rs/tokio/latest/tokio/task/index.html#cancellation>, <https://github.com/tokio-rs/tokio/issues/4730>
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
    infinite.abort();
    let ended = infinite.await;
    stage.acknowledge(ended);
}

/// A task whose awaits are always ready cannot be ended, and the wait for its end has none.
///
/// Such an await never returns `Pending`, so the poll goes on.
/// tokio's free lock, a message, a socket and a timer spend a budget, and return `Pending` once it is spent:
/// `tokio/abort/yielding-coop` stops.
/// <https://docs.rs/tokio/latest/tokio/task/coop/index.html>,
/// <https://github.com/tokio-rs/tokio/issues/4291>, <https://github.com/tokio-rs/tokio/issues/2542>
#[case("abort/hogging-ready", Hung, run = crate::run, instead = crate::abort::scheduler::yielding_coop)]
pub async fn hogging_ready(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        loop {
            pulse.beat();
            std::future::ready(()).await;
        }
    });

    stage.quick_task().await;

    stage.request();
    infinite.abort();
    let ended = infinite.await;
    stage.acknowledge(ended);
}

/// A running blocking closure cannot be cancelled, and the wait for its end lasts as long as it runs.
///
/// Such tasks "cannot be aborted because they are not async"
/// (<https://docs.rs/tokio/latest/tokio/task/fn.spawn_blocking.html>).
/// <https://github.com/tokio-rs/tokio/issues/4853>
#[case("abort/blocking", Hung, run = crate::run, instead = crate::flag::blocking)]
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
    let ended = infinite.await;
    stage.acknowledge(ended);
}
