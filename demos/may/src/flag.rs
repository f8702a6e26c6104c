//! Stopping by a flag: the coroutine looks at shared state, and ends itself.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-may -- story flag/awaiting`

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::Relaxed},
};

use may::{coroutine::sleep, go};
use still_standing::{Stage, case};

/// A coroutine looks at an `AtomicBool` once a beat, as a thread would.
///
/// It sleeps in may's `sleep`, which gives the worker thread to other coroutines. Setting the flag does not
/// end that sleep. <https://docs.rs/may/latest/may/coroutine/fn.sleep.html>
#[case("flag/awaiting", Stopped, Polled, run = crate::on_workers)]
pub fn awaiting(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let infinite = go!({
        let stop = Arc::clone(&stop);
        move || {
            while !stop.load(Relaxed) {
                pulse.beat();
                sleep(pulse.interval());
            }
        }
    });

    stage.quick_task().wait();

    stage.request();
    stop.store(true, Relaxed);
    stage.acknowledge(infinite.join());
}
