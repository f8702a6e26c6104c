//! Dropping the handles of n tasks.
//!
//! A case starts n tasks, waits for a quick one, and then asks all n to stop. Each task owns a part of the crowd,
//! beats it, and sleeps on a timer; if the crowd is under load, one in ten yields instead and is always ready to
//! run. Dropping the last part is the halt that is measured. `stage.requested()` stamps the instant at which the
//! calls that ask have returned. Each task holds a record: whether it is lost says whether the task was ended or
//! ended itself.
//!
//! To play it with other numbers: `cargo run --release -- sweep crowd`

use async_std::task::{JoinHandle, spawn};
use still_standing::{Stage, case};

use crate::turn;

/// Dropping n `JoinHandle`s detaches their tasks, and all of them go on.
///
/// Nothing is asked to stop, however many there are. In smol the same line cancels them: `smol/drop/awaiting-crowd`.
/// <https://docs.rs/async-std/latest/async_std/task/struct.JoinHandle.html>
#[case(
    "drop/awaiting-crowd",
    StillStanding,
    run = crate::run,
    of_crowd(),
    instead = crate::channel::crowd::awaiting_crowd
)]
pub async fn awaiting_crowd(stage: &Stage) {
    let tasks: Vec<JoinHandle<()>> = stage
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
