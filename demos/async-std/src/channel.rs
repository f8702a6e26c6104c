//! Stopping by a channel: the task is sent a message, or its channel is closed.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-async-std -- story channel/awaiting`

pub mod crowd;

use std::sync::mpsc;

use async_std::{
    channel,
    future::timeout,
    prelude::FutureExt,
    task::{current, spawn, spawn_blocking},
};
use still_standing::{Stage, case};

/// The `race` of a quick task and an infinite one, which a message wakes in the middle of its sleep.
///
/// `race` returns the output of the first of the two that completes: its id. The infinite task sleeps in a `timeout`
/// around `recv`, which returns an error if the whole time has passed, and `Ok` if `recv` came first.
/// <https://docs.rs/async-std/latest/async_std/future/fn.timeout.html>,
/// <https://docs.rs/async-std/latest/async_std/prelude/trait.FutureExt.html#method.race>
#[case("channel/awaiting", Stopped, Wake, run = crate::run)]
pub async fn awaiting(stage: &Stage) {
    let (stop, stopped) = channel::bounded::<()>(1);
    let quick_task = stage.quick_task();
    let mut quick = spawn(async {
        quick_task.await;
        current().id()
    });
    let pulse = stage.pulse();
    let mut infinite = spawn(async move {
        loop {
            pulse.beat();
            if timeout(pulse.interval(), stopped.recv()).await.is_ok() {
                break;
            }
        }
        current().id()
    });

    let first = (&mut quick).race(&mut infinite).await;
    let finished = [&quick, &infinite].into_iter().filter(|handle| handle.task().id() == first).count();
    let counts = format!("finished {finished}, unfinished {}", 2 - finished);

    stage.request();
    stop.send(()).await.expect("the infinite task listens");
    let ended = infinite.await;
    stage.acknowledge(format_args!("{counts}: {ended:?}"));
}

/// Dropping the last sender closes the channel, and this wakes the task.
///
/// `recv` then returns an error
/// (<https://docs.rs/async-std/latest/async_std/channel/struct.Receiver.html#method.recv>). A caller
/// that returns early or panics closes it too, unless a clone of the sender is left.
#[case("channel/awaiting-closed", Stopped, Wake, run = crate::run)]
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
/// The channel is std's, because async-std's `recv_blocking` has no timeout
/// (<https://docs.rs/async-std/latest/async_std/channel/struct.Receiver.html#method.recv_blocking>).
#[case("channel/parked", Stopped, Timer, run = crate::run)]
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
#[case("channel/spinning", Stopped, Line, run = crate::run)]
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
