//! Stopping n tasks by cancelling them.
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

/// n tasks are cancelled one after another, and each `cancel` is awaited before the next one.
///
/// `cancel` puts its task into the executor's queue and waits until a thread of the executor has dropped it. So the
/// caller is woken n times, the n-th task is asked only when all others have ended, and until then it goes on.
/// If a tenth is always ready to run, each round trip waits for a turn of all of these, so that the time grows faster
/// than n. smol can also drop its handles, which asks all tasks at once: `smol/drop/awaiting-crowd`.
/// <https://docs.rs/async-std/latest/async_std/task/struct.JoinHandle.html#method.cancel>
#[case(
    "abort/awaiting-crowd",
    Stopped,
    Wake,
    run = crate::run,
    of_crowd(),
    losing(Loss::All),
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
    for task in tasks {
        let _ended: Option<()> = task.cancel().await;
    }
    stage.requested();
    stage.acknowledge(());
}
