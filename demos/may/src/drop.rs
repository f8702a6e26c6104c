//! Stopping by dropping: the coroutine's handle is dropped.
//!
//! Each public function is one case: a quick task completes, and then an infinite one is asked to stop.
//! The infinite task owns a *pulse*. It *beats* once a turn ("I'm still standing"), and drops the pulse when
//! it really ends: that drop is the *halt*. `request` stamps the instant before the call that asks it to
//! stop; `acknowledge` stamps the instant after that call has returned, and keeps what it returned.
//! To see one happen: `cargo run -p demo-may -- story drop/awaiting`.

use may::{coroutine::sleep, go};
use stage::Stage;

/// Dropping a `JoinHandle` detaches the coroutine, which goes on.
///
/// "A JoinHandle detaches the child thread when it is dropped", as std's does.
/// <https://docs.rs/may/latest/may/coroutine/struct.JoinHandle.html>
pub fn awaiting(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = go!(move || {
        loop {
            pulse.beat();
            sleep(pulse.interval());
        }
    });

    stage.quick_task().wait();

    stage.request();
    drop(infinite);
    stage.acknowledge(());
}
