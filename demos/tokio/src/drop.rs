//! Stopping by dropping: the task's handle, or what owns it, is dropped. What is lost with a dropped future is in
//! [`cancel_safety`], [`half_sent`] and [`half_done`]; what tokio does on threads of its own in [`hidden_pool`].
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story drop/awaiting-join-handle`

pub mod cancel_safety;
pub mod crowd;
pub mod half_done;
pub mod half_sent;
pub mod hidden_pool;

use std::{thread, time::Duration};

use still_standing::{Stage, case};
use tokio::{
    runtime::Builder,
    select,
    task::{JoinSet, LocalSet, spawn, spawn_blocking, yield_now},
    time::{sleep, timeout},
};
use tokio_util::task::AbortOnDropHandle;

use crate::multi_thread;

/// Dropping a `JoinHandle` detaches the task, which goes on.
///
/// "A JoinHandle *detaches* the associated task when it is dropped"
/// (<https://docs.rs/tokio/latest/tokio/task/struct.JoinHandle.html>). smol's `Task` does the
/// opposite.
#[case("drop/awaiting-join-handle", StillStanding, Inline, run = crate::run)]
pub async fn awaiting_join_handle(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    stage.quick_task().await;

    stage.request();
    drop(infinite);
    stage.acknowledge(());
}

/// Dropping a `JoinSet` aborts every task in it, without waiting for their ends.
///
/// The drop returns before the task has halted, because a worker has yet to drop the task.
/// <https://docs.rs/tokio/latest/tokio/task/struct.JoinSet.html>
#[case("drop/awaiting-join-set", Stopped, Wake, run = crate::run)]
pub async fn awaiting_join_set(stage: &Stage) {
    let pulse = stage.pulse();
    let mut tasks = JoinSet::new();
    tasks.spawn(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    stage.quick_task().await;

    stage.request();
    drop(tasks);
    stage.acknowledge(());
}

/// Dropping an `AbortOnDropHandle` aborts its task, without waiting for its end.
///
/// <https://docs.rs/tokio-util/latest/tokio_util/task/struct.AbortOnDropHandle.html>; why a plain
/// `JoinHandle` does not do this: <https://github.com/tokio-rs/tokio/issues/1830>.
#[case("drop/awaiting-abort-on-drop", Stopped, Wake, run = crate::run)]
pub async fn awaiting_abort_on_drop(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = AbortOnDropHandle::new(spawn(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    }));

    stage.quick_task().await;

    stage.request();
    drop(infinite);
    stage.acknowledge(());
}

/// The losing branch of a `select!` is dropped where it stands, by the caller itself.
///
/// No task was spawned, so none has to be notified: the future stops because it is gone.
/// <https://docs.rs/tokio/latest/tokio/macro.select.html>
#[case("drop/awaiting-select", Stopped, Inline, run = crate::run)]
pub async fn awaiting_select(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    };
    let quick = async {
        stage.quick_task().await;
        stage.request();
    };

    select! {
        () = infinite => {}
        () = quick => {}
    }
    stage.acknowledge(());
}

/// `timeout` drops the future once its time is up.
///
/// The time is up at the request, yet the halt waits for tokio's timer, which moves in steps of
/// a millisecond. <https://docs.rs/tokio/latest/tokio/time/fn.timeout.html>
#[case("drop/awaiting-timeout", Stopped, Timer, run = crate::run)]
pub async fn awaiting_timeout(stage: &Stage) {
    let pulse = stage.pulse();
    let mut infinite = Box::pin(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    select! {
        () = &mut infinite => {}
        () = stage.quick_task() => {}
    }

    stage.request();
    let ended = timeout(Duration::ZERO, infinite).await;
    stage.acknowledge(ended);
}

/// Dropping the `Runtime` drops each task when it next yields, and waits for that.
///
/// <https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#shutdown>
#[case("drop/awaiting-runtime", Stopped, Wake)]
pub fn awaiting_runtime(stage: &Stage) {
    let runtime = multi_thread();
    let pulse = stage.pulse();
    runtime.spawn(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    stage.quick_task().wait();

    stage.request();
    drop(runtime);
    stage.acknowledge(());
}

/// Dropping a current-thread `Runtime` drops its tasks where they stand, on the caller's thread.
///
/// No other thread could poll them, so there is none to wait for.
/// <https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#shutdown>
#[case("drop/awaiting-runtime-current-thread", Stopped, Inline)]
pub fn awaiting_runtime_current_thread(stage: &Stage) {
    let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
    let pulse = stage.pulse();
    runtime.spawn(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    runtime.block_on(stage.quick_task());

    stage.request();
    drop(runtime);
    stage.acknowledge(());
}

/// Dropping a `JoinSet` on a current-thread runtime ends its task only when the caller next awaits.
///
/// The thread that has to drop the task is the caller's own. The halt comes when the caller gives the
/// thread away, however late that is; here it does so at once.
/// <https://docs.rs/tokio/latest/tokio/task/struct.JoinSet.html>
#[case("drop/awaiting-join-set-current-thread", Stopped, Inline)]
pub fn awaiting_join_set_current_thread(stage: &Stage) {
    let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(async {
        let pulse = stage.pulse();
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            loop {
                pulse.beat();
                sleep(pulse.interval()).await;
            }
        });

        stage.quick_task().await;

        stage.request();
        drop(tasks);
        stage.acknowledge(());
        yield_now().await;
    });
}

/// Dropping the `JoinHandle` of a blocking closure detaches it, and it goes on.
///
/// <https://docs.rs/tokio/latest/tokio/task/fn.spawn_blocking.html>
#[case("drop/blocking-join-handle", StillStanding, Inline, run = crate::run)]
pub async fn blocking_join_handle(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn_blocking(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().await;

    stage.request();
    drop::<tokio::task::JoinHandle<()>>(infinite);
    stage.acknowledge(());
}

/// `timeout` around a blocking closure ends the waiting, not the closure.
///
/// The caller reads `Elapsed` and may think that the work is over; only its handle was dropped
/// (<https://docs.rs/tokio/latest/tokio/time/fn.timeout.html#cancellation>). A program that ran into it:
/// <https://github.com/lambdaclass/ethrex/issues/6577>
#[case("drop/blocking-timeout", StillStanding, Timer, run = crate::run)]
pub async fn blocking_timeout(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn_blocking(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().await;

    stage.request();
    let ended = timeout::<tokio::task::JoinHandle<()>>(Duration::ZERO, infinite).await;
    stage.acknowledge(ended.map(|_| ()));
}

/// Dropping the `Runtime` waits for the blocking closure for as long as it runs.
///
/// Every `#[tokio::main]` ends with the same wait, and so does Python's `asyncio.run`.
/// <https://github.com/tokio-rs/tokio/issues/1923>
#[case("drop/blocking-runtime", Hung, Wake)]
pub fn blocking_runtime(stage: &Stage) {
    let runtime = multi_thread();
    let pulse = stage.pulse();
    runtime.spawn_blocking(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().wait();

    stage.request();
    drop(runtime);
    stage.acknowledge(());
}

/// `shutdown_timeout` gives up waiting for the blocking closure, and returns as if it had ended.
///
/// It returns `()` either way.
/// <https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#method.shutdown_timeout>
#[case("drop/blocking-runtime-timeout", StillStanding, Timer)]
pub fn blocking_runtime_timeout(stage: &Stage) {
    let runtime = multi_thread();
    let pulse = stage.pulse();
    let grace = pulse.interval();
    runtime.spawn_blocking(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().wait();

    stage.request();
    runtime.shutdown_timeout(grace);
    stage.acknowledge(());
}

/// `shutdown_background` does not wait for the blocking closure at all.
///
/// <https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#method.shutdown_background>
#[case("drop/blocking-runtime-background", StillStanding, Inline)]
pub fn blocking_runtime_background(stage: &Stage) {
    let runtime = multi_thread();
    let pulse = stage.pulse();
    runtime.spawn_blocking(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().wait();

    stage.request();
    runtime.shutdown_background();
    stage.acknowledge(());
}

/// A task that never awaits holds up the drop of the `Runtime` for as long as it runs.
///
/// A task ends at an await, and this one has none: its `thread::sleep` blocks a worker.
/// <https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#shutdown>
#[case("drop/hogging-runtime", Hung, Wake)]
pub fn hogging_runtime(stage: &Stage) {
    let runtime = multi_thread();
    let pulse = stage.pulse();
    runtime.spawn(async move {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().wait();

    stage.request();
    drop(runtime);
    stage.acknowledge(());
}

/// Dropping a `LocalSet` drops its tasks, on the thread that drops it.
///
/// Its tasks are not `Send` and have no other thread, so nothing has to be notified.
/// <https://docs.rs/tokio/latest/tokio/task/struct.LocalSet.html>
#[case("drop/awaiting-local-set", Stopped, Inline)]
pub fn awaiting_local_set(stage: &Stage) {
    let runtime = Builder::new_current_thread().enable_time().build().expect("no runtime");
    let tasks = LocalSet::new();
    let pulse = stage.pulse();
    tasks.spawn_local(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    runtime.block_on(tasks.run_until(stage.quick_task()));

    stage.request();
    drop(tasks);
    stage.acknowledge(());
}
