//! Stopping n tasks by a token.
//!
//! A case starts n tasks, waits for a quick one, and then asks all n to stop. Each task owns a part of the crowd,
//! beats it, and sleeps on a timer; if the crowd is under load, one in ten yields instead and is always ready to
//! run. Dropping the last part is the halt that is measured. `stage.requested()` stamps the instant at which the
//! calls that ask have returned. Each task holds a record: whether it is lost says whether the task was ended or
//! ended itself.
//!
//! To play it with other numbers: `cargo run --release -- sweep crowd`

use still_standing::{Stage, case};
use tokio::{select, spawn};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::turn;

/// One token is shared by n tasks: one `cancel` wakes them all, and each ends itself.
///
/// The call wakes the tasks that wait for the token in batches of 32, and lets go of the list's lock between two
/// batches (<https://docs.rs/crate/tokio/latest/source/src/sync/notify.rs>), so the first task ends at once while the
/// caller is held up for longer with more tasks. Each task finishes its record before it ends, so none is lost.
/// <https://docs.rs/tokio-util/latest/tokio_util/sync/struct.CancellationToken.html#method.cancel>
#[case("flag/awaiting-crowd-token", Stopped, Wake, run = crate::run, of_crowd(), losing(Loss::None))]
pub async fn awaiting_crowd_token(stage: &Stage) {
    let token = CancellationToken::new();
    let tasks = TaskTracker::new();
    for part in stage.crowd() {
        let token = token.clone();
        tasks.spawn(async move {
            part.take_record();
            loop {
                part.beat();
                select! {
                    () = token.cancelled() => break,
                    () = turn(&part) => {}
                }
            }
            part.finish_record();
        });
    }
    tasks.close();

    stage.quick_task().await;

    stage.request();
    token.cancel();
    stage.requested();
    tasks.wait().await;
    stage.acknowledge(());
}

/// Each of n tasks has a child token of its own, and cancelling the parent cancels every child.
///
/// A child could also be cancelled alone, for one connection of a server. The call first goes through all children,
/// under the parent's lock, marks and detaches each, and only then wakes the first
/// (<https://docs.rs/crate/tokio-util/latest/source/src/sync/cancellation_token/tree_node.rs>, `cancel`), so that among many
/// the first task ends late.
/// <https://docs.rs/tokio-util/latest/tokio_util/sync/struct.CancellationToken.html#method.child_token>
#[case("flag/awaiting-crowd-child-tokens", Stopped, Wake, run = crate::run, of_crowd(), losing(Loss::None))]
pub async fn awaiting_crowd_child_tokens(stage: &Stage) {
    let parent = CancellationToken::new();
    let mut tasks = Vec::with_capacity(stage.crowd_size() as usize);
    for part in stage.crowd() {
        let token = parent.child_token();
        tasks.push(spawn(async move {
            part.take_record();
            loop {
                part.beat();
                select! {
                    () = token.cancelled() => break,
                    () = turn(&part) => {}
                }
            }
            part.finish_record();
        }));
    }

    stage.quick_task().await;

    stage.request();
    parent.cancel();
    stage.requested();
    for task in tasks {
        task.await.expect("the task does not panic");
    }
    stage.acknowledge(());
}
