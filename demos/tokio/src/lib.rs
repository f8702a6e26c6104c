//! "I'm still standing" under tokio: its table of cases.
//!
//! Read [`abort`] first: it begins with Python's story, the task whose closure goes on.

pub mod abort;
pub mod channel;
pub mod drop;
pub mod flag;
mod resolver;

use std::sync::LazyLock;

use stage::{Case, Demo, Stage, Variable, case, not_offered, workers};
use tokio::runtime::{Builder, Runtime};

/// The demo: tokio, and its cases.
pub const DEMO: Demo = Demo {
    has_worker_threads: true,
    environment: &[Variable::Cleared("TOKIO_WORKER_THREADS")],
    ..Demo::new("tokio", &["tokio", "tokio-util"], CASES)
};

const CASES: &[Case] = &[
    case!(flag::awaiting, Stopped, Polled, run),
    case!(flag::awaiting_current_thread, Stopped, Polled),
    case!(flag::awaiting_token, Stopped, Wake, run),
    case!(flag::blocking, Stopped, Polled, run),
    case!(flag::spinning, Stopped, Line, run),
    case!(channel::awaiting_oneshot, Stopped, Wake, run),
    case!(channel::awaiting_watch, Stopped, Wake, run),
    case!(channel::awaiting_broadcast, Stopped, Wake, run),
    case!(channel::awaiting_mpsc_closed, Stopped, Wake, run),
    case!(channel::parked, Stopped, Wake, run),
    case!(channel::spinning, Stopped, Line, run),
    case!(drop::awaiting_join_handle, StillStanding, Inline, run),
    case!(drop::awaiting_join_set, Stopped, Wake, run),
    case!(drop::awaiting_join_set_current_thread, Stopped, Inline),
    case!(drop::awaiting_abort_on_drop, Stopped, Wake, run),
    case!(drop::awaiting_select, Stopped, Inline, run),
    case!(drop::awaiting_timeout, Stopped, Timer, run),
    case!(drop::awaiting_runtime, Stopped, Wake),
    case!(drop::awaiting_runtime_current_thread, Stopped, Inline),
    case!(drop::blocking_join_handle, StillStanding, Inline, run),
    case!(drop::blocking_timeout, StillStanding, Timer, run),
    case!(drop::blocking_runtime, Hung, Wake),
    case!(drop::blocking_runtime_timeout, StillStanding, Timer),
    case!(drop::blocking_runtime_background, StillStanding, Inline),
    case!(drop::hogging_runtime, Hung, Wake),
    case!(drop::stuck_stdin, StillStanding, Inline),
    case!(drop::stuck_stdin_runtime, Hung, Wake),
    case!(drop::stuck_dns, StillStanding, Timer).needing(resolver::asks_dns),
    case!(drop::stuck_file, StillStanding, Inline),
    case!(drop::stuck_file_flush, Hung, Wake),
    case!(abort::awaiting, Stopped, Wake, run),
    case!(abort::awaiting_current_thread, Stopped, Inline),
    case!(abort::awaiting_busy_caller, Stopped, Wake, run),
    case!(abort::yielding, Stopped, Line, run),
    case!(abort::yielding_coop, Stopped, Line, run),
    case!(abort::hogging, Hung, Wake, run),
    case!(abort::hogging_ready, Hung, Wake, run),
    not_offered!(abort::HOGGING_CURRENT_THREAD),
    case!(abort::blocking, Hung, Wake, run),
    case!(abort::blocking_wrapped, StillStanding, Wake, run),
    case!(abort::blocking_queued, NeverStarted, Wake),
    case!(abort::blocking_queued_saturated, Hung, Wake).queued(),
    case!(abort::blocking_in_place, Hung, Wake, run),
    not_offered!(abort::BLOCKING_IN_PLACE_CURRENT_THREAD),
];

/// Plays an async case on the thread that calls it: the requester is no worker of the runtime's.
///
/// The runtime is a static, so that the end of a case does not drop it, which could end the work.
fn run(case: impl AsyncFnOnce(&Stage), stage: &Stage) {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(multi_thread);
    RUNTIME.block_on(case(stage));
}

/// A multi-thread runtime with as many workers as every other runtime here.
pub(crate) fn multi_thread() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(workers())
        .enable_time()
        .build()
        .expect("tokio could not start its worker threads")
}
