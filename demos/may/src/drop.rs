//! Stopping by dropping: the coroutine's handle is dropped.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-may -- story drop/awaiting`

use may::{coroutine::sleep, go};
use still_standing::{Stage, case};

/// Dropping a `JoinHandle` detaches the coroutine, which goes on.
///
/// "The join handle will implicitly *detach* the child coroutine upon being dropped", as std's does with
/// its thread. <https://docs.rs/may/latest/may/coroutine/fn.spawn.html>
#[case("drop/awaiting", StillStanding, run = crate::on_workers, instead = crate::abort::awaiting)]
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
