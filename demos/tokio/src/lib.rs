//! "I'm still standing" under tokio: its table of cases.
//!
//! Read [`abort`] first. Python's story, the task whose closure goes on, begins [`abort::closures`].

pub mod abort;
pub mod channel;
pub mod drop;
pub mod flag;
mod resolver;

use std::{
    pin::{Pin, pin},
    sync::LazyLock,
};

use still_standing::{Demo, Part, Stage, Variable, cases, locked, workers};
use tokio::{
    runtime::{Builder, Runtime},
    task::yield_now,
    time::sleep,
};

/// The demo: tokio, and its cases.
#[must_use]
pub fn demo() -> Demo {
    Demo::new("tokio")
        .libraries(locked!("futures-util", "tokio", "tokio-util"))
        .with_worker_threads()
        .environment(&[Variable::Cleared("TOKIO_WORKER_THREADS")])
        .cases(cases![
            flag::awaiting,
            flag::blocking,
            flag::spinning,
            flag::awaiting_current_thread,
            flag::asked::awaiting_cleanup,
            flag::asked::awaiting_accept,
            flag::shutdown::awaiting_token,
            flag::shutdown::awaiting_tracker,
            flag::shutdown::awaiting_tracker_open,
            flag::shutdown::awaiting_child_token,
            flag::shutdown::awaiting_drop_guard,
            flag::ctrl_c::awaiting_ctrl_c,
            flag::ctrl_c::blocking_ctrl_c,
            flag::ctrl_c::blocking_ctrl_c_exit,
            flag::ctrl_c::blocking_ctrl_c_shutdown_timeout,
            flag::notified::awaiting_notify_waiters,
            flag::notified::awaiting_watch_wait_for,
            flag::swallowed::awaiting_token_swallowed,
            flag::swallowed::awaiting_token_swallowed_timeout,
            channel::awaiting_oneshot,
            channel::awaiting_mpsc_closed,
            channel::awaiting_mpsc_drained,
            channel::parked,
            channel::spinning,
            channel::fan_out::awaiting_watch,
            channel::fan_out::awaiting_broadcast,
            channel::late::awaiting_watch_late,
            channel::late::awaiting_broadcast_late,
            drop::awaiting_join_handle,
            drop::awaiting_select,
            drop::awaiting_runtime,
            drop::blocking_join_handle,
            drop::awaiting_timeout,
            drop::blocking_timeout,
            drop::owners::awaiting_join_set,
            drop::owners::awaiting_join_set_current_thread,
            drop::owners::awaiting_abort_on_drop,
            drop::owners::awaiting_local_set,
            drop::owners::awaiting_tracker_dropped,
            drop::late::hogging_timeout,
            drop::late::hogging_select,
            drop::runtimes::awaiting_runtime_current_thread,
            drop::runtimes::blocking_runtime,
            drop::runtimes::blocking_runtime_finite,
            drop::runtimes::blocking_runtime_timeout,
            drop::runtimes::blocking_runtime_background,
            drop::runtimes::hogging_runtime,
            drop::program_end::awaiting_main_ends,
            drop::program_end::blocking_panic_block_on,
            drop::program_end::blocking_runtime_in_async,
            drop::program_end::blocking_runtime_in_async_background,
            drop::command::blocking_command_output,
            drop::command::blocking_kill_on_drop,
            drop::command::blocking_kill_on_drop_shell,
            drop::command::blocking_zombie,
            drop::cancel_safety::awaiting_read_exact,
            drop::cancel_safety::awaiting_recv,
            drop::cancel_safety::awaiting_mpsc_dropped,
            drop::cancel_safety::awaiting_framed,
            drop::lines::awaiting_read_line,
            drop::lines::awaiting_next_line,
            drop::half_sent::awaiting_send_timeout,
            drop::half_sent::awaiting_reserve,
            drop::half_sent::awaiting_write_all,
            drop::half_sent::awaiting_owned_task,
            drop::half_done::awaiting_lock_held,
            drop::half_done::awaiting_lock_brief,
            drop::half_done::awaiting_select_by_ref,
            drop::half_done::awaiting_async_cleanup,
            drop::half_done::awaiting_tracked,
            drop::hidden_pool::stuck_stdin,
            drop::hidden_pool::stuck_stdin_runtime,
            drop::hidden_pool::stuck_dns,
            drop::hidden_pool::stuck_file,
            drop::hidden_pool::stuck_file_flush,
            abort::awaiting,
            abort::yielding,
            abort::hogging,
            abort::hogging_ready,
            abort::blocking,
            abort::children::awaiting_parent,
            abort::children::awaiting_parent_join_set,
            abort::children::awaiting_panic,
            abort::children::awaiting_panic_join_all,
            abort::closures::blocking_wrapped,
            abort::closures::blocking_task_local,
            abort::closures::blocking_queued,
            abort::closures::blocking_queued_saturated,
            abort::closures::blocking_in_place,
            abort::closures::BLOCKING_IN_PLACE_CURRENT_THREAD,
            abort::scheduler::awaiting_busy_caller,
            abort::scheduler::awaiting_current_thread,
            abort::scheduler::yielding_coop,
            abort::scheduler::hogging_own_primitives,
            abort::scheduler::yielding_consume_budget,
            abort::scheduler::HOGGING_CURRENT_THREAD,
            abort::shutdown::awaiting_join_set_shutdown,
            abort::shutdown::blocking_join_set_shutdown,
            abort::shutdown::awaiting_shielded,
            abort::shutdown::awaiting_abortable,
            abort::shutdown::blocking_command_kill,
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
    // Behind a pointer, so that the compiler makes one `block_on` and not one for each case.
    let mut case = pin!(case(stage));
    RUNTIME.block_on(case.as_mut() as Pin<&mut dyn Future<Output = ()>>);
}

/// The same for a case that uses sockets. The other cases' runtime has no I/O driver, because its workers would
/// then sleep and wake in another way.
fn run_with_network(case: impl AsyncFnOnce(&Stage), stage: &Stage) {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
        let workers = workers();
        let mut builder = Builder::new_multi_thread();
        builder.worker_threads(workers).enable_all().build().expect("tokio starts its worker threads")
    });
    let mut case = pin!(case(stage));
    RUNTIME.block_on(case.as_mut() as Pin<&mut dyn Future<Output = ()>>);
}

/// A multi-thread runtime with as many workers as every other runtime here.
pub(crate) fn multi_thread() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(workers())
        .enable_time()
        .build()
        .expect("tokio starts its worker threads")
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
