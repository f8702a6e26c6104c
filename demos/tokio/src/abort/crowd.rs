//! Stopping n tasks by aborting them.
//!
//! A case starts n tasks, waits for a quick one, and then asks all n to stop. Each task owns a part of the crowd,
//! beats it, and sleeps on a timer; if the crowd is under load, one in ten yields instead and is always ready to
//! run. Dropping the last part is the halt that is measured. `stage.requested()` stamps the instant at which the
//! calls that ask have returned. Each task holds a record: whether it is lost says whether the task was ended or
//! ended itself.
//!
//! To play it with other numbers: `cargo run --release -- sweep crowd`

use still_standing::{Stage, case};
use tokio::{
    spawn,
    task::{JoinHandle, JoinSet},
};

use crate::turn;

/// n tasks are aborted one after another, by their handles, and each is then awaited.
///
/// `abort` only marks a task and puts it into the runtime's queue; a worker then drops the task. So the caller is
/// held up for n short calls, and the workers drop tasks meanwhile. In that queue an aborted task stands behind those
/// that are ready to run, so under load the first one ends late. What the tasks had in hand is lost.
/// <https://docs.rs/tokio/latest/tokio/task/struct.JoinHandle.html#method.abort>
#[case(
    "abort/awaiting-crowd",
    Stopped,
    Wake,
    run = crate::run,
    of_crowd(),
    losing(Loss::All),
    instead = crate::flag::crowd::awaiting_crowd_token
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
    for task in &tasks {
        task.abort();
    }
    stage.requested();
    for task in tasks {
        let _cancelled = task.await;
    }
    stage.acknowledge(());
}

/// A `JoinSet` aborts all its tasks with one call, and then says which has ended.
///
/// The set knows its tasks, so that none can be forgotten, and keeps an entry for each. `abort_all` first walks its
/// list and notes every entry, and only then aborts the first, so that no task ends before the walk is over; of a
/// large set, whose entries are far apart in memory, it is a good part of the whole
/// (<https://docs.rs/crate/tokio/latest/source/src/util/idle_notified_set.rs>, `for_each`).
/// <https://docs.rs/tokio/latest/tokio/task/struct.JoinSet.html#method.abort_all>
#[case(
    "abort/awaiting-crowd-join-set",
    Stopped,
    Wake,
    run = crate::run,
    of_crowd(),
    losing(Loss::All),
    instead = crate::flag::crowd::awaiting_crowd_token
)]
pub async fn awaiting_crowd_join_set(stage: &Stage) {
    let mut tasks = JoinSet::new();
    for part in stage.crowd() {
        tasks.spawn(async move {
            part.take_record();
            loop {
                part.beat();
                turn(&part).await;
            }
        });
    }

    stage.quick_task().await;

    stage.request();
    tasks.abort_all();
    stage.requested();
    while tasks.join_next().await.is_some() {}
    stage.acknowledge(());
}
