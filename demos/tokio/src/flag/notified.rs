//! A notification that comes while nobody waits for it: some are lost, and some are there for whoever looks later.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop. That task has a job in
//! hand, and looks for the request only when that is done, which is after the request.
//! It owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story flag/awaiting-notify-waiters`

use std::sync::Arc;

use still_standing::{Stage, case};
use tokio::{
    select,
    sync::{Notify, oneshot, watch},
    task::spawn,
    time::sleep,
};

/// `notify_waiters` reaches each `notified()` that was made before it, and is lost to those made later.
///
/// The task has a job in hand, and makes its `notified()` when that is done: too late, and it waits for ever. One that
/// was made before the job would get the notification, although nobody had polled it. `notify_one` keeps one permit for
/// whoever comes next, so it stops one task and no more. A state is not lost: `tokio/flag/awaiting-watch-wait-for`, and
/// a `CancellationToken` is one: `tokio/flag/awaiting-token`.
/// <https://docs.rs/tokio/latest/tokio/sync/struct.Notify.html#method.notify_waiters>,
/// <https://github.com/tokio-rs/tokio/issues/3825>, <https://github.com/tokio-rs/tokio/issues/5896>
#[case(
    "flag/awaiting-notify-waiters",
    Hung,
    run = crate::run,
    on_demand(),
    instead = awaiting_watch_wait_for
)]
pub async fn awaiting_notify_waiters(stage: &Stage) {
    let stop = Arc::new(Notify::new());
    let (job, mut job_is_done) = oneshot::channel::<()>();
    let pulse = stage.pulse();
    let infinite = spawn({
        let stop = Arc::clone(&stop);
        async move {
            while job_is_done.try_recv().is_err() {
                pulse.beat();
                sleep(pulse.interval()).await;
            }
            loop {
                pulse.beat();
                select! {
                    () = stop.notified() => break,
                    () = sleep(pulse.interval()) => {}
                }
            }
        }
    });

    stage.quick_task().await;

    stage.request();
    stop.notify_waiters();
    job.send(()).expect("the infinite task listens");
    stage.acknowledge(infinite.await);
}

/// `wait_for` of a `watch` looks at the value before it waits, so it does not miss one that stays.
///
/// The task has a job in hand, and learns of the request when that is done. What the channel holds is a state, not an
/// event; one that was taken back meanwhile is missed. `changed` waits for the next change:
/// `tokio/channel/awaiting-watch-late`; `notify_waiters` is lost: `tokio/flag/awaiting-notify-waiters`.
/// <https://docs.rs/tokio/latest/tokio/sync/watch/struct.Receiver.html#method.wait_for>
#[case("flag/awaiting-watch-wait-for", Stopped, Polled, run = crate::run, on_demand())]
pub async fn awaiting_watch_wait_for(stage: &Stage) {
    let (stop, mut stopped) = watch::channel(false);
    let (job, mut job_is_done) = oneshot::channel::<()>();
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        while job_is_done.try_recv().is_err() {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
        loop {
            pulse.beat();
            select! {
                _ = stopped.wait_for(|stop| *stop) => break,
                () = sleep(pulse.interval()) => {}
            }
        }
    });

    stage.quick_task().await;

    stage.request();
    stop.send(true).expect("the infinite task listens");
    job.send(()).expect("the infinite task listens");
    stage.acknowledge(infinite.await);
}
