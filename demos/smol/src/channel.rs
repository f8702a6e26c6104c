//! Stopping by a channel: the task is sent a message, or its channel is closed.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-smol -- story channel/awaiting`

pub mod crowd;

use std::sync::mpsc;

use smol::{Timer, channel, future, spawn, unblock};
use still_standing::{Stage, case};

/// `future::or` of a quick task and an infinite one, which a message wakes in the middle of its sleep.
///
/// smol has no `select!`; `or` returns the output of the future that is ready first, and drops the other. Of two
/// borrowed handles it drops nothing but the loans. The infinite task awaits its sleep and the message in another `or`.
/// <https://docs.rs/smol/latest/smol/future/fn.or.html>
#[case("channel/awaiting", Stopped, Wake, run = crate::run)]
pub async fn awaiting(stage: &Stage) {
    let (stop, stopped) = channel::bounded::<()>(1);
    let mut quick = spawn(stage.quick_task());
    let pulse = stage.pulse();
    let mut infinite = spawn(async move {
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

    future::or(&mut quick, &mut infinite).await;
    let finished = [&quick, &infinite].into_iter().filter(|task| task.is_finished()).count();
    let counts = format!("finished {finished}, unfinished {}", 2 - finished);

    stage.request();
    stop.send(()).await.expect("the infinite task listens");
    infinite.await;
    stage.acknowledge(format_args!("{counts}"));
}

/// Dropping the last sender closes the channel, and this wakes the task.
///
/// `recv` then returns an error
/// (<https://docs.rs/smol/latest/smol/channel/struct.Receiver.html#method.recv>). A caller that
/// returns early or panics closes it too, unless a clone of the sender is left.
#[case("channel/awaiting-closed", Stopped, Wake, run = crate::run)]
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
/// The channel is std's, because smol's `recv_blocking` has no timeout
/// (<https://docs.rs/smol/latest/smol/channel/struct.Receiver.html#method.recv_blocking>).
#[case("channel/parked", Stopped, Timer, run = crate::run)]
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
#[case("channel/spinning", Stopped, Line, run = crate::run)]
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
