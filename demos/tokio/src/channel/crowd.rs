//! Stopping n tasks by one message to all.
//!
//! A case starts n tasks, waits for a quick one, and then asks all n to stop. Each task owns a part of the crowd,
//! beats it, and sleeps on a timer; if the crowd is under load, one in ten yields instead and is always ready to
//! run. Dropping the last part is the halt that is measured. `stage.requested()` stamps the instant at which the
//! calls that ask have returned. Each task holds a record: whether it is lost says whether the task was ended or
//! ended itself.
//!
//! To play it with other numbers: `cargo run --release -- sweep crowd`

use still_standing::{Stage, case};
use tokio::{select, sync::watch};
use tokio_util::task::TaskTracker;

use crate::turn;

/// n tasks wait for a `watch` channel to change: one `send` wakes them all, and each ends itself.
///
/// The value stays, so that a task that looks later sees it, too. The receivers are spread over eight lists, so that
/// tasks on many cores rarely wait for the same lock.
/// <https://docs.rs/tokio/latest/tokio/sync/watch/index.html>
#[case("channel/awaiting-crowd-watch", Stopped, Wake, run = crate::run, of_crowd(), losing(Loss::None))]
pub async fn awaiting_crowd_watch(stage: &Stage) {
    let (stop, stopped) = watch::channel(false);
    let tasks = TaskTracker::new();
    for part in stage.crowd() {
        let mut stopped = stopped.clone();
        tasks.spawn(async move {
            part.take_record();
            loop {
                part.beat();
                select! {
                    _ = stopped.changed() => break,
                    () = turn(&part) => {}
                }
            }
            part.finish_record();
        });
    }
    tasks.close();

    stage.quick_task().await;

    stage.request();
    let sent = stop.send(true);
    stage.requested();
    tasks.wait().await;
    stage.acknowledge(sent);
}
