//! Dropping the runtime: it waits for what does not end, unless it is told not to.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story drop/blocking-runtime`

use std::{
    sync::mpsc::{self, RecvTimeoutError},
    thread,
};

use still_standing::{Stage, case};
use tokio::{runtime::Builder, time::sleep};

use crate::multi_thread;

/// Dropping a current-thread `Runtime` drops its tasks where they stand, on the caller's thread.
///
/// No other thread could poll them, so there is none to wait for. Blocking closures are waited for all the same:
/// `tokio/drop/blocking-runtime`.
/// <https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#shutdown>
#[case("drop/awaiting-runtime-current-thread", Stopped, Inline)]
pub fn awaiting_runtime_current_thread(stage: &Stage) {
    let runtime = Builder::new_current_thread().enable_time().build().expect("the runtime starts");
    let pulse = stage.pulse();
    runtime.spawn(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    runtime.block_on(stage.quick_task());

    stage.request();
    drop(runtime);
    stage.acknowledge(());
}

/// Dropping the `Runtime` waits for the blocking closure for as long as it runs.
///
/// Every `#[tokio::main]` that returns ends with the same wait, so a program hangs in its shutdown. Python's
/// `asyncio.run` waits too, and gives up after five minutes from Python 3.12.3 on
/// (<https://docs.python.org/3/library/asyncio-runner.html#asyncio.run>). In async code the drop panics instead:
/// `tokio/drop/blocking-runtime-in-async`; a panic in `main` waits too: `tokio/drop/blocking-panic-block-on`.
/// <https://github.com/tokio-rs/tokio/issues/1923>
#[case("drop/blocking-runtime", Hung, instead = crate::flag::blocking)]
pub fn blocking_runtime(stage: &Stage) {
    let runtime = multi_thread();
    let pulse = stage.pulse();
    runtime.spawn_blocking(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().wait();

    stage.request();
    drop(runtime);
    stage.acknowledge(());
}

/// Dropping the `Runtime` waits for a closure that ends by itself, and cuts nothing off it.
///
/// What asyncio's own test of a cancelled `run_in_executor` asserts is the same: the wait is as long as the rest of the
/// thread's work. <https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#shutdown>
#[case("drop/blocking-runtime-finite", Stopped, Timer)]
pub fn blocking_runtime_finite(stage: &Stage) {
    let runtime = multi_thread();
    let (quick, is_done) = mpsc::channel::<()>();
    let pulse = stage.pulse();
    runtime.spawn_blocking(move || {
        while is_done.recv_timeout(pulse.interval()) == Err(RecvTimeoutError::Timeout) {
            pulse.beat();
        }
        thread::sleep(2 * pulse.interval());
    });

    stage.quick_task().wait();

    stage.request();
    drop(quick);
    drop(runtime);
    stage.acknowledge(());
}

/// `shutdown_timeout` gives up waiting for the blocking closure, and returns as if it had ended.
///
/// It returns `()` either way.
/// <https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#method.shutdown_timeout>
#[case("drop/blocking-runtime-timeout", StillStanding, instead = crate::flag::blocking)]
pub fn blocking_runtime_timeout(stage: &Stage) {
    let runtime = multi_thread();
    let pulse = stage.pulse();
    let grace = pulse.interval();
    runtime.spawn_blocking(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().wait();

    stage.request();
    runtime.shutdown_timeout(grace);
    stage.acknowledge(());
}

/// `shutdown_background` does not wait for the blocking closure at all.
///
/// <https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#method.shutdown_background>
#[case("drop/blocking-runtime-background", StillStanding, instead = crate::flag::blocking)]
pub fn blocking_runtime_background(stage: &Stage) {
    let runtime = multi_thread();
    let pulse = stage.pulse();
    runtime.spawn_blocking(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().wait();

    stage.request();
    runtime.shutdown_background();
    stage.acknowledge(());
}

/// A task that never awaits holds up the drop of the `Runtime` for as long as it runs.
///
/// A task ends at an await, and this one has none: its `thread::sleep` blocks a worker.
/// <https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#shutdown>
#[case("drop/hogging-runtime", Hung, instead = crate::drop::awaiting_runtime)]
pub fn hogging_runtime(stage: &Stage) {
    let runtime = multi_thread();
    let pulse = stage.pulse();
    runtime.spawn(async move {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().wait();

    stage.request();
    drop(runtime);
    stage.acknowledge(());
}
