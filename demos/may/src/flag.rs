//! Stopping by a flag: the coroutine looks at shared state, and ends itself.

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
