//! What a task does itself once its token is cancelled: it leaves `accept`, or cleans up.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended. `stage.records()` counts what arrives of what was given.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story flag/awaiting-cleanup`

use still_standing::{Stage, case};
use tokio::{net::TcpListener, select, sync::mpsc, time::sleep};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// A task that its token has asked says goodbye itself, with awaits, and is waited for.
///
/// After `cancelled()` the task is as any other: it may await for as long as it likes, so the halt comes after the
/// clean-up. A destructor can't do that: `tokio/drop/awaiting-async-cleanup`. Who waits needs a deadline, because a
/// clean-up may hang. <https://tokio.rs/tokio/topics/shutdown>
#[case("flag/awaiting-cleanup", Stopped, Deadline, run = crate::run, losing(Loss::None), on_demand())]
pub async fn awaiting_cleanup(stage: &Stage) {
    let records = stage.records();
    let (peer, mut arrivals) = mpsc::unbounded_channel();
    let (token, tracker) = (CancellationToken::new(), TaskTracker::new());
    let pulse = stage.pulse();
    tracker.spawn({
        let (token, goodbye) = (token.clone(), records.give());
        async move {
            loop {
                pulse.beat();
                select! {
                    () = token.cancelled() => break,
                    () = sleep(pulse.interval()) => {}
                }
            }
            // The way to the peer and back.
            sleep(pulse.interval()).await;
            let _ = peer.send(goodbye);
        }
    });

    stage.quick_task().await;

    stage.request();
    token.cancel();
    tracker.close();
    tracker.wait().await;
    stage.acknowledge(());

    while let Some(record) = arrivals.recv().await {
        records.arrived(record);
    }
}

/// tokio's `accept` in a `select!` with a token ends where it waits, and loses no client that it has accepted.
///
/// `accept` is cancel safe: "it is guaranteed that no new connections were accepted by this method". A client that has
/// come stays in the listener's queue, and its connection is reset when the listener is dropped. A thread in std's
/// `accept` needs more: `threads/channel/stuck-accept-eventfd`.
/// <https://docs.rs/tokio/latest/tokio/net/struct.TcpListener.html#method.accept>
#[case("flag/awaiting-accept", Stopped, Wake, run = crate::run_with_network, on_demand())]
pub async fn awaiting_accept(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let token = CancellationToken::new();
    let pulse = stage.pulse();
    let infinite = tokio::spawn({
        let token = token.clone();
        async move {
            loop {
                pulse.beat();
                select! {
                    () = token.cancelled() => break,
                    client = listener.accept() => drop(client),
                    () = sleep(pulse.interval()) => {}
                }
            }
        }
    });

    stage.quick_task().await;

    stage.request();
    token.cancel();
    stage.acknowledge(infinite.await);
}
