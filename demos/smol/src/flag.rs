//! Stopping by a flag: the task looks at shared state, and ends itself.
//!
//! Each public function is one case: a quick task completes, and then an infinite one is asked to stop.
//! The infinite task owns a *pulse*. It *beats* once a turn ("I'm still standing"), and drops the pulse when
//! it really ends: that drop is the *halt*. `request` stamps the instant before the call that asks it to
//! stop; `acknowledge` stamps the instant after that call has returned, and keeps what it returned.
//! To see one happen: `cargo run -p demo-smol -- story flag/awaiting`.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
};

use smol::{Timer, spawn, unblock};
use stage::Stage;

/// A task looks at an `AtomicBool` once a beat.
///
/// Storing the flag wakes no thread: the task sees it when its timer next fires, so the halt comes
/// up to one beat later. <https://docs.rs/smol/latest/smol/struct.Timer.html>
pub async fn awaiting(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let infinite = spawn({
        let stop = Arc::clone(&stop);
        async move {
            while !stop.load(Relaxed) {
                pulse.beat();
                Timer::after(pulse.interval()).await;
            }
        }
    });

    stage.quick_task().await;

    stage.request();
    stop.store(true, Relaxed);
    infinite.await;
    stage.acknowledge(());
}

/// A blocking closure looks at an `AtomicBool` once a beat.
///
/// Neither `cancel` nor a drop ends an `unblock` closure, so it has to look for itself; the halt
/// comes up to one beat later. <https://docs.rs/smol/latest/smol/fn.unblock.html>
pub async fn blocking(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let infinite = unblock({
        let stop = Arc::clone(&stop);
        move || {
            while !stop.load(Relaxed) {
                pulse.beat();
                thread::sleep(pulse.interval());
            }
        }
    });

    stage.quick_task().await;

    stage.request();
    stop.store(true, Relaxed);
    infinite.await;
    stage.acknowledge(());
}

/// A computing closure looks at an `AtomicBool` at every turn.
///
/// The halt is as far away as the flag's cache line. The caller hears of it later, because its
/// thread must be woken.
/// <https://docs.rs/smol/latest/smol/fn.unblock.html>
pub async fn spinning(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let infinite = unblock({
        let stop = Arc::clone(&stop);
        move || {
            while !stop.load(Relaxed) {
                pulse.beat();
            }
        }
    });

    stage.quick_task().await;

    stage.request();
    stop.store(true, Relaxed);
    infinite.await;
    stage.acknowledge(());
}
