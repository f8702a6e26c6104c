//! Shutdown by `abort`: a whole set at once, a future with a handle, work that is shielded from it, and a child process.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story abort/awaiting-join-set-shutdown`

use std::{sync::Arc, thread};

use futures_util::future::{AbortHandle, Abortable};
use still_standing::{Stage, case};
use tokio::{
    process::Command,
    sync::mpsc,
    task::{JoinSet, spawn},
    time::sleep,
};
use tokio_util::task::TaskTracker;

use crate::drop::command::{beats_alone, state};

/// `JoinSet::shutdown` aborts every task of the set and waits until all have ended.
///
/// The drop of a set only asks. A blocking closure that runs keeps `shutdown` for as long as it does:
/// `tokio/abort/blocking-join-set-shutdown`.
/// <https://docs.rs/tokio/latest/tokio/task/struct.JoinSet.html#method.shutdown>
#[case("abort/awaiting-join-set-shutdown", Stopped, Wake, run = crate::run)]
pub async fn awaiting_join_set_shutdown(stage: &Stage) {
    let mut tasks = JoinSet::new();
    let pulse = stage.pulse();
    tasks.spawn(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    stage.quick_task().await;

    stage.request();
    tasks.shutdown().await;
    stage.acknowledge(());
}

/// `JoinSet::shutdown` over a blocking closure that runs waits for it, for as long as it runs.
///
/// `abort` does nothing to a closure that has begun, and `shutdown` waits for every member of the set. Over tasks it
/// returns soon: `tokio/abort/awaiting-join-set-shutdown`.
/// <https://docs.rs/tokio/latest/tokio/task/struct.JoinSet.html#method.spawn_blocking>
#[case("abort/blocking-join-set-shutdown", Hung, run = crate::run, instead = crate::flag::blocking)]
pub async fn blocking_join_set_shutdown(stage: &Stage) {
    let mut tasks = JoinSet::new();
    let pulse = stage.pulse();
    tasks.spawn_blocking(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().await;

    stage.request();
    tasks.shutdown().await;
    stage.acknowledge(());
}

/// Work that must not be cut off is spawned and awaited: `abort` ends only the task that awaits it.
///
/// Each record has a task of its own. The abort drops the handle of that task, and so detaches it: the task goes on, and
/// finishes its record. The caller has heard before that the other task was cancelled. The record is finished one or two
/// ms after the request, because tokio's timer has steps of 1 ms. The end of the runtime would cut such a task off at its
/// await, so a tracker waits for it before.
/// <https://docs.rs/tokio/latest/tokio/task/struct.JoinHandle.html>
#[case("abort/awaiting-shielded", Stopped, Deadline, run = crate::run, losing(Loss::None))]
pub async fn awaiting_shielded(stage: &Stage) {
    let records = stage.records();
    let (disk, mut written) = mpsc::unbounded_channel();
    let tracker = TaskTracker::new();
    let pulse = Arc::new(stage.pulse());
    let infinite = spawn({
        let (records, tracker) = (records.clone(), tracker.clone());
        async move {
            loop {
                pulse.beat();
                let (record, disk, pulse) = (records.give(), disk.clone(), Arc::clone(&pulse));
                let write = tracker.spawn(async move {
                    sleep(pulse.interval()).await;
                    let _ = disk.send(record);
                });
                let _ = write.await;
            }
        }
    });

    stage.quick_task().await;

    stage.request();
    infinite.abort();
    let ended = infinite.await;
    stage.acknowledge(ended);

    tracker.close();
    tracker.wait().await;
    while let Some(record) = written.recv().await {
        records.arrived(record);
    }
}

/// `Abortable` gives a future a handle that ends it where it awaits, on any runtime.
///
/// The handle only sets a flag and wakes the task. The wrapper looks at the flag when it is polled, returns `Aborted`,
/// and does not poll the future any more. A future that never gives way is not ended, as with `abort`.
/// <https://docs.rs/futures/latest/futures/future/struct.Abortable.html>
#[case("abort/awaiting-abortable", Stopped, Wake, run = crate::run)]
pub async fn awaiting_abortable(stage: &Stage) {
    let (handle, registration) = AbortHandle::new_pair();
    let pulse = stage.pulse();
    let infinite = spawn(Abortable::new(
        async move {
            loop {
                pulse.beat();
                sleep(pulse.interval()).await;
            }
        },
        registration,
    ));

    stage.quick_task().await;

    stage.request();
    handle.abort();
    let ended = infinite.await;
    stage.acknowledge(ended);
}

/// `kill` of tokio's `Child` sends SIGKILL and waits for the end, so that no zombie is left.
///
/// It is `start_kill` and `wait` in one. A child that is dropped instead is reaped some time, if a runtime with I/O runs:
/// `tokio/drop/blocking-zombie`.
/// <https://docs.rs/tokio/latest/tokio/process/struct.Child.html#method.kill>,
/// <https://github.com/tokio-rs/tokio/issues/2685>
#[case(
    "abort/blocking-command-kill",
    Killed,
    Reap,
    run = crate::run_with_network,
    starts = beats_alone,
    out_of_process(),
    keeping_its_invariant(),
    on_demand()
)]
pub async fn blocking_command_kill(stage: &Stage) {
    let mut command = Command::from(stage.worker("beats_alone"));
    let mut child = command.spawn().expect("the worker starts");
    let process = child.id().expect("it is not waited for yet");

    stage.quick_task().await;

    stage.request();
    let ended = child.kill().await;
    stage.acknowledge(ended);
    stage.invariant(state(process).is_none());
}
