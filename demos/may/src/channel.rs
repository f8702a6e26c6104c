//! Stopping by a channel: the coroutine is sent a message.
//!
//! Each public function is one case: a quick task completes, and then an infinite one is asked to stop.
//! The infinite task owns a *pulse*. It *beats* once a turn ("I'm still standing"), and drops the pulse when
//! it really ends: that drop is the *halt*. `request` stamps the instant before the call that asks it to
//! stop; `acknowledge` stamps the instant after that call has returned, and keeps what it returned.
//! To see one happen: `cargo run -p demo-may -- story channel/awaiting`.

use std::sync::mpsc::RecvTimeoutError;

use may::{go, sync::mpsc};
use stage::Stage;

/// `recv_timeout` is the sleep; a message ends it, and with it the coroutine.
///
/// The channel is may's own: std's would block the worker thread that all coroutines share.
/// <https://docs.rs/may/latest/may/sync/mpsc/struct.Receiver.html#method.recv_timeout>
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
