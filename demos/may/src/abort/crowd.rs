//! Stopping n coroutines by cancelling them.
//!
//! A case starts n coroutines, waits for a quick one, and then asks all n to stop. Each coroutine owns a part of the crowd,
//! beats it, and sleeps on a timer; if the crowd is under load, one in ten yields instead and is always ready to
//! run. Dropping the last part is the halt that is measured. `stage.requested()` stamps the instant at which the
//! calls that ask have returned. Each coroutine holds a record: whether it is lost says whether the coroutine was ended or
//! ended itself.
//!
//! To play it with other numbers: `cargo run --release -- sweep crowd`

// See above, in the folder's own file.
#![allow(unsafe_code)]

use may::{
    coroutine::{JoinHandle, sleep, yield_now},
    go,
};
use still_standing::{Part, Stage, case};

/// n coroutines are cancelled one after another, and each is then joined.
///
/// A cancelled coroutine is woken, and its `sleep` panics, so its whole stack is unwound: that takes some
/// microseconds, where a task of an async runtime is dropped in tens of nanoseconds. Each has a stack, which is a
/// mapping of its own, and the system limits how many mappings a process has.
/// <https://docs.rs/may/latest/may/coroutine/struct.Coroutine.html#method.cancel>
#[case(
    "abort/awaiting-crowd",
    Stopped,
    Wake,
    run = crate::on_workers,
    of_crowd(),
    losing(Loss::All),
    instead = crate::channel::awaiting
)]
pub fn awaiting_crowd(stage: &Stage) {
    let coroutines: Vec<JoinHandle<()>> = stage
        .crowd()
        .map(|part| {
            go!(move || {
                part.take_record();
                loop {
                    part.beat();
                    turn(&part);
                }
            })
        })
        .collect();

    stage.quick_task().wait();

    stage.request();
    for coroutine in &coroutines {
        // SAFETY: each coroutine holds nothing but its part, so it may be unwound at any wait.
        unsafe { coroutine.coroutine().cancel() };
    }
    stage.requested();
    for coroutine in coroutines {
        let _cancelled = coroutine.join();
    }
    stage.acknowledge(());
}

/// Sleeps for an hour or more, or yields, if this coroutine is one of those that are always ready to run.
fn turn(part: &Part) {
    if part.is_ready() {
        yield_now();
    } else {
        sleep(part.interval());
    }
}
