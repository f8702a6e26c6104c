//! A receiver that subscribes after the message was sent: what it gets, and what it waits for in vain.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop. That task has a job in
//! hand, and subscribes only when that is done, which is after the request.
//! It owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story channel/awaiting-watch-late`

use still_standing::{Stage, case};
use tokio::{
    select,
    sync::{broadcast, oneshot, watch},
    task::spawn,
    time::sleep,
};

/// `changed` of a receiver that subscribed after the change waits for the next one.
///
/// A new receiver counts the value that is there as seen. The task subscribes when its job is done, as a connection that
/// is accepted during the shutdown does. `wait_for` looks first: `tokio/flag/awaiting-watch-wait-for`.
/// <https://docs.rs/tokio/latest/tokio/sync/watch/struct.Sender.html#method.subscribe>,
/// <https://docs.rs/tokio/latest/tokio/sync/watch/struct.Receiver.html#method.changed>
#[case(
    "channel/awaiting-watch-late",
    Hung,
    run = crate::run,
    on_demand(),
    instead = crate::flag::notified::awaiting_watch_wait_for
)]
pub async fn awaiting_watch_late(stage: &Stage) {
    let (stop, stopped) = watch::channel(false);
    let (job, mut job_is_done) = oneshot::channel::<()>();
    let pulse = stage.pulse();
    let infinite = spawn({
        let stop = stop.clone();
        async move {
            while job_is_done.try_recv().is_err() {
                pulse.beat();
                sleep(pulse.interval()).await;
            }
            let mut stopped = stop.subscribe();
            loop {
                pulse.beat();
                select! {
                    _ = stopped.changed() => break,
                    () = sleep(pulse.interval()) => {}
                }
            }
        }
    });

    stage.quick_task().await;

    stage.request();
    stop.send(true).expect("there is a receiver");
    job.send(()).expect("the infinite task listens");
    let ended = infinite.await;
    stage.acknowledge(ended);
    drop(stopped);
}

/// A receiver of a `broadcast` that subscribed after the message never gets it.
///
/// It "will receive values sent **after** this call to `subscribe`", and the task subscribes when its job is done. A token
/// is still cancelled when somebody looks later: `tokio/flag/awaiting-token`; so is the value of a `watch` still there:
/// `tokio/flag/awaiting-watch-wait-for`.
/// <https://docs.rs/tokio/latest/tokio/sync/broadcast/struct.Sender.html#method.subscribe>
#[case(
    "channel/awaiting-broadcast-late",
    Hung,
    run = crate::run,
    on_demand(),
    instead = crate::flag::notified::awaiting_watch_wait_for
)]
pub async fn awaiting_broadcast_late(stage: &Stage) {
    let (stop, stopped) = broadcast::channel(1);
    let (job, mut job_is_done) = oneshot::channel::<()>();
    let pulse = stage.pulse();
    let infinite = spawn({
        let stop = stop.clone();
        async move {
            while job_is_done.try_recv().is_err() {
                pulse.beat();
                sleep(pulse.interval()).await;
            }
            let mut stopped = stop.subscribe();
            loop {
                pulse.beat();
                select! {
                    _ = stopped.recv() => break,
                    () = sleep(pulse.interval()) => {}
                }
            }
        }
    });

    stage.quick_task().await;

    stage.request();
    stop.send(()).expect("there is a receiver");
    job.send(()).expect("the infinite task listens");
    let ended = infinite.await;
    stage.acknowledge(ended);
    drop(stopped);
}
