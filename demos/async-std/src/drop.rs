//! Stopping by dropping: the task's handle, or what owns it, is dropped.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-async-std -- story drop/awaiting`

pub mod crowd;

use std::{thread, time::Duration};

use async_std::{
    future::timeout,
    prelude::FutureExt,
    task::{current, sleep, spawn, spawn_blocking},
};
use still_standing::{Stage, case, not_offered};

/// Dropping the `JoinHandle` of the task that is unfinished detaches it, and it goes on.
///
/// The `race` of a quick task and an infinite one returns the output of the first that completes: its id. It only
/// borrows both handles. "Dropping a JoinHandle will detach the task"
/// (<https://docs.rs/async-std/latest/async_std/task/struct.JoinHandle.html>), and then nothing is left to wait for it
/// with. smol's `Task`, which the handle holds inside, does the opposite.
/// <https://github.com/async-rs/async-std/issues/143>
#[case("drop/awaiting", StillStanding, run = crate::run, instead = crate::abort::awaiting)]
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
    drop(infinite);
    stage.acknowledge(format_args!("{counts}"));
}

/// The loser of a `race` is dropped where it stands, by the caller itself.
///
/// No task was spawned, so none has to be notified: the future stops because it is gone.
/// <https://docs.rs/async-std/latest/async_std/prelude/trait.FutureExt.html#method.race>
#[case("drop/awaiting-race", Stopped, Inline, run = crate::run)]
pub async fn awaiting_race(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    };
    let quick = async {
        stage.quick_task().await;
        stage.request();
    };

    infinite.race(quick).await;
    stage.acknowledge(());
}

/// There is no runtime that could be dropped, because the executor is a static.
///
/// It lasts as long as the process, and the end of a `block_on` ends no task either.
/// <https://github.com/async-rs/async-std/issues/832>
#[not_offered("drop/awaiting-runtime")]
pub const AWAITING_RUNTIME: &str = "async-std's executor is a static, which is never dropped";

/// Dropping the `JoinHandle` of a blocking closure detaches it, and it goes on.
///
/// <https://docs.rs/async-std/latest/async_std/task/struct.JoinHandle.html>
#[case("drop/blocking", StillStanding, run = crate::run, instead = crate::flag::blocking)]
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
    drop(infinite);
    stage.acknowledge(());
}

/// `timeout` drops the future once its time is up.
///
/// The time is up at the request, and async-std's timer looks at the clock when it is first polled, so no
/// thread has to be woken. <https://docs.rs/async-std/latest/async_std/future/fn.timeout.html>
#[case("drop/awaiting-timeout", Stopped, Inline, run = crate::run)]
pub async fn awaiting_timeout(stage: &Stage) {
    let pulse = stage.pulse();
    let mut infinite = Box::pin(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    stage.quick_task().race(&mut infinite).await;

    stage.request();
    let ended = timeout(Duration::ZERO, infinite).await;
    stage.acknowledge(ended);
}
