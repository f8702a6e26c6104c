//! Stopping by a flag: the task looks at shared state, and ends itself.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-async-std -- story flag/awaiting`

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
};

use async_std::{
    prelude::FutureExt,
    task::{current, sleep, spawn, spawn_blocking},
};
use still_standing::{Stage, case};

/// The `race` of a quick task and an infinite one, which looks at an `AtomicBool` once a beat.
///
/// `race` returns the output of the first of the two that completes. A handle of async-std does not say whether its
/// task has completed, so each task returns its id. Storing the flag does not wake the other task: it sees the flag
/// when its timer next fires, so the halt comes up to one beat later.
/// <https://docs.rs/async-std/latest/async_std/task/fn.sleep.html>,
/// <https://docs.rs/async-std/latest/async_std/prelude/trait.FutureExt.html#method.race>
#[case("flag/awaiting", Stopped, Polled, run = crate::run)]
pub async fn awaiting(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let quick_task = stage.quick_task();
    let mut quick = spawn(async {
        quick_task.await;
        current().id()
    });
    let pulse = stage.pulse();
    let mut infinite = spawn({
        let stop = Arc::clone(&stop);
        async move {
            while !stop.load(Relaxed) {
                pulse.beat();
                sleep(pulse.interval()).await;
            }
            current().id()
        }
    });

    let first = (&mut quick).race(&mut infinite).await;
    let finished = [&quick, &infinite].into_iter().filter(|handle| handle.task().id() == first).count();
    let counts = format!("finished {finished}, unfinished {}", 2 - finished);

    stage.request();
    stop.store(true, Relaxed);
    let ended = infinite.await;
    stage.acknowledge(format_args!("{counts}: {ended:?}"));
}

/// A blocking closure looks at an `AtomicBool` once a beat.
///
/// Neither `cancel` nor a drop ends a `spawn_blocking` closure, so it has to look for itself; the
/// halt comes up to one beat later.
/// <https://docs.rs/async-std/latest/async_std/task/fn.spawn_blocking.html>
#[case("flag/blocking", Stopped, Polled, run = crate::run)]
pub async fn blocking(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let infinite = spawn_blocking({
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
/// The halt comes as soon as the flag's cache line reaches the closure's core. The caller learns of it two
/// wake-ups later: the closure's thread wakes the task that waits for it, and that task wakes the caller.
/// <https://docs.rs/async-std/latest/async_std/task/fn.spawn_blocking.html>
#[case("flag/spinning", Stopped, Line, run = crate::run)]
pub async fn spinning(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let infinite = spawn_blocking({
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
