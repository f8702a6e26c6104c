//! Orderly shutdown by a token: every task is asked, and every task is waited for.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story flag/awaiting-token`

use still_standing::{Stage, case};
use tokio::{select, task::spawn, time::sleep};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// A `CancellationToken` in a `select!` ends the task in the middle of its sleep.
///
/// The token is a flag that wakes every task that awaits it, so the task does not finish its beat; whoever looks later
/// finds it cancelled, where `notify_waiters` is lost: `tokio/flag/awaiting-notify-waiters`. tokio's
/// page on shutdown advises it: <https://tokio.rs/tokio/topics/shutdown>.
/// <https://docs.rs/tokio-util/latest/tokio_util/sync/struct.CancellationToken.html>
#[case("flag/awaiting-token", Stopped, Wake, run = crate::run)]
pub async fn awaiting_token(stage: &Stage) {
    let stop = CancellationToken::new();
    let pulse = stage.pulse();
    let infinite = spawn({
        let stop = stop.clone();
        async move {
            loop {
                pulse.beat();
                select! {
                    () = stop.cancelled() => break,
                    () = sleep(pulse.interval()) => {}
                }
            }
        }
    });

    stage.quick_task().await;

    stage.request();
    stop.cancel();
    stage.acknowledge(infinite.await);
}

/// A `TaskTracker` waits for all tasks that were spawned on it, and a token asks them to end.
///
/// `wait` returns when the tracker is closed and every task has ended; it keeps no results, so a service that
/// spawns a task for each request does not grow. Without `close` it waits on: `tokio/flag/awaiting-tracker-open`; a drop
/// of the tracker ends nothing: `tokio/drop/awaiting-tracker-dropped`. <https://tokio.rs/tokio/topics/shutdown>,
/// <https://docs.rs/tokio-util/latest/tokio_util/task/task_tracker/struct.TaskTracker.html>
#[case("flag/awaiting-tracker", Stopped, Wake, run = crate::run)]
pub async fn awaiting_tracker(stage: &Stage) {
    let (token, tracker) = (CancellationToken::new(), TaskTracker::new());
    let pulse = stage.pulse();
    tracker.spawn({
        let token = token.clone();
        async move {
            loop {
                pulse.beat();
                select! {
                    () = token.cancelled() => break,
                    () = sleep(pulse.interval()) => {}
                }
            }
        }
    });

    stage.quick_task().await;

    stage.request();
    token.cancel();
    tracker.close();
    tracker.wait().await;
    stage.acknowledge(());
}

/// `wait` of a `TaskTracker` that nobody has closed does not return, although its tasks have ended.
///
/// An open tracker may get more tasks, so that none are left means nothing. The infinite task is the service here, which
/// waits for its one connection in this way; that ends by the token. With `close` the wait ends:
/// `tokio/flag/awaiting-tracker`.
/// <https://docs.rs/tokio-util/latest/tokio_util/task/task_tracker/struct.TaskTracker.html#method.wait>
#[case("flag/awaiting-tracker-open", Hung, run = crate::run, on_demand(), instead = awaiting_tracker)]
pub async fn awaiting_tracker_open(stage: &Stage) {
    let token = CancellationToken::new();
    let pulse = stage.pulse();
    let service = spawn({
        let token = token.clone();
        async move {
            let connections = TaskTracker::new();
            connections.spawn(token.cancelled_owned());
            loop {
                pulse.beat();
                select! {
                    () = connections.wait() => break,
                    () = sleep(pulse.interval()) => {}
                }
            }
        }
    });

    stage.quick_task().await;

    stage.request();
    token.cancel();
    let ended = service.await;
    stage.acknowledge(ended);
}

/// Cancelling a token cancels all of its children; cancelling a child leaves the parent as it is.
///
/// So a connection can be ended alone, and all of them with the service; a task gives those that it spawns a child of its
/// own token. `abort` does not reach them: `tokio/abort/awaiting-parent`.
/// <https://docs.rs/tokio-util/latest/tokio_util/sync/struct.CancellationToken.html#method.child_token>
#[case("flag/awaiting-child-token", Stopped, Wake, run = crate::run)]
pub async fn awaiting_child_token(stage: &Stage) {
    let service = CancellationToken::new();
    let pulse = stage.pulse();
    let infinite = spawn({
        let connection = service.child_token();
        async move {
            loop {
                pulse.beat();
                select! {
                    () = connection.cancelled() => break,
                    () = sleep(pulse.interval()) => {}
                }
            }
        }
    });

    stage.quick_task().await;

    stage.request();
    service.cancel();
    let ended = infinite.await;
    stage.acknowledge(ended);
}

/// A `DropGuard` cancels its token when it is dropped, on an early return and on a panic too.
///
/// The drop only asks. The caller still has to wait for the task. A guard that was disarmed cancels nothing.
/// <https://docs.rs/tokio-util/latest/tokio_util/sync/struct.DropGuard.html>
#[case("flag/awaiting-drop-guard", Stopped, Wake, run = crate::run)]
pub async fn awaiting_drop_guard(stage: &Stage) {
    let token = CancellationToken::new();
    let pulse = stage.pulse();
    let infinite = spawn({
        let token = token.clone();
        async move {
            loop {
                pulse.beat();
                select! {
                    () = token.cancelled() => break,
                    () = sleep(pulse.interval()) => {}
                }
            }
        }
    });
    let guard = token.drop_guard();

    stage.quick_task().await;

    stage.request();
    drop(guard);
    let ended = infinite.await;
    stage.acknowledge(ended);
}
