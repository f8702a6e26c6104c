//! "I'm still standing" under smol: its table of cases.
//!
//! Read [`drop`](mod@drop) first: dropping a task stops it here, and detaches it under tokio and
//! async-std. Then read [`abort`]: `cancel` waits for the end, however late that is.

pub mod abort;
pub mod channel;
pub mod drop;
pub mod flag;

use std::pin::{Pin, pin};

use smol::{Timer, block_on, future::yield_now};
use still_standing::{Demo, Part, Stage, Variable, cases, locked};

/// The demo: smol, and its cases.
#[must_use]
pub fn demo() -> Demo {
    Demo::new("smol")
        .libraries(locked!("smol"))
        .with_worker_threads()
        .environment(&[Variable::Workers("SMOL_THREADS"), Variable::Cleared("BLOCKING_MAX_THREADS")])
        .cases(cases![
            flag::awaiting,
            flag::blocking,
            flag::spinning,
            channel::awaiting,
            channel::awaiting_closed,
            channel::parked,
            channel::spinning,
            drop::awaiting,
            drop::awaiting_or,
            drop::awaiting_executor,
            drop::blocking,
            drop::awaiting_detached,
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
/// The executor behind `smol::spawn` is smol's own static, so the end of a case does not drop it. It has
/// one thread, or `SMOL_THREADS` threads. Only that variable can set the number, so the harness sets it.
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
        Timer::after(part.interval()).await;
    }
}
