//! The end of the program: what leaving `main`, a panic, or a runtime inside another one does to what still runs.
//!
//! A case starts an infinite task, waits for a quick one, and then drops the runtime that the infinite task is on.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story drop/awaiting-main-ends`

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    thread,
};

use still_standing::{Stage, case};
use tokio::{
    task::{spawn, spawn_blocking},
    time::sleep,
};

use crate::multi_thread;

/// When `main` returns, the tasks that it has spawned are dropped at their awaits, with what they have in hand.
///
/// `#[tokio::main]` makes a runtime, blocks on the body of `main`, and drops the runtime; the two statements below are
/// the same. It waits for the polls that run, and for no task: whatever has to be finished must be awaited before. A
/// tracker waits for all: `tokio/flag/awaiting-tracker`.
/// <https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#shutdown>,
/// <https://github.com/tokio-rs/tokio/issues/2053>
#[case(
    "drop/awaiting-main-ends",
    Stopped,
    Wake,
    losing(Loss::Some),
    on_demand(),
    instead = crate::flag::shutdown::awaiting_tracker
)]
pub fn awaiting_main_ends(stage: &Stage) {
    let runtime = multi_thread();
    let records = stage.records();
    let pulse = stage.pulse();
    runtime.block_on(async {
        spawn(async move {
            loop {
                pulse.beat();
                let record = records.give();
                sleep(pulse.interval()).await;
                records.arrived(record);
            }
        });

        stage.quick_task().await;

        stage.request();
    });
    drop(runtime);
    stage.acknowledge(());
}

/// A panic in `main` does not end a program whose blocking closure runs: the unwinding drops the runtime, which waits.
///
/// The message is on standard error, and nothing more comes. Whatever unwinds or returns past the runtime
/// waits in the same way, `?` too. `shutdown_timeout` would have to stand before; `exit` in a panic hook, or
/// `panic = "abort"`, ends the process.
/// Without a panic: `tokio/drop/blocking-runtime`; with a bound: `tokio/drop/blocking-runtime-timeout`.
/// <https://github.com/tokio-rs/tokio/issues/5433>, <https://github.com/tokio-rs/tokio/issues/4780>
#[case("drop/blocking-panic-block-on", Hung, on_demand(), instead = crate::flag::blocking)]
pub fn blocking_panic_block_on(stage: &Stage) {
    let pulse = stage.pulse();
    let ended = catch_unwind(AssertUnwindSafe(|| {
        let runtime = multi_thread();
        runtime.block_on(async {
            spawn_blocking(move || {
                loop {
                    pulse.beat();
                    thread::sleep(pulse.interval());
                }
            });

            stage.quick_task().await;

            stage.request();
            // A panic without the message on standard error.
            resume_unwind(Box::new("main is in trouble"));
        });
    }));
    stage.acknowledge(ended);
}

/// A runtime that is dropped by async code panics, and leaves its blocking closure standing.
///
/// "Cannot drop a runtime in a context where blocking is not allowed": the drop would have to wait, and async code must
/// not block. It panics if nothing runs there, too; inside `block_in_place` or `spawn_blocking` it waits. It is often
/// hidden in a library that has a runtime of its own: `reqwest::blocking::Client`, for instance. The case catches the
/// panic and returns its message. `shutdown_background` does not wait:
/// `tokio/drop/blocking-runtime-in-async-background`.
/// <https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#shutdown>,
/// <https://github.com/tokio-rs/tokio/issues/1950>
#[case(
    "drop/blocking-runtime-in-async",
    StillStanding,
    run = crate::run,
    on_demand(),
    instead = crate::flag::blocking
)]
pub async fn blocking_runtime_in_async(stage: &Stage) {
    let runtime = multi_thread();
    let pulse = stage.pulse();
    runtime.spawn_blocking(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().await;

    stage.request();
    let dropped = catch_unwind(AssertUnwindSafe(|| drop(runtime)));
    let said = dropped.map_err(|panic| panic.downcast_ref::<&str>().copied().unwrap_or_default());
    stage.acknowledge(said);
}

/// `shutdown_background` ends a runtime from async code, because it waits for nothing.
///
/// Its tasks are dropped at their next await, and a blocking closure goes on until it ends itself or the process ends. A
/// plain drop panics here: `tokio/drop/blocking-runtime-in-async`.
/// <https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#method.shutdown_background>,
/// <https://github.com/tokio-rs/tokio/issues/1950>
#[case(
    "drop/blocking-runtime-in-async-background",
    StillStanding,
    run = crate::run,
    on_demand(),
    instead = crate::flag::blocking
)]
pub async fn blocking_runtime_in_async_background(stage: &Stage) {
    let runtime = multi_thread();
    let pulse = stage.pulse();
    runtime.spawn_blocking(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().await;

    stage.request();
    runtime.shutdown_background();
    stage.acknowledge(());
}
