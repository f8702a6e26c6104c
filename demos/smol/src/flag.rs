//! Stopping by a flag: the task looks at shared state, and ends itself.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-smol -- story flag/awaiting`

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
};

use smol::{Timer, future, spawn, unblock};
use still_standing::{Stage, case};

/// `future::or` of a quick task and an infinite one, which looks at an `AtomicBool` once a beat.
///
/// `or` returns when the first of the two has completed. Storing the flag does not wake the other: it sees the flag
/// when its timer next fires, so the halt comes up to one beat later.
/// <https://docs.rs/smol/latest/smol/struct.Timer.html>, <https://docs.rs/smol/latest/smol/future/fn.or.html>
#[case("flag/awaiting", Stopped, Polled, run = crate::run)]
pub async fn awaiting(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let mut quick = spawn(stage.quick_task());
    let pulse = stage.pulse();
    let mut infinite = spawn({
        let stop = Arc::clone(&stop);
        async move {
            while !stop.load(Relaxed) {
                pulse.beat();
                Timer::after(pulse.interval()).await;
            }
        }
    });

    future::or(&mut quick, &mut infinite).await;
    let finished = [&quick, &infinite].into_iter().filter(|task| task.is_finished()).count();
    let counts = format!("finished {finished}, unfinished {}", 2 - finished);

    stage.request();
    stop.store(true, Relaxed);
    infinite.await;
    stage.acknowledge(format_args!("{counts}"));
}

/// A blocking closure looks at an `AtomicBool` once a beat.
///
/// Neither `cancel` nor a drop ends an `unblock` closure, so it has to look for itself; the halt
/// comes up to one beat later. <https://docs.rs/smol/latest/smol/fn.unblock.html>
#[case("flag/blocking", Stopped, Polled, run = crate::run)]
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
/// The halt comes as soon as the flag's cache line reaches the closure's core. The caller learns of it
/// later, because its thread must be woken. <https://docs.rs/smol/latest/smol/fn.unblock.html>
#[case("flag/spinning", Stopped, Line, run = crate::run)]
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
