//! "I'm still standing" under tokio: its table of cases.
//!
//! Read [`abort`] first: it holds the story that everybody knows.

pub mod abort;
pub mod channel;
pub mod drop;
pub mod flag;

use std::{future::Future, sync::LazyLock};

use stage::{Case, Demo, Variable, case, not_offered, workers};
use tokio::runtime::{Builder, Runtime};

/// The demo: tokio, and its cases.
pub const DEMO: Demo = Demo {
    has_worker_threads: true,
    environment: &[Variable::Cleared("TOKIO_WORKER_THREADS")],
    ..Demo::new("tokio", &["tokio", "tokio-util"], CASES)
};

const CASES: &[Case] = &[
    case!(flag::awaiting, Stopped, Polled, |stage| run(flag::awaiting(stage))),
    case!(flag::awaiting_current_thread, Stopped, Polled, flag::awaiting_current_thread),
    case!(flag::awaiting_token, Stopped, Wake, |stage| run(flag::awaiting_token(stage))),
    case!(flag::blocking, Stopped, Polled, |stage| run(flag::blocking(stage))),
    case!(flag::spinning, Stopped, Line, |stage| run(flag::spinning(stage))),
    case!(channel::awaiting_oneshot, Stopped, Wake, |stage| run(channel::awaiting_oneshot(stage))),
    case!(channel::awaiting_watch, Stopped, Wake, |stage| run(channel::awaiting_watch(stage))),
    case!(channel::awaiting_broadcast, Stopped, Wake, |stage| run(channel::awaiting_broadcast(stage))),
    case!(channel::awaiting_mpsc_closed, Stopped, Wake, |stage| run(channel::awaiting_mpsc_closed(stage))),
    case!(channel::parked, Stopped, Wake, |stage| run(channel::parked(stage))),
    case!(channel::spinning, Stopped, Line, |stage| run(channel::spinning(stage))),
    case!(drop::awaiting_join_handle, StillStanding, Inline, |stage| run(drop::awaiting_join_handle(stage))),
    case!(drop::awaiting_join_set, Stopped, Wake, |stage| run(drop::awaiting_join_set(stage))),
    case!(drop::awaiting_join_set_current_thread, Stopped, Inline, drop::awaiting_join_set_current_thread),
    case!(drop::awaiting_abort_on_drop, Stopped, Wake, |stage| run(drop::awaiting_abort_on_drop(stage))),
    case!(drop::awaiting_select, Stopped, Inline, |stage| run(drop::awaiting_select(stage))),
    case!(drop::awaiting_timeout, Stopped, Timer, |stage| run(drop::awaiting_timeout(stage))),
    case!(drop::awaiting_runtime, Stopped, Wake, drop::awaiting_runtime),
    case!(drop::awaiting_runtime_current_thread, Stopped, Inline, drop::awaiting_runtime_current_thread),
    case!(drop::blocking_join_handle, StillStanding, Inline, |stage| run(drop::blocking_join_handle(stage))),
    case!(drop::blocking_timeout, StillStanding, Timer, |stage| run(drop::blocking_timeout(stage))),
    case!(drop::blocking_runtime, Hung, Wake, drop::blocking_runtime),
    case!(drop::blocking_runtime_timeout, StillStanding, Timer, drop::blocking_runtime_timeout),
    case!(drop::blocking_runtime_background, StillStanding, Inline, drop::blocking_runtime_background),
    case!(drop::hogging_runtime, Hung, Wake, drop::hogging_runtime),
    case!(abort::awaiting, Stopped, Wake, |stage| run(abort::awaiting(stage))),
    case!(abort::awaiting_current_thread, Stopped, Inline, abort::awaiting_current_thread),
    case!(abort::awaiting_busy_caller, Stopped, Wake, |stage| run(abort::awaiting_busy_caller(stage))),
    case!(abort::yielding, Stopped, Line, |stage| run(abort::yielding(stage))),
    case!(abort::hogging, Hung, Wake, |stage| run(abort::hogging(stage))),
    not_offered!(abort::HOGGING_CURRENT_THREAD),
    case!(abort::blocking, Hung, Wake, |stage| run(abort::blocking(stage))),
    case!(abort::blocking_wrapped, StillStanding, Wake, |stage| run(abort::blocking_wrapped(stage))),
    case!(abort::blocking_queued, NeverStarted, Wake, abort::blocking_queued),
    case!(abort::blocking_in_place, Hung, Wake, |stage| run(abort::blocking_in_place(stage))),
    not_offered!(abort::BLOCKING_IN_PLACE_CURRENT_THREAD),
];

/// Plays an async case on the thread that calls it: the requester is no worker of the runtime's.
///
/// The runtime is a static, so that no case's end drops it and secretly ends the work with it.
fn run(case: impl Future<Output = ()>) {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(multi_thread);
    RUNTIME.block_on(case);
}

/// A multi-thread runtime with as many workers as every other runtime here.
pub(crate) fn multi_thread() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(workers())
        .enable_time()
        .build()
        .expect("tokio could not start its worker threads")
}
