//! "I'm still standing" in Python: the originals of this story, measured as everything else here is.
//!
//! A case is a small script of its own, in `flag`, `channel`, `drop` and `abort`, played by `python3`.
//! Read `abort/blocking_to_thread.py` first, then the README.

mod interpreter;

pub use interpreter::{PYTHON, has_trio, is_here};
use interpreter::{has_extension, has_gevent};
use still_standing::{Case, Demo, Loss, Variable, conformance, script};

/// The demo: Python, and its cases.
#[must_use]
pub fn demo() -> Demo {
    Demo::new("python")
        .versions(PYTHON.versions)
        .environment(ENVIRONMENT)
        .cases(cases())
        .checked_by(conformance!(PYTHON, "py"))
        .cases(crowds())
}

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

#[rustfmt::skip]
fn cases() -> Vec<Case> {
    vec![
    script!(PYTHON, "flag/blocking_event.py", Stopped, Polled).answered_by("threads/flag/blocking"),
    script!(PYTHON, "flag/blocking_asyncio_event.py", Stopped, Polled).answered_by("threads/flag/blocking"),
    script!(PYTHON, "flag/blocking_nested.py", StillStanding).answered_by("threads/flag/blocking-nested").instead("flag/blocking-event"),
    script!(PYTHON, "flag/blocking_event_task.py", Stopped, Polled).answered_by("tokio/flag/blocking"),
    script!(PYTHON, "flag/parked_event.py", Stopped, Wake).answered_by("threads/flag/parked"),
    script!(PYTHON, "flag/awaiting_asyncio_event_from_thread.py", Stopped, Polled).answered_by("tokio/flag/awaiting"),
    script!(PYTHON, "flag/awaiting_asyncio_event_threadsafe.py", Stopped, Wake).answered_by("tokio/flag/awaiting-token"),
    script!(PYTHON, "flag/stuck_read.py", Hung).answered_by("threads/flag/stuck-read").instead("threads/channel/stuck-read-shutdown"),
    script!(PYTHON, "channel/parked_process.py", Stopped, Wake).answered_by("processes/channel/parked-stdin-closed").losing(Loss::None),
    script!(PYTHON, "channel/parked_queue.py", Stopped, Wake).answered_by("processes/channel/parked-stdin-closed"),
    script!(PYTHON, "channel/parked_shared_memory.py", Stopped, Wake).answered_by("processes/flag/blocking"),
    script!(PYTHON, "drop/blocking_executor.py", Hung).answered_by("tokio/drop/blocking-runtime").instead("flag/blocking-event"),
    script!(PYTHON, "drop/blocking_shutdown_executor.py", Stopped, Timer).answered_by("tokio/drop/blocking-runtime-finite"),
    script!(PYTHON, "drop/blocking_executor_no_wait.py", StillStanding).answered_by("tokio/drop/blocking-runtime-background").instead("flag/blocking-event"),
    script!(PYTHON, "drop/blocking_executor_cancel_futures.py", StillStanding).answered_by("tokio/drop/blocking-runtime-background").instead("flag/blocking-event"),
    script!(PYTHON, "drop/blocking_executor_cancel_futures_queued.py", NeverStarted, Inline).answered_by("tokio/abort/blocking-queued"),
    script!(PYTHON, "drop/blocking_nondaemon.py", Hung).answered_by("threads/drop/blocking-scope").instead("flag/blocking-event"),
    script!(PYTHON, "drop/blocking_process_pool.py", StillStanding).answered_by("processes/drop/blocking").instead("channel/parked-process"),
    script!(PYTHON, "drop/blocking_daemon_main_stays.py", StillStanding).answered_by("threads/drop/blocking").instead("flag/blocking-event"),
    script!(PYTHON, "drop/blocking_daemon_child.py", Killed, Reap).answered_by("threads/drop/blocking-exit"),
    script!(PYTHON, "drop/blocking_daemon.py", Killed, Reap).answered_by("threads/drop/blocking-exit"),
    script!(PYTHON, "abort/blocking_to_thread.py", StillStanding).answered_by("tokio/abort/blocking-wrapped").instead("flag/blocking-event"),
    script!(PYTHON, "abort/blocking_to_thread_context.py", StillStanding).answered_by("tokio/abort/blocking-task-local").instead("flag/blocking-event"),
    script!(PYTHON, "abort/blocking_run_in_executor.py", StillStanding).answered_by("async-std/abort/blocking").instead("flag/blocking-event"),
    script!(PYTHON, "abort/blocking_queued.py", NeverStarted, Inline).answered_by("tokio/abort/blocking-queued"),
    script!(PYTHON, "abort/blocking_trio.py", Hung).needing(has_trio).answered_by("tokio/abort/blocking").instead("abort/spinning-trio-check"),
    script!(PYTHON, "abort/blocking_trio_abandon.py", StillStanding).needing(has_trio).answered_by("tokio/drop/blocking-timeout").instead("abort/spinning-trio-check"),
    script!(PYTHON, "abort/blocking_trio_entry.py", NeverStarted, Inline).needing(has_trio).answered_by("tokio/abort/blocking-queued"),
    script!(PYTHON, "abort/awaiting_wait_timeout.py", Stopped, Inline).answered_by("tokio/abort/awaiting-current-thread"),
    script!(PYTHON, "abort/awaiting_swallowed.py", Hung).answered_by("tokio/flag/awaiting-token-swallowed").instead("abort/awaiting"),
    script!(PYTHON, "abort/awaiting_swallowed_timeout.py", StillStanding).answered_by("tokio/flag/awaiting-token-swallowed-timeout").instead("abort/awaiting"),
    script!(PYTHON, "abort/awaiting.py", Stopped, Inline).answered_by("tokio/abort/awaiting-current-thread"),
    script!(PYTHON, "abort/hogging.py", Hung).answered_by("tokio/abort/hogging").instead("abort/awaiting"),
    script!(PYTHON, "abort/awaiting_gevent.py", Stopped, Inline).needing(has_gevent).answered_by("may/abort/awaiting"),
    script!(PYTHON, "abort/hogging_gevent.py", Hung).needing(has_gevent).answered_by("may/abort/hogging").instead("abort/awaiting-gevent"),
    script!(PYTHON, "abort/spinning_async_raise.py", Stopped, Wake).answered_by("threads/abort/blocking-panic"),
    script!(PYTHON, "abort/spinning_async_raise_lock.py", Stopped, Turn).answered_by("tokio/drop/awaiting-lock-held").losing(Loss::All).breaking_its_invariant().instead("flag/blocking-event"),
    script!(PYTHON, "abort/spinning_trio_check.py", Stopped, Wake).needing(has_trio).answered_by("tokio/flag/spinning"),
    script!(PYTHON, "abort/spinning_extension.py", Hung).needing(has_extension).answered_by("tokio/abort/hogging").instead("abort/spinning-extension-signals"),
    script!(PYTHON, "abort/spinning_extension_signals.py", Stopped, Turn).needing(has_extension).answered_by("threads/flag/spinning"),
    script!(PYTHON, "abort/spinning_extension_async_raise.py", Hung).needing(has_extension).answered_by("threads/flag/spinning").instead("abort/spinning-extension-signals"),
    script!(PYTHON, "abort/blocking_async_raise.py", Stopped, Polled).answered_by("threads/abort/blocking-panic"),
    script!(PYTHON, "abort/blocking_pthread_kill.py", Hung).answered_by("threads/abort/blocking-signal").instead("abort/parked-pthread-kill"),
    script!(PYTHON, "abort/parked_pthread_kill.py", Stopped, Wake).answered_by("threads/abort/parked-signal"),
    script!(PYTHON, "abort/blocking_tstp.py", StillStanding).answered_by("processes/abort/blocking-sigstop").instead("flag/blocking-event"),
    script!(PYTHON, "abort/blocking_terminate.py", Killed, Reap).answered_by("processes/abort/blocking-sigterm").losing(Loss::Some).instead("channel/parked-process"),
    script!(PYTHON, "abort/blocking_terminate_lock.py", Killed, Reap).answered_by("processes/abort/blocking-sigkill-lock").losing(Loss::All).breaking_its_invariant().instead("channel/parked-process"),
    script!(PYTHON, "abort/blocking_kill.py", Killed, Reap).answered_by("processes/abort/blocking-sigkill").losing(Loss::Some).instead("channel/parked-process"),
    script!(PYTHON, "abort/stuck_subprocess_timeout.py", Hung).answered_by("processes/abort/stuck-output").instead("abort/stuck-subprocess-timeout-group"),
    script!(PYTHON, "abort/stuck_subprocess_timeout_group.py", Stopped, Wake).answered_by("processes/abort/stuck-output-group"),
    ]
}

#[rustfmt::skip]
fn crowds() -> Vec<Case> {
    vec![
    script!(PYTHON, "abort/awaiting_crowd.py", Stopped, Inline).of_crowd().losing(Loss::All).instead("flag/awaiting-asyncio-event-threadsafe"),
    script!(PYTHON, "abort/awaiting_crowd_trio.py", Stopped, Inline).needing(has_trio).of_crowd().losing(Loss::All).instead("flag/awaiting-asyncio-event-threadsafe"),
    ]
}
