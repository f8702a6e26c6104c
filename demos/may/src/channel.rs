//! Stopping by a channel: the coroutine is sent a message.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-may -- story channel/awaiting`

use std::sync::mpsc::RecvTimeoutError;

use may::{go, sync::mpsc};
use still_standing::{Stage, case};

/// A coroutine sleeps in `recv_timeout`, so that a message ends its sleep.
///
/// The channel is may's own, because std's would block the worker thread that all coroutines share.
/// <https://docs.rs/may/latest/may/sync/mpsc/struct.Receiver.html#method.recv_timeout>
#[case("channel/awaiting", Stopped, Wake, run = crate::on_workers)]
pub fn awaiting(stage: &Stage) {
    let (stop, told) = mpsc::channel();
    let pulse = stage.pulse();
    let infinite = go!(move || {
        loop {
            pulse.beat();
            if told.recv_timeout(pulse.interval()) != Err(RecvTimeoutError::Timeout) {
                break;
            }
        }
    });

    stage.quick_task().wait();

    stage.request();
    let sent = stop.send(());
    let ended = infinite.join();
    stage.acknowledge((sent, ended));
}
