//! Dropping what owns a task, and aborts it for that: a set, or a handle that does so. A tracker does not.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story drop/awaiting-join-set`

use still_standing::{Stage, case};
use tokio::{
    runtime::Builder,
    task::{JoinSet, LocalSet, spawn, yield_now},
    time::sleep,
};
use tokio_util::task::{AbortOnDropHandle, TaskTracker};

/// Dropping a `JoinSet` aborts the tasks in it, without waiting for their ends.
///
/// The drop may return before the task has halted, because a worker has to drop the task. As with `abort`, a task that
/// never awaits and a blocking closure that runs go on. A tracker that is dropped aborts nothing:
/// `tokio/drop/awaiting-tracker-dropped`.
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

/// Dropping a `JoinSet` on a current-thread runtime ends its task only when the caller next yields the thread.
///
/// The thread that has to drop the task is the caller's own. The halt comes when the caller gives the
/// thread away, however late that is; an await that is ready does not. Here it does so at once.
/// <https://docs.rs/tokio/latest/tokio/task/struct.JoinSet.html>
#[case("drop/awaiting-join-set-current-thread", Stopped, Inline)]
pub fn awaiting_join_set_current_thread(stage: &Stage) {
    let runtime = Builder::new_current_thread().enable_time().build().expect("the runtime starts");
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

/// Dropping a `LocalSet` drops its tasks, on the thread that drops it.
///
/// Its tasks are not `Send` and have no other thread, so nothing has to be notified.
/// <https://docs.rs/tokio/latest/tokio/task/struct.LocalSet.html>
#[case("drop/awaiting-local-set", Stopped, Inline)]
pub fn awaiting_local_set(stage: &Stage) {
    let runtime = Builder::new_current_thread().enable_time().build().expect("the runtime starts");
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

/// Dropping a `TaskTracker` aborts none of its tasks, and they go on.
///
/// "Note that unlike `JoinSet`, dropping a `TaskTracker` does not abort the tasks." It counts tasks and has no handles to
/// them, so it needs a token beside it: `tokio/flag/awaiting-tracker`. A set aborts: `tokio/drop/awaiting-join-set`.
/// <https://docs.rs/tokio-util/latest/tokio_util/task/task_tracker/struct.TaskTracker.html>,
/// <https://github.com/tokio-rs/tokio/issues/7222>
#[case(
    "drop/awaiting-tracker-dropped",
    StillStanding,
    run = crate::run,
    on_demand(),
    instead = awaiting_join_set
)]
pub async fn awaiting_tracker_dropped(stage: &Stage) {
    let pulse = stage.pulse();
    let tasks = TaskTracker::new();
    tasks.spawn(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    stage.quick_task().await;

    stage.request();
    tasks.close();
    drop(tasks);
    stage.acknowledge(());
}
