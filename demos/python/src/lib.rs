//! "I'm still standing" in Python: the originals of this story, measured as everything else here is.
//!
//! A case is a small script of its own, in `flag`, `channel`, `drop` and `abort`, played by `python3`.
//! Read `abort/blocking_to_thread.py` first, then the README.

mod interpreter;

use interpreter::{has_extension, has_gevent};
pub use interpreter::{has_trio, is_here, play, run};
use stage::{Bound, Case, Demo, Loss, Variable, Verdict};

/// The demo: Python, and its cases.
pub const DEMO: Demo = Demo {
    versions: Some(interpreter::versions),
    environment: ENVIRONMENT,
    crowds: CROWDS,
    ..Demo::new("python", &[], CASES)
};

/// What makes an interpreter do something else than its scripts say, or more slowly.
const ENVIRONMENT: &[Variable] = &[
    Variable::Cleared("PYTHONASYNCIODEBUG"),
    Variable::Cleared("PYTHONDEVMODE"),
    Variable::Cleared("PYTHONINSPECT"),
    Variable::Cleared("PYTHONMALLOC"),
    Variable::Cleared("PYTHONOPTIMIZE"),
    Variable::Cleared("PYTHONPROFILEIMPORTTIME"),
    Variable::Cleared("PYTHONTRACEMALLOC"),
    Variable::Cleared("PYTHON_GIL"),
    Variable::Cleared("PYTHON_JIT"),
    Variable::Cleared("GEVENT_LOOP"),
];

/// A row of the table: the script, the verdict that it claims, what its hand-over is bound by, what
/// it needs, and the case that answers it in Rust, if one does.
macro_rules! script {
    ($module:ident::$function:ident, $expected:ident, $bound:ident, $needs:expr, $answer:literal) => {
        script!($module::$function, $expected, $bound, $needs).answered_by($answer)
    };
    ($module:ident::$function:ident, $expected:ident, $bound:ident, $needs:expr) => {
        Case::new(
            (env!("CARGO_PKG_NAME"), stringify!($module), stringify!($function)),
            include_str!(script!(path $module $function)),
            Verdict::$expected,
            Bound::$bound,
            |stage| interpreter::play(stage, script!(path $module $function)),
        )
        .out_of_process()
        .needing($needs)
    };
    (path $module:ident $function:ident) => {
        concat!(stringify!($module), "/", stringify!($function), ".py")
    };
}

#[rustfmt::skip]
const CASES: &[Case] = &[
    script!(flag::blocking_event, Stopped, Polled, is_here, "threads/flag/blocking"),
    script!(flag::blocking_asyncio_event, Stopped, Polled, is_here, "threads/flag/blocking"),
    script!(flag::blocking_nested, StillStanding, Inline, is_here, "threads/flag/blocking-nested"),
    script!(flag::blocking_event_task, Stopped, Polled, is_here, "threads/flag/blocking"),
    script!(flag::parked_event, Stopped, Wake, is_here, "threads/flag/parked"),
    script!(flag::awaiting_asyncio_event_from_thread, Stopped, Polled, is_here, "tokio/flag/awaiting"),
    script!(flag::awaiting_asyncio_event_threadsafe, Stopped, Wake, is_here, "tokio/flag/awaiting-token"),
    script!(flag::stuck_read, Hung, Inline, is_here, "threads/flag/stuck-read"),
    script!(channel::parked_process, Stopped, Wake, is_here, "processes/channel/parked-stdin-closed").losing(Loss::None),
    script!(channel::parked_queue, Stopped, Wake, is_here, "processes/channel/parked-stdin-closed"),
    script!(channel::parked_shared_memory, Stopped, Wake, is_here, "processes/flag/blocking"),
    script!(drop::blocking_executor, Hung, Inline, is_here, "tokio/drop/blocking-runtime"),
    script!(drop::blocking_shutdown_executor, Stopped, Timer, is_here),
    script!(drop::blocking_executor_no_wait, StillStanding, Inline, is_here, "tokio/drop/blocking-runtime-background"),
    script!(drop::blocking_executor_cancel_futures, StillStanding, Inline, is_here, "tokio/drop/blocking-runtime-background"),
    script!(drop::blocking_executor_cancel_futures_queued, NeverStarted, Inline, is_here, "tokio/abort/blocking-queued"),
    script!(drop::blocking_nondaemon, Hung, Inline, is_here, "threads/drop/blocking-scope"),
    script!(drop::blocking_daemon_main_stays, StillStanding, Inline, is_here, "threads/drop/blocking"),
    script!(drop::blocking_daemon_child, Killed, Reap, is_here, "threads/drop/blocking-exit"),
    script!(drop::blocking_daemon, Killed, Reap, is_here, "threads/drop/blocking-exit"),
    script!(abort::blocking_to_thread, StillStanding, Inline, is_here, "tokio/abort/blocking-wrapped"),
    script!(abort::blocking_run_in_executor, StillStanding, Inline, is_here, "async-std/abort/blocking"),
    script!(abort::blocking_queued, NeverStarted, Inline, is_here, "tokio/abort/blocking-queued"),
    script!(abort::blocking_trio, Hung, Inline, has_trio, "tokio/abort/blocking"),
    script!(abort::blocking_trio_abandon, StillStanding, Inline, has_trio, "tokio/drop/blocking-timeout"),
    script!(abort::blocking_trio_entry, NeverStarted, Inline, has_trio, "tokio/abort/blocking-queued"),
    script!(abort::awaiting_wait_timeout, Stopped, Inline, is_here, "tokio/abort/awaiting-current-thread"),
    script!(abort::awaiting_swallowed, Hung, Inline, is_here),
    script!(abort::awaiting_swallowed_timeout, StillStanding, Timer, is_here),
    script!(abort::awaiting, Stopped, Inline, is_here, "tokio/abort/awaiting-current-thread"),
    script!(abort::hogging, Hung, Inline, is_here, "tokio/abort/hogging"),
    script!(abort::awaiting_gevent, Stopped, Inline, has_gevent, "may/abort/awaiting"),
    script!(abort::hogging_gevent, Hung, Inline, has_gevent, "may/abort/hogging"),
    script!(abort::spinning_async_raise, Stopped, Wake, is_here, "threads/abort/blocking-panic"),
    script!(abort::spinning_trio_check, Stopped, Wake, has_trio, "tokio/flag/spinning"),
    script!(abort::spinning_extension, Hung, Line, has_extension, "tokio/abort/hogging"),
    script!(abort::spinning_extension_signals, Stopped, Line, has_extension, "threads/flag/spinning"),
    script!(abort::blocking_async_raise, Stopped, Polled, is_here, "threads/abort/blocking-panic"),
    script!(abort::blocking_pthread_kill, Hung, Inline, is_here, "threads/abort/blocking-signal"),
    script!(abort::parked_pthread_kill, Stopped, Wake, is_here, "threads/abort/parked-signal"),
    script!(abort::blocking_tstp, StillStanding, Inline, is_here, "processes/abort/blocking-sigstop"),
    script!(abort::blocking_terminate, Killed, Reap, is_here, "processes/abort/blocking-sigterm").losing(Loss::Some),
    script!(abort::blocking_kill, Killed, Reap, is_here, "processes/abort/blocking-sigkill").losing(Loss::Some),
];

#[rustfmt::skip]
const CROWDS: &[Case] = &[
    script!(abort::awaiting_crowd, Stopped, Inline, is_here).of_crowd().losing(Loss::All),
    script!(abort::awaiting_crowd_trio, Stopped, Inline, has_trio).of_crowd().losing(Loss::All),
];
