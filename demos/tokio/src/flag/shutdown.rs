//! Orderly shutdown by a token: every task is asked, and every task is waited for.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story flag/awaiting-ctrl-c`

use std::{process::Stdio, time::Instant};

use rustix::process::{Pid, Signal, kill_process};
use still_standing::{Pulse, Stage, case, worker};
use tokio::{
    runtime::Builder,
    select,
    signal::unix::{SignalKind, signal},
    task::spawn,
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// A `CancellationToken` in a `select!` ends the task in the middle of its sleep.
///
/// The token is a flag that wakes every task that awaits it, so the task does not finish its beat. tokio's
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
/// spawns a task for each request does not grow. <https://tokio.rs/tokio/topics/shutdown>,
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

/// Cancelling a token cancels all of its children; cancelling a child leaves the parent as it is.
///
/// So a connection can be ended alone, and all of them with the service.
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
/// The drop only asks. The caller still has to wait for the task.
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

/// The ladder of a service: SIGINT, the token, a deadline, and only then `abort`.
///
/// The service is a process of its own, so the signal is a real one. It prints when it reached each rung, and the
/// caller returns that. Its task heeds the token, so the last rung is not reached.
/// <https://tokio.rs/tokio/topics/shutdown>, <https://docs.rs/tokio/latest/tokio/signal/unix/fn.signal.html>
#[case("flag/awaiting-ctrl-c", Stopped, Wake, starts = ends_in_good_order, out_of_process())]
pub fn awaiting_ctrl_c(stage: &Stage) {
    let mut service = stage.worker("ends_in_good_order");
    let service = service.stdout(Stdio::piped()).spawn().expect("the service starts");

    stage.quick_task().wait();

    stage.request();
    kill_process(Pid::from_child(&service), Signal::INT).expect("the service is there, and ours");
    let ended = service.wait_with_output().expect("its output is a pipe");
    stage.acknowledge((ended.status, String::from_utf8_lossy(&ended.stdout).trim_end()));
}

/// The `main` of the service.
#[worker]
pub fn ends_in_good_order(pulse: Pulse) {
    let runtime = Builder::new_current_thread().enable_all().build().expect("the runtime starts");
    runtime.block_on(async {
        let mut interrupts = signal(SignalKind::interrupt()).expect("SIGINT can be handled");
        let (token, tracker) = (CancellationToken::new(), TaskTracker::new());
        let deadline = 20 * pulse.interval();
        let task = tracker.spawn({
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

        interrupts.recv().await;
        let asked = Instant::now();
        token.cancel();
        tracker.close();
        print!("token cancelled after {:?}, ", asked.elapsed());
        match timeout(deadline, tracker.wait()).await {
            Ok(()) => println!("all ended after {:?}", asked.elapsed()),
            Err(_) => {
                task.abort();
                println!("aborted after {:?}", asked.elapsed());
            }
        }
    });
}
