//! Tasks that a task has spawned: `abort` ends the parent, and what becomes of its children is the parent's affair.
//!
//! A case starts a parent, which spawns the infinite task, waits for a quick one, and then asks the parent to stop. The
//! infinite task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story abort/awaiting-parent`

use std::panic::resume_unwind;

use still_standing::{Stage, case};
use tokio::{
    sync::oneshot,
    task::{JoinSet, spawn},
    time::sleep,
};

/// Aborting a task leaves the task that it has spawned, which goes on.
///
/// A spawned task belongs to the runtime, not to the task that spawned it. `abort` drops the parent at its await, and
/// with it the child's `JoinHandle`, which only detaches the child. A `JoinSet` in the parent takes its children along:
/// `tokio/abort/awaiting-parent-join-set`; a token asks a whole tree of tasks: `tokio/flag/awaiting-child-token`.
/// <https://github.com/tokio-rs/tokio/issues/4400>, <https://github.com/tokio-rs/tokio/issues/5609>
#[case(
    "abort/awaiting-parent",
    StillStanding,
    run = crate::run,
    on_demand(),
    instead = awaiting_parent_join_set
)]
pub async fn awaiting_parent(stage: &Stage) {
    let pulse = stage.pulse();
    let parent = spawn(async move {
        let infinite = spawn(async move {
            loop {
                pulse.beat();
                sleep(pulse.interval()).await;
            }
        });
        infinite.await
    });

    stage.quick_task().await;

    stage.request();
    parent.abort();
    let ended = parent.await;
    stage.acknowledge(ended);
}

/// Aborting a task aborts those that it has spawned on a `JoinSet` of its own.
///
/// The set is dropped with the parent, and aborts every task in it. It does not wait for them: the caller may hear
/// that the parent was cancelled before a worker has dropped the child. Without a set the child goes on:
/// `tokio/abort/awaiting-parent`.
/// <https://docs.rs/tokio/latest/tokio/task/struct.JoinSet.html>,
/// <https://github.com/tokio-rs/tokio/issues/5609>
#[case("abort/awaiting-parent-join-set", Stopped, Wake, run = crate::run, on_demand())]
pub async fn awaiting_parent_join_set(stage: &Stage) {
    let pulse = stage.pulse();
    let parent = spawn(async move {
        let mut children = JoinSet::new();
        children.spawn(async move {
            loop {
                pulse.beat();
                sleep(pulse.interval()).await;
            }
        });
        children.join_next().await
    });

    stage.quick_task().await;

    stage.request();
    parent.abort();
    let ended = parent.await;
    stage.acknowledge(ended);
}

/// A task that panics ends alone, and the others go on.
///
/// The panic is kept for whoever awaits the task's `JoinHandle`, as a `JoinError`. Most programs drop the handle, and then
/// nothing but the message on standard error tells of it. Here the request is the panic, and the caller reads the error:
/// it learns that one task has ended, and the infinite one has not heard of it. With `panic = "abort"` the process ends.
/// `JoinSet::join_all` aborts the others: `tokio/abort/awaiting-panic-join-all`.
/// <https://docs.rs/tokio/latest/tokio/task/struct.JoinError.html#method.is_panic>,
/// <https://docs.rs/tokio/latest/tokio/runtime/enum.UnhandledPanic.html>
#[case(
    "abort/awaiting-panic",
    StillStanding,
    run = crate::run,
    on_demand(),
    instead = awaiting_panic_join_all
)]
pub async fn awaiting_panic(stage: &Stage) {
    let pulse = stage.pulse();
    spawn(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    stage.quick_task().await;

    stage.request();
    // A panic without the message on standard error.
    let panics = spawn(async { resume_unwind(Box::new("one task is in trouble")) });
    let ended: Result<(), _> = panics.await;
    stage.acknowledge(ended);
}

/// `JoinSet::join_all` panics with the task that panics, and aborts the others of its set.
///
/// It panics with one that was aborted, too. It owns the set: the panic unwinds through it, so the set is dropped, and
/// that aborts the infinite task. Whoever awaits `join_all` panics too, and here that is a task, so that its handle has
/// the error. Without a set nothing hears of the panic: `tokio/abort/awaiting-panic`.
/// <https://docs.rs/tokio/latest/tokio/task/struct.JoinSet.html#method.join_all>
#[case("abort/awaiting-panic-join-all", Stopped, Wake, run = crate::run, on_demand())]
pub async fn awaiting_panic_join_all(stage: &Stage) {
    let mut tasks = JoinSet::new();
    let pulse = stage.pulse();
    tasks.spawn(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });
    let (trouble, in_trouble) = oneshot::channel::<()>();
    tasks.spawn(async move {
        let _ = in_trouble.await;
        // A panic without the message on standard error.
        resume_unwind(Box::new("one task is in trouble"))
    });
    let all = spawn(tasks.join_all());

    stage.quick_task().await;

    stage.request();
    drop(trouble);
    let ended = all.await;
    stage.acknowledge(ended);
}
