//! A message that every task gets: a `watch` keeps the last one, and a `broadcast` hands each on.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story channel/awaiting-watch`

use still_standing::{Stage, case};
use tokio::{
    select,
    sync::{broadcast, watch},
    task::spawn,
    time::sleep,
};

/// A `watch` in a `select!` wakes the task when its value changes.
///
/// Any number of tasks may wait for the same value.
/// <https://docs.rs/tokio/latest/tokio/sync/watch/index.html>
#[case("channel/awaiting-watch", Stopped, Wake, run = crate::run)]
pub async fn awaiting_watch(stage: &Stage) {
    let (stop, mut stopped) = watch::channel(false);
    let pulse = stage.pulse();
    let infinite = spawn(async move {
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
    stop.send_replace(true);
    stage.acknowledge(infinite.await);
}

/// A `broadcast` in a `select!` wakes the task, and every other receiver that keeps up gets the same message.
///
/// mini-redis is shut down in this way
/// (<https://github.com/tokio-rs/mini-redis/blob/master/src/shutdown.rs>); tokio's page on shutdown now
/// advises a `CancellationToken`. <https://docs.rs/tokio/latest/tokio/sync/broadcast/index.html>
#[case("channel/awaiting-broadcast", Stopped, Wake, run = crate::run)]
pub async fn awaiting_broadcast(stage: &Stage) {
    let (stop, mut stopped) = broadcast::channel(1);
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        loop {
            pulse.beat();
            select! {
                _ = stopped.recv() => break,
                () = sleep(pulse.interval()) => {}
            }
        }
    });

    stage.quick_task().await;

    stage.request();
    stop.send(()).expect("the infinite task listens");
    stage.acknowledge(infinite.await);
}
