//! Stopping by a flag: the coroutine looks at shared state, and ends itself.
//!
//! Each public function is one case: a quick task completes, and then an infinite one is asked to stop.
//! The infinite task owns a *pulse*. It *beats* once a turn ("I'm still standing"), and drops the pulse when
//! it really ends: that drop is the *halt*. `request` stamps the instant before the call that asks it to
//! stop; `acknowledge` stamps the instant after that call has returned, and keeps what it returned.
//! To see one happen: `cargo run -p demo-may -- story flag/awaiting`.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::Relaxed},
};

use may::{coroutine::sleep, go};
use stage::Stage;

/// A coroutine looks at an `AtomicBool` once a beat, as a thread would.
///
/// Its sleep belongs to may: it gives the worker thread to others, and no flag ends it.
/// <https://docs.rs/may/latest/may/coroutine/fn.sleep.html>
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
