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

use still_standing::{Demo, Stage, Variable, cases, locked, workers};
use tokio::runtime::{Builder, Runtime};

/// The demo: tokio, and its cases.
#[must_use]
pub fn demo() -> Demo {
    Demo::new("tokio")
        .libraries(locked!("futures-util", "tokio", "tokio-util"))
        .with_worker_threads()
        .environment(&[Variable::Cleared("TOKIO_WORKER_THREADS")])
        .cases(cases![
            flag::awaiting,
            flag::awaiting_current_thread,
            flag::awaiting_token,
            flag::shutdown::awaiting_tracker,
            flag::shutdown::awaiting_child_token,
            flag::shutdown::awaiting_drop_guard,
            flag::shutdown::awaiting_ctrl_c,
            flag::blocking,
            flag::spinning,
            channel::awaiting_oneshot,
            channel::awaiting_watch,
            channel::awaiting_broadcast,
            channel::awaiting_mpsc_closed,
            channel::parked,
            channel::spinning,
            drop::awaiting_join_handle,
            drop::awaiting_join_set,
            drop::awaiting_join_set_current_thread,
            drop::awaiting_abort_on_drop,
            drop::awaiting_select,
            drop::cancel_safety::awaiting_read_exact,
            drop::cancel_safety::awaiting_recv,
            drop::cancel_safety::awaiting_framed,
            drop::half_sent::awaiting_send_timeout,
            drop::half_sent::awaiting_reserve,
            drop::half_sent::awaiting_write_all,
            drop::half_sent::awaiting_owned_task,
            drop::half_done::awaiting_lock_held,
            drop::half_done::awaiting_lock_brief,
            drop::half_done::awaiting_select_by_ref,
            drop::half_done::awaiting_async_cleanup,
            drop::half_done::awaiting_tracked,
            drop::awaiting_local_set,
            drop::awaiting_timeout,
            drop::awaiting_runtime,
            drop::awaiting_runtime_current_thread,
            drop::blocking_join_handle,
            drop::blocking_timeout,
            drop::blocking_runtime,
            drop::blocking_runtime_timeout,
            drop::blocking_runtime_background,
            drop::hogging_runtime,
            drop::hidden_pool::stuck_stdin,
            drop::hidden_pool::stuck_stdin_runtime,
            drop::hidden_pool::stuck_dns,
            drop::hidden_pool::stuck_file,
            drop::hidden_pool::stuck_file_flush,
            abort::awaiting,
            abort::awaiting_current_thread,
            abort::awaiting_busy_caller,
            abort::yielding,
            abort::yielding_coop,
            abort::shutdown::awaiting_join_set_shutdown,
            abort::shutdown::blocking_join_set_shutdown,
            abort::shutdown::awaiting_shielded,
            abort::shutdown::awaiting_abortable,
            abort::hogging,
            abort::hogging_ready,
            abort::HOGGING_CURRENT_THREAD,
            abort::blocking,
            abort::blocking_wrapped,
            abort::blocking_queued,
            abort::blocking_queued_saturated,
            abort::blocking_in_place,
            abort::BLOCKING_IN_PLACE_CURRENT_THREAD,
        ])
        .cases(cases![
            flag::crowd::awaiting_crowd_token,
            flag::crowd::awaiting_crowd_child_tokens,
            channel::crowd::awaiting_crowd_watch,
            drop::crowd::awaiting_crowd_runtime,
            abort::crowd::awaiting_crowd,
            abort::crowd::awaiting_crowd_join_set,
        ])
}

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
