//! Stopping n tasks by dropping their handles.
//!
//! A case starts n tasks, waits for a quick one, and then asks all n to stop. Each task owns a part of the crowd,
//! beats it, and sleeps on a timer; if the crowd is under load, one in ten yields instead and is always ready to
//! run. Dropping the last part is the halt that is measured. `stage.requested()` stamps the instant at which the
//! calls that ask have returned. Each task holds a record: whether it is lost says whether the task was ended or
//! ended itself.
//!
//! To play it with other numbers: `cargo run --release -- sweep crowd`

use smol::{Task, spawn};
use still_standing::{Stage, case};

use crate::turn;

/// Dropping n `Task`s cancels them, without waiting for their ends.
///
/// The drop only marks a task and puts it into the executor's queue, so the caller is soon free again, and the
/// executor's thread drops the tasks after the acknowledgement.
/// <https://docs.rs/smol/latest/smol/struct.Task.html>
#[case(
    "drop/awaiting-crowd",
    Stopped,
    Wake,
    run = crate::run,
    of_crowd(),
    losing(Loss::All),
    instead = crate::channel::crowd::awaiting_crowd
)]
pub async fn awaiting_crowd(stage: &Stage) {
    let tasks: Vec<Task<()>> = stage
        .crowd()
        .map(|part| {
            spawn(async move {
                part.take_record();
                loop {
                    part.beat();
                    turn(&part).await;
                }
            })
        })
        .collect();

    stage.quick_task().await;

    stage.request();
    drop(tasks);
    stage.requested();
    stage.acknowledge(());
}
