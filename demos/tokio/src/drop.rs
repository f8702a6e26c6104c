//! Stopping by dropping: the task's handle, or what owns it, is dropped.
//!
//! More owners are in [`owners`], [`runtimes`] and [`program_end`], and child processes in [`command`]. What is lost with a dropped future is in [`cancel_safety`],
//! [`lines`], [`half_sent`] and [`half_done`]; what tokio does on threads of its own in [`hidden_pool`]; what a future
//! that never gives way does to a deadline in [`late`].
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story drop/awaiting-join-handle`

pub mod cancel_safety;
pub mod command;
pub mod crowd;
pub mod half_done;
pub mod half_sent;
pub mod hidden_pool;
pub mod late;
pub mod lines;
pub mod owners;
pub mod program_end;
pub mod runtimes;

use std::{thread, time::Duration};

use still_standing::{Stage, case};
use tokio::{
    select,
    task::{spawn, spawn_blocking},
    time::{sleep, timeout},
};

use crate::multi_thread;

/// Dropping the `JoinHandle` of the task that is unfinished detaches it, and it goes on.
///
/// `select!` over the handles of a quick task and an infinite one ends with the first of them; neither handle is
/// dropped by it, because it only borrows both. "A JoinHandle *detaches* the associated task when it is dropped"
/// (<https://docs.rs/tokio/latest/tokio/task/struct.JoinHandle.html>), and then nothing is left to wait for it with.
/// smol's `Task` does the opposite.
#[case("drop/awaiting-join-handle", StillStanding, run = crate::run, instead = awaiting_select)]
pub async fn awaiting_join_handle(stage: &Stage) {
    let mut quick = spawn(stage.quick_task());
    let pulse = stage.pulse();
    let mut infinite = spawn(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    select! {
        _ = &mut quick => {}
        _ = &mut infinite => {}
    }
    let finished = [&quick, &infinite].into_iter().filter(|task| task.is_finished()).count();
    let counts = format!("finished {finished}, unfinished {}", 2 - finished);

    stage.request();
    drop(infinite);
    stage.acknowledge(format_args!("{counts}"));
}

/// The losing branch of a `select!` is dropped where it stands, by the caller itself.
///
/// No task was spawned, so none has to be notified: the future stops because it is gone. A branch that blocks its thread
/// keeps `select!` from that: `tokio/drop/hogging-select`; one that is borrowed is not dropped:
/// `tokio/drop/awaiting-select-by-ref`.
/// <https://docs.rs/tokio/latest/tokio/macro.select.html>
#[case("drop/awaiting-select", Stopped, Inline, run = crate::run)]
pub async fn awaiting_select(stage: &Stage) {
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

    select! {
        () = infinite => {}
        () = quick => {}
    }
    stage.acknowledge(());
}

/// Dropping the `Runtime` drops each task when it next yields, and waits for that.
///
/// <https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#shutdown>
#[case("drop/awaiting-runtime", Stopped, Wake)]
pub fn awaiting_runtime(stage: &Stage) {
    let runtime = multi_thread();
    let pulse = stage.pulse();
    runtime.spawn(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    stage.quick_task().wait();

    stage.request();
    drop(runtime);
    stage.acknowledge(());
}

/// Dropping the `JoinHandle` of a blocking closure detaches it, and it goes on.
///
/// <https://docs.rs/tokio/latest/tokio/task/fn.spawn_blocking.html>
#[case("drop/blocking-join-handle", StillStanding, run = crate::run, instead = crate::flag::blocking)]
pub async fn blocking_join_handle(stage: &Stage) {
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

/// `timeout` drops the future that it owns once its time is up.
///
/// The time is up at the request, yet the halt waits for tokio's timer, which moves in steps of
/// a millisecond. While the future blocks its thread it does not fire: `tokio/drop/hogging-timeout`.
/// <https://docs.rs/tokio/latest/tokio/time/fn.timeout.html>
#[case("drop/awaiting-timeout", Stopped, Deadline, run = crate::run)]
pub async fn awaiting_timeout(stage: &Stage) {
    let pulse = stage.pulse();
    let mut infinite = Box::pin(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    select! {
        () = &mut infinite => {}
        () = stage.quick_task() => {}
    }

    stage.request();
    let ended = timeout(Duration::ZERO, infinite).await;
    stage.acknowledge(ended);
}

/// `timeout` around a blocking closure ends the waiting, not the closure.
///
/// The caller reads `Elapsed` and may think that the work is over; only its handle was dropped
/// (<https://docs.rs/tokio/latest/tokio/time/fn.timeout.html#cancellation>). A program that ran into it:
/// <https://github.com/lambdaclass/ethrex/issues/6577>
#[case("drop/blocking-timeout", StillStanding, run = crate::run, instead = crate::flag::blocking)]
pub async fn blocking_timeout(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn_blocking(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().await;

    stage.request();
    let ended = timeout(Duration::ZERO, infinite).await;
    stage.acknowledge(ended.map(|_| ()));
}
