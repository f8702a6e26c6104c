//! "I'm still standing" under tokio: its table of cases.
//!
//! Read [`abort`] first: it begins with Python's story, the task whose closure goes on.

pub mod abort;
pub mod channel;
mod crowd;
pub mod drop;
pub mod flag;
mod resolver;

use std::sync::LazyLock;

use stage::{Case, Demo, Loss, Stage, Variable, case, not_offered, worker, workers};
use tokio::runtime::{Builder, Runtime};

/// The demo: tokio, and its cases.
pub const DEMO: Demo = Demo {
    has_worker_threads: true,
    environment: &[Variable::Cleared("TOKIO_WORKER_THREADS")],
    workers: &[worker!(flag::shutdown::ends_in_good_order)],
    crowds: CROWDS,
    ..Demo::new("tokio", &["futures-util", "tokio", "tokio-util"], CASES)
};

const CASES: &[Case] = &[
    case!(flag::awaiting, Stopped, Polled, run),
    case!(flag::awaiting_current_thread, Stopped, Polled),
    case!(flag::awaiting_token, Stopped, Wake, run),
    case!(flag::shutdown::awaiting_tracker, Stopped, Wake, run),
    case!(flag::shutdown::awaiting_child_token, Stopped, Wake, run),
    case!(flag::shutdown::awaiting_drop_guard, Stopped, Wake, run),
    case!(flag::shutdown::awaiting_ctrl_c, Stopped, Wake).out_of_process(),
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
    case!(drop::cancel_safety::awaiting_read_exact, Stopped, Inline, run_with_network).losing(Loss::Some),
    case!(drop::cancel_safety::awaiting_recv, Stopped, Inline, run).losing(Loss::None),
    case!(drop::cancel_safety::awaiting_framed, Stopped, Inline, run_with_network).losing(Loss::None),
    case!(drop::half_sent::awaiting_send_timeout, Stopped, Timer, run).losing(Loss::Some),
    case!(drop::half_sent::awaiting_reserve, Stopped, Timer, run).losing(Loss::None),
    case!(drop::half_sent::awaiting_write_all, Stopped, Inline, run_with_network).losing(Loss::Some),
    case!(drop::half_sent::awaiting_owned_task, Stopped, Inline, run_with_network).losing(Loss::None),
    case!(drop::half_done::awaiting_lock_held, Stopped, Inline, run).breaking_its_invariant(),
    case!(drop::half_done::awaiting_lock_brief, Stopped, Inline, run).keeping_its_invariant(),
    case!(drop::half_done::awaiting_select_by_ref, Hung, Wake),
    case!(drop::half_done::awaiting_async_cleanup, Stopped, Wake).losing(Loss::All),
    case!(drop::half_done::awaiting_tracked, Stopped, Wake).losing(Loss::None),
    case!(drop::awaiting_local_set, Stopped, Inline),
    case!(drop::awaiting_timeout, Stopped, Timer, run),
    case!(drop::awaiting_runtime, Stopped, Wake),
    case!(drop::awaiting_runtime_current_thread, Stopped, Inline),
    case!(drop::blocking_join_handle, StillStanding, Inline, run),
    case!(drop::blocking_timeout, StillStanding, Timer, run),
    case!(drop::blocking_runtime, Hung, Wake),
    case!(drop::blocking_runtime_timeout, StillStanding, Timer),
    case!(drop::blocking_runtime_background, StillStanding, Inline),
    case!(drop::hogging_runtime, Hung, Wake),
    case!(drop::hidden_pool::stuck_stdin, StillStanding, Inline),
    case!(drop::hidden_pool::stuck_stdin_runtime, Hung, Wake),
    case!(drop::hidden_pool::stuck_dns, StillStanding, Timer).needing(resolver::asks_dns),
    case!(drop::hidden_pool::stuck_file, StillStanding, Inline),
    case!(drop::hidden_pool::stuck_file_flush, Hung, Wake),
    case!(abort::awaiting, Stopped, Wake, run),
    case!(abort::awaiting_current_thread, Stopped, Inline),
    case!(abort::awaiting_busy_caller, Stopped, Wake, run),
    case!(abort::yielding, Stopped, Line, run),
    case!(abort::yielding_coop, Stopped, Line, run),
    case!(abort::shutdown::awaiting_join_set_shutdown, Stopped, Wake, run),
    case!(abort::shutdown::blocking_join_set_shutdown, Hung, Wake, run),
    case!(abort::shutdown::awaiting_shielded, Stopped, Timer, run).losing(Loss::None),
    case!(abort::shutdown::awaiting_abortable, Stopped, Wake, run),
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

#[rustfmt::skip]
const CROWDS: &[Case] = &[
    case!(flag::crowd::awaiting_crowd_token, Stopped, Wake, run).of_crowd().losing(Loss::None),
    case!(flag::crowd::awaiting_crowd_child_tokens, Stopped, Wake, run).of_crowd().losing(Loss::None),
    case!(channel::crowd::awaiting_crowd_watch, Stopped, Wake, run).of_crowd().losing(Loss::None),
    case!(drop::crowd::awaiting_crowd_runtime, Stopped, Wake).of_crowd().losing(Loss::All),
    case!(abort::crowd::awaiting_crowd, Stopped, Wake, run).of_crowd().losing(Loss::All),
    case!(abort::crowd::awaiting_crowd_join_set, Stopped, Wake, run).of_crowd().losing(Loss::All),
];

/// Plays an async case on the thread that calls it: the requester is no worker of the runtime's.
///
/// The runtime is a static, so that the end of a case does not drop it, which could end the work.
fn run(case: impl AsyncFnOnce(&Stage), stage: &Stage) {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(multi_thread);
    RUNTIME.block_on(case(stage));
}

/// The same for a case that uses sockets. The other cases' runtime has no I/O driver, because its workers would
/// then sleep and wake in another way.
fn run_with_network(case: impl AsyncFnOnce(&Stage), stage: &Stage) {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
        let workers = workers();
        let mut builder = Builder::new_multi_thread();
        builder
            .worker_threads(workers)
            .enable_all()
            .build()
            .expect("tokio could not start its worker threads")
    });
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
