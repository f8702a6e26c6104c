//! Stopping n tasks by closing a channel.
//!
//! A case starts n tasks, waits for a quick one, and then asks all n to stop. Each task owns a part of the crowd,
//! beats it, and sleeps on a timer; if the crowd is under load, one in ten yields instead and is always ready to
//! run. Dropping the last part is the halt that is measured. `stage.requested()` stamps the instant at which the
//! calls that ask have returned. Each task holds a record: whether it is lost says whether the task was ended or
//! ended itself.
//!
//! To play it with other numbers: `cargo run --release -- sweep crowd`

use async_std::{
    channel,
    prelude::FutureExt,
    task::{JoinHandle, spawn},
};
use still_standing::{Stage, case};

use crate::turn;

/// n tasks wait for one channel to be closed: dropping the sender wakes them all, and each ends itself.
///
/// The receivers are clones. The call goes through the list of those that wait, under one lock
/// (<https://docs.rs/crate/event-listener/latest/source/src/lib.rs>, `notify`), and a task that is woken needs that
/// lock, too: if all are asleep, the first one ends only when the call has returned. Each task finishes its record
/// before it ends, so none is lost.
/// <https://docs.rs/async-std/latest/async_std/channel/struct.Receiver.html#method.recv>
#[case("channel/awaiting-crowd", Stopped, Wake, run = crate::run, of_crowd(), losing(Loss::None))]
pub async fn awaiting_crowd(stage: &Stage) {
    let (stop, stopped) = channel::bounded::<()>(1);
    let mut tasks: Vec<JoinHandle<()>> = Vec::with_capacity(stage.crowd_size() as usize);
    for part in stage.crowd() {
        let stopped = stopped.clone();
        tasks.push(spawn(async move {
            part.take_record();
            loop {
                part.beat();
                let closed = async { stopped.recv().await.is_err() };
                let turn = async {
                    turn(&part).await;
                    false
                };
                if closed.race(turn).await {
                    break;
                }
            }
            part.finish_record();
        }));
    }

    stage.quick_task().await;

    stage.request();
    drop(stop);
    stage.requested();
    for task in tasks {
        task.await;
    }
    stage.acknowledge(());
}
