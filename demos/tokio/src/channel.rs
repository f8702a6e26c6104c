//! Stopping by a channel: the task is sent a message, or its channel is closed.
//!
//! Each public function is one case: a quick task completes, and then an infinite one is asked to stop.
//! The infinite task owns a *pulse*. It *beats* once a turn ("I'm still standing"), and drops the pulse when
//! it really ends: that drop is the *halt*. `request` stamps the instant before the call that asks it to
//! stop; `acknowledge` stamps the instant after that call has returned, and keeps what it returned.
//! To see one happen: `cargo run -p demo-tokio -- story channel/awaiting-oneshot`.

use std::sync::mpsc;

use stage::Stage;
use tokio::{
    select,
    sync::{broadcast, mpsc as async_mpsc, oneshot, watch},
    task::{spawn, spawn_blocking},
    time::sleep,
};

/// A `oneshot` in a `select!`: the message wakes the task in the middle of its sleep.
///
/// <https://docs.rs/tokio/latest/tokio/sync/oneshot/index.html>
pub async fn awaiting_oneshot(stage: &Stage) {
    let (stop, mut stopped) = oneshot::channel();
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        loop {
            pulse.beat();
            select! {
                _ = &mut stopped => break,
                () = sleep(pulse.interval()) => {}
            }
        }
    });

    stage.quick_task().await;

    stage.request();
    stop.send(()).expect("the infinite task listens");
    stage.acknowledge(infinite.await);
}

/// A `watch` in a `select!`: one value that any number of tasks may wait for to change.
///
/// <https://docs.rs/tokio/latest/tokio/sync/watch/index.html>
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

/// A `broadcast` in a `select!`: every receiver gets the message, as in tokio's guide to shutdown.
///
/// <https://tokio.rs/tokio/topics/shutdown>,
/// <https://docs.rs/tokio/latest/tokio/sync/broadcast/index.html>
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

/// The sender of an `mpsc` is dropped: nothing is sent, and the closing itself is the message.
///
/// `recv` then returns `None`
/// (<https://docs.rs/tokio/latest/tokio/sync/mpsc/struct.Receiver.html#method.recv>).
/// It can't be forgotten: a caller that panics closes its channels too.
pub async fn awaiting_mpsc_closed(stage: &Stage) {
    let (stop, mut stopped) = async_mpsc::channel::<()>(1);
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
    drop(stop);
    stage.acknowledge(infinite.await);
}

/// A blocking closure sleeps in `recv_timeout`, so that a message ends its sleep.
///
/// std's channel, not tokio's: tokio's `blocking_recv` has no timeout
/// (<https://docs.rs/tokio/latest/tokio/sync/mpsc/struct.Receiver.html#method.blocking_recv>).
pub async fn parked(stage: &Stage) {
    let (stop, stopped) = mpsc::channel::<()>();
    let pulse = stage.pulse();
    let infinite = spawn_blocking(move || {
        loop {
            pulse.beat();
            if stopped.recv_timeout(pulse.interval()).is_ok() {
                break;
            }
        }
    });

    stage.quick_task().await;

    stage.request();
    stop.send(()).expect("the infinite task listens");
    stage.acknowledge(infinite.await);
}

/// A computing closure asks a `oneshot` at every turn whether the message is there.
///
/// <https://docs.rs/tokio/latest/tokio/sync/oneshot/struct.Receiver.html#method.try_recv>
pub async fn spinning(stage: &Stage) {
    let (stop, mut stopped) = oneshot::channel::<()>();
    let pulse = stage.pulse();
    let infinite = spawn_blocking(move || {
        while stopped.try_recv().is_err() {
            pulse.beat();
        }
    });

    stage.quick_task().await;

    stage.request();
    stop.send(()).expect("the infinite task listens");
    stage.acknowledge(infinite.await);
}
