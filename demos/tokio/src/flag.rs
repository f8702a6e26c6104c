//! Stopping by a flag: the task looks at shared state, and ends itself.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story flag/blocking`

pub mod asked;
pub mod crowd;
pub mod ctrl_c;
pub mod notified;
pub mod shutdown;
pub mod swallowed;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
};

use still_standing::{Stage, case};
use tokio::{
    runtime::Builder,
    task::{JoinSet, spawn_blocking},
    time::sleep,
};

/// A quick task and an infinite one in a `JoinSet`; the infinite one looks at an `AtomicBool` once a beat.
///
/// `join_next` returns when the first of the two has completed. Storing the flag does not wake the other: it sees the
/// flag when its timer next fires, so the halt comes up to one whole beat later. tokio's timers have steps of a
/// millisecond (<https://docs.rs/tokio/latest/tokio/time/fn.sleep.html>), so a beat of 1 ms takes up to two.
/// <https://docs.rs/tokio/latest/tokio/task/struct.JoinSet.html#method.join_next>
#[case("flag/awaiting", Stopped, Polled, run = crate::run)]
pub async fn awaiting(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let mut tasks = JoinSet::new();
    tasks.spawn(stage.quick_task());
    let pulse = stage.pulse();
    tasks.spawn({
        let stop = Arc::clone(&stop);
        async move {
            while !stop.load(Relaxed) {
                pulse.beat();
                sleep(pulse.interval()).await;
            }
        }
    });

    let first = tasks.join_next().await;
    let counts = format!("finished {}, unfinished {}", first.iter().len(), tasks.len());

    stage.request();
    stop.store(true, Relaxed);
    let ended = tasks.join_next().await;
    stage.acknowledge(format_args!("{counts}: {ended:?}"));
}

/// A blocking closure looks at an `AtomicBool` once a beat.
///
/// A `spawn_blocking` closure that runs cannot be ended from outside, so it has to look whether it should end. It looks
/// once a beat, so the halt comes up to one beat after the request. Python's `asyncio.to_thread` needs the same. For
/// work that does not end by itself tokio's documentation recommends a thread of its own; such a thread has to look too.
/// <https://docs.rs/tokio/latest/tokio/task/fn.spawn_blocking.html>
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
    stage.acknowledge(infinite.await);
}

/// A computing closure looks at an `AtomicBool` at every turn.
///
/// The halt comes as soon as the flag's cache line reaches the closure's core. The caller learns of it
/// later, because its thread must be woken.
/// <https://docs.rs/tokio/latest/tokio/task/fn.spawn_blocking.html>
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
    stage.acknowledge(infinite.await);
}

/// A task on a current-thread runtime, which has a thread of its own here, looks at an `AtomicBool`.
///
/// If the caller ran on the *same* thread, its own wait would end in order to ask, and from that instant
/// tokio would sleep whole milliseconds: most halts would come right after the request, or 1 or 2 ms later,
/// and hardly any in between. <https://docs.rs/tokio/latest/tokio/runtime/index.html#current-thread-scheduler>
#[case("flag/awaiting-current-thread", Stopped, Polled)]
pub fn awaiting_current_thread(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let infinite = thread::spawn({
        let stop = Arc::clone(&stop);
        move || {
            let runtime = Builder::new_current_thread().enable_time().build().expect("the runtime starts");
            runtime.block_on(async move {
                while !stop.load(Relaxed) {
                    pulse.beat();
                    sleep(pulse.interval()).await;
                }
            });
        }
    });

    stage.quick_task().wait();

    stage.request();
    stop.store(true, Relaxed);
    stage.acknowledge(infinite.join());
}
