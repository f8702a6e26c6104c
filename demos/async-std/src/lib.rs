//! "I'm still standing" under async-std: its table of cases.
//!
//! async-std is discontinued: the notes of 1.13.1 (March 2025) recommend smol
//! (<https://github.com/async-rs/async-std/releases/tag/v1.13.1>). It stays here because programs
//! still run on it, and because its `cancel` returns where smol's, on the same closure, waits.
//!
//! Read [`abort`] first: it holds the closure that is cancelled and goes on.

pub mod abort;
pub mod channel;
pub mod drop;
pub mod flag;

use std::pin::{Pin, pin};

use async_std::task::{block_on, sleep, yield_now};
use still_standing::{Demo, Part, Stage, Variable, cases, locked};

/// The demo: async-std, and its cases.
#[must_use]
pub fn demo() -> Demo {
    Demo::new("async-std")
        .libraries(locked!("async-std"))
        .with_worker_threads()
        .environment(&[
            Variable::Workers("ASYNC_STD_THREAD_COUNT"),
            Variable::Cleared("BLOCKING_MAX_THREADS"),
        ])
        .cases(cases![
            flag::awaiting,
            flag::blocking,
            flag::spinning,
            channel::awaiting,
            channel::awaiting_closed,
            channel::parked,
            channel::spinning,
            drop::awaiting,
            drop::awaiting_race,
            drop::AWAITING_RUNTIME,
            drop::blocking,
            drop::awaiting_timeout,
            abort::awaiting,
            abort::yielding,
            abort::hogging,
            abort::hogging_ready,
            abort::blocking,
        ])
        .cases(cases![
            channel::crowd::awaiting_crowd,
            drop::crowd::awaiting_crowd,
            abort::crowd::awaiting_crowd,
        ])
}

/// Plays an async case on the thread that calls it: the requester is no thread of the executor's.
///
/// The executor is async-std's own static, so the end of a case does not drop it. It has one thread for
/// each core, or `ASYNC_STD_THREAD_COUNT` threads. Only that variable can set the number, so the harness
/// sets it.
fn run(case: impl AsyncFnOnce(&Stage), stage: &Stage) {
    // Behind a pointer, so that the compiler makes one `block_on` and not one for each case.
    let mut case = pin!(case(stage));
    block_on(case.as_mut() as Pin<&mut dyn Future<Output = ()>>);
}

/// What a task of a crowd does between two beats: it sleeps for an hour or more, as an idle connection does; or it
/// yields, if this task is one of those that are always ready to run.
pub(crate) async fn turn(part: &Part) {
    if part.is_ready() {
        yield_now().await;
    } else {
        sleep(part.interval()).await;
    }
}
