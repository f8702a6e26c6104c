//! Stopping by a channel: the task is sent a message, or its channel is closed.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story channel/awaiting-oneshot`

pub mod crowd;
pub mod fan_out;
pub mod late;

use std::sync::mpsc;

use still_standing::{Stage, case};
use tokio::{
    select,
    sync::{
        mpsc::{self as async_mpsc, error::SendError},
        oneshot,
    },
    task::{JoinSet, spawn, spawn_blocking},
    time::sleep,
};

/// A quick task and an infinite one in a `JoinSet`; a `oneshot` wakes the infinite one in the middle of its sleep.
///
/// `join_next` returns when the first of the two has completed. The other awaits its sleep and the message in one
/// `select!`. <https://docs.rs/tokio/latest/tokio/sync/oneshot/index.html>,
/// <https://docs.rs/tokio/latest/tokio/task/struct.JoinSet.html#method.join_next>
#[case("channel/awaiting-oneshot", Stopped, Wake, run = crate::run)]
pub async fn awaiting_oneshot(stage: &Stage) {
    let (stop, mut stopped) = oneshot::channel();
    let mut tasks = JoinSet::new();
    tasks.spawn(stage.quick_task());
    let pulse = stage.pulse();
    tasks.spawn(async move {
        loop {
            pulse.beat();
            select! {
                _ = &mut stopped => break,
                () = sleep(pulse.interval()) => {}
            }
        }
    });

    let first = tasks.join_next().await;
    let counts = format!("finished {}, unfinished {}", first.iter().len(), tasks.len());

    stage.request();
    stop.send(()).expect("the infinite task listens");
    let ended = tasks.join_next().await;
    stage.acknowledge(format_args!("{counts}: {ended:?}"));
}

/// Dropping the last sender of an `mpsc` closes the channel, and this wakes the task.
///
/// `recv` then returns `None`
/// (<https://docs.rs/tokio/latest/tokio/sync/mpsc/struct.Receiver.html#method.recv>). A caller that
/// returns early or panics closes it too, unless a clone of the sender is left.
#[case("channel/awaiting-mpsc-closed", Stopped, Wake, run = crate::run)]
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

/// A receiver that is closed first, and then read to its end, loses none of the messages that wait in its channel.
///
/// `close` keeps further messages out, whose senders get them back, and `recv` returns those that are there, and then
/// `None`. A receiver that is only dropped takes them along: `tokio/drop/awaiting-mpsc-dropped`.
/// <https://docs.rs/tokio/latest/tokio/sync/mpsc/struct.Receiver.html#method.close>,
/// <https://docs.rs/tokio/latest/tokio/sync/mpsc/index.html#clean-shutdown>
#[case("channel/awaiting-mpsc-drained", Stopped, Polled, run = crate::run, losing(Loss::None), on_demand())]
pub async fn awaiting_mpsc_drained(stage: &Stage) {
    let (stop, mut stopped) = oneshot::channel();
    let (sender, mut receiver) = async_mpsc::channel(5);
    let records = stage.records();
    let peer = spawn({
        let records = records.clone();
        async move {
            loop {
                if let Err(SendError(record)) = sender.send(records.give()).await {
                    records.handed_back(record);
                    break;
                }
            }
        }
    });
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        while stopped.try_recv().is_err() {
            pulse.beat();
            let record = receiver.recv().await.expect("the peer is there");
            records.arrived(record);
            sleep(pulse.interval()).await;
        }
        receiver.close();
        while let Some(record) = receiver.recv().await {
            records.arrived(record);
        }
    });

    stage.quick_task().await;

    stage.request();
    stop.send(()).expect("the infinite task listens");
    stage.acknowledge(infinite.await);

    peer.await.expect("the peer does not panic");
}

/// A blocking closure sleeps in `recv_timeout`, so that a message ends its sleep.
///
/// The channel is std's, because tokio's `blocking_recv` has no timeout
/// (<https://docs.rs/tokio/latest/tokio/sync/mpsc/struct.Receiver.html#method.blocking_recv>).
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
    stage.acknowledge(infinite.await);
}

/// A computing closure asks a `oneshot` at every turn whether the message is there.
///
/// <https://docs.rs/tokio/latest/tokio/sync/oneshot/struct.Receiver.html#method.try_recv>
#[case("channel/spinning", Stopped, Line, run = crate::run)]
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
