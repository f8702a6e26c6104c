//! Stopping by a channel: the task is sent a message, or its channel is closed.
//!
//! Each public function is one case: a quick task completes, and then an infinite one is asked to stop.
//! The infinite task owns a *pulse*. It *beats* once a turn ("I'm still standing"), and drops the pulse when
//! it really ends: that drop is the *halt*. `request` stamps the instant before the call that asks it to
//! stop; `acknowledge` stamps the instant after that call has returned, and keeps what it returned.
//! To see one happen: `cargo run -p demo-smol -- story channel/awaiting`.

use std::sync::mpsc;

use smol::{Timer, channel, future, spawn, unblock};
use stage::Stage;

/// `future::or` of a `recv` and the sleep: the message wakes the task in the middle of its sleep.
///
/// smol has no `select!`; `or` returns what is ready first, and drops the other.
/// <https://docs.rs/smol/latest/smol/future/fn.or.html>
pub async fn awaiting(stage: &Stage) {
    let (stop, stopped) = channel::bounded::<()>(1);
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        loop {
            pulse.beat();
            let message = async { stopped.recv().await.is_ok() };
            let sleep = async {
                Timer::after(pulse.interval()).await;
                false
            };
            if future::or(message, sleep).await {
                break;
            }
        }
    });

    stage.quick_task().await;

    stage.request();
    stop.send(()).await.expect("the infinite task listens");
    infinite.await;
    stage.acknowledge(());
}

/// The sender is dropped: nothing is sent, and the closing itself is the message.
///
/// `recv` then returns an error
/// (<https://docs.rs/smol/latest/smol/channel/struct.Receiver.html#method.recv>).
/// It can't be forgotten: a caller that panics closes its channels too.
pub async fn awaiting_closed(stage: &Stage) {
    let (stop, stopped) = channel::bounded::<()>(1);
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        loop {
            pulse.beat();
            let closed = async { stopped.recv().await.is_err() };
            let sleep = async {
                Timer::after(pulse.interval()).await;
                false
            };
            if future::or(closed, sleep).await {
                break;
            }
        }
    });

    stage.quick_task().await;

    stage.request();
    drop(stop);
    infinite.await;
    stage.acknowledge(());
}

/// A blocking closure sleeps in `recv_timeout`, so that a message ends its sleep.
///
/// std's channel, not smol's: the latter's `recv_blocking` has no timeout
/// (<https://docs.rs/smol/latest/smol/channel/struct.Receiver.html#method.recv_blocking>).
pub async fn parked(stage: &Stage) {
    let (stop, stopped) = mpsc::channel::<()>();
    let pulse = stage.pulse();
    let infinite = unblock(move || {
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
    infinite.await;
    stage.acknowledge(());
}

/// A computing closure asks the channel at every turn whether the message is there.
///
/// <https://docs.rs/smol/latest/smol/channel/struct.Receiver.html#method.try_recv>
pub async fn spinning(stage: &Stage) {
    let (stop, stopped) = channel::bounded::<()>(1);
    let pulse = stage.pulse();
    let infinite = unblock(move || {
        while stopped.try_recv().is_err() {
            pulse.beat();
        }
    });

    stage.quick_task().await;

    stage.request();
    stop.send(()).await.expect("the infinite task listens");
    infinite.await;
    stage.acknowledge(());
}
