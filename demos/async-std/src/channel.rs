//! Stopping by a channel: the task is sent a message, or its channel is closed.
//!
//! Each public function is one case: a quick task completes, and then an infinite one is asked to stop.
//! The infinite task owns a *pulse*. It *beats* once a turn ("I'm still standing"), and drops the pulse when
//! it really ends: that drop is the *halt*. `request` stamps the instant before the call that asks it to
//! stop; `acknowledge` stamps the instant after that call has returned, and keeps what it returned.
//! To see one happen: `cargo run -p demo-async-std -- story channel/awaiting`.

use std::sync::mpsc;

use async_std::{
    channel,
    future::timeout,
    task::{spawn, spawn_blocking},
};
use stage::Stage;

/// The task sleeps in a `timeout` around `recv`, so that a message ends its sleep.
///
/// `timeout` is an error when the sleep was undisturbed, and `Ok` when `recv` came first.
/// <https://docs.rs/async-std/latest/async_std/future/fn.timeout.html>
pub async fn awaiting(stage: &Stage) {
    let (stop, stopped) = channel::bounded::<()>(1);
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        loop {
            pulse.beat();
            if timeout(pulse.interval(), stopped.recv()).await.is_ok() {
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
/// (<https://docs.rs/async-std/latest/async_std/channel/struct.Receiver.html#method.recv>).
/// It can't be forgotten: a caller that panics closes its channels too.
pub async fn awaiting_closed(stage: &Stage) {
    let (stop, stopped) = channel::bounded::<()>(1);
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        loop {
            pulse.beat();
            if let Ok(Err(_closed)) = timeout(pulse.interval(), stopped.recv()).await {
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
/// std's channel, not async-std's: the latter's `recv_blocking` has no timeout
/// (<https://docs.rs/async-std/latest/async_std/channel/struct.Receiver.html#method.recv_blocking>).
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
    infinite.await;
    stage.acknowledge(());
}

/// A computing closure asks the channel at every turn whether the message is there.
///
/// <https://docs.rs/async-std/latest/async_std/channel/struct.Receiver.html#method.try_recv>
pub async fn spinning(stage: &Stage) {
    let (stop, stopped) = channel::bounded::<()>(1);
    let pulse = stage.pulse();
    let infinite = spawn_blocking(move || {
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
