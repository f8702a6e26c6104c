//! Stopping by aborting: the coroutine is cancelled from outside.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-may -- story abort/awaiting`

// may marks `cancel` unsafe, because code that runs in a coroutine may not expect that any wait can
// unwind it.
#![allow(unsafe_code)]

pub mod crowd;

use std::hint;

use may::{
    coroutine::{sleep, yield_now},
    go,
};
use still_standing::{Stage, case};

/// `cancel` ends a coroutine where it waits, by a panic that unwinds its stack.
///
/// The waiting coroutine is woken, and its `sleep` panics instead of returning: destructors run, and the join returns
/// the panic as an error. A coroutine that catches it goes on. gevent's `kill` does the same, by an exception that is
/// raised where the greenlet waits. <https://docs.rs/may/latest/may/coroutine/struct.Coroutine.html#method.cancel>
#[case("abort/awaiting", Stopped, Wake, run = crate::on_workers)]
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
    // SAFETY: the coroutine holds nothing but its pulse, so it may be unwound at any wait.
    unsafe { infinite.coroutine().cancel() };
    let ended = infinite.join();
    stage.acknowledge(ended);
}

/// `cancel` ends a coroutine that only yields at its next yield.
///
/// <https://docs.rs/may/latest/may/coroutine/fn.yield_now.html>
#[case("abort/yielding", Stopped, Line, run = crate::on_workers)]
pub fn yielding(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = go!(move || {
        loop {
            pulse.beat();
            yield_now();
        }
    });

    stage.quick_task().wait();

    stage.request();
    // SAFETY: the coroutine holds nothing but its pulse, so it may be unwound at any wait.
    unsafe { infinite.coroutine().cancel() };
    let ended = infinite.join();
    stage.acknowledge(ended);
}

/// `cancel` cannot end a coroutine that never waits.
///
/// The request is only noted, and the join waits for as long as the coroutine runs. A coroutine has a stack
/// of its own, but unlike a thread it is never preempted by its scheduler.
/// <https://docs.rs/may/latest/may/coroutine/struct.Coroutine.html#method.cancel>
#[case("abort/hogging", Hung, run = crate::on_workers, instead = yielding)]
pub fn hogging(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = go!(move || {
        loop {
            pulse.beat();
            hint::spin_loop();
        }
    });

    stage.quick_task().wait();

    stage.request();
    // SAFETY: the coroutine holds nothing but its pulse, so it may be unwound at any wait.
    unsafe { infinite.coroutine().cancel() };
    let ended = infinite.join();
    stage.acknowledge(ended);
}
