//! Stopping by a flag: the task looks at shared state, and ends itself.
//!
//! Each public function is one case: a quick task completes, and then an infinite one is asked to stop.
//! The infinite task owns a *pulse*. It *beats* once a turn ("I'm still standing"), and drops the pulse when
//! it really ends: that drop is the *halt*. `request` stamps the instant before the call that asks it to
//! stop; `acknowledge` stamps the instant after that call has returned, and keeps what it returned.
//! To see one happen: `cargo run -p demo-tokio -- story flag/awaiting-token`.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
};

use stage::Stage;
use tokio::{
    runtime::Builder,
    select,
    task::{spawn, spawn_blocking},
    time::sleep,
};
use tokio_util::sync::CancellationToken;

/// A task looks at an `AtomicBool` once a beat.
///
/// Storing the flag wakes no thread: the task sees it when its timer next fires, so the halt comes
/// up to one whole beat later. tokio's timers have steps of a millisecond
/// (<https://docs.rs/tokio/latest/tokio/time/fn.sleep.html>), so a beat of 1 ms takes up to two.
pub async fn awaiting(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let infinite = spawn({
        let stop = Arc::clone(&stop);
        async move {
            while !stop.load(Relaxed) {
                pulse.beat();
                sleep(pulse.interval()).await;
            }
        }
    });

    stage.quick_task().await;

    stage.request();
    stop.store(true, Relaxed);
    stage.acknowledge(infinite.await);
}

/// The same on a current-thread runtime, which has a thread of its own here.
///
/// A caller on the *same* thread would end its own waiting to ask, and tokio then sleeps whole
/// milliseconds from that instant on: the halt would be 1 or 2 ms after the request and nothing
/// between. <https://docs.rs/tokio/latest/tokio/runtime/index.html#current-thread-scheduler>
pub fn awaiting_current_thread(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let infinite = thread::spawn({
        let stop = Arc::clone(&stop);
        move || {
            let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
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

/// A `CancellationToken` in a `select!` ends the task in the middle of its sleep.
///
/// The token is a flag that wakes the tasks that await it, so the task does not finish its beat.
/// <https://docs.rs/tokio-util/latest/tokio_util/sync/struct.CancellationToken.html>
pub async fn awaiting_token(stage: &Stage) {
    let stop = CancellationToken::new();
    let pulse = stage.pulse();
    let infinite = spawn({
        let stop = stop.clone();
        async move {
            loop {
                pulse.beat();
                select! {
                    () = stop.cancelled() => break,
                    () = sleep(pulse.interval()) => {}
                }
            }
        }
    });

    stage.quick_task().await;

    stage.request();
    stop.cancel();
    stage.acknowledge(infinite.await);
}

/// A blocking closure looks at an `AtomicBool` once a beat: what Python's story needed.
///
/// No one can end a `spawn_blocking` closure from outside, so it has to look for itself; the
/// halt comes up to one beat later. tokio's own advice, for work that may run without end:
/// <https://docs.rs/tokio/latest/tokio/task/fn.spawn_blocking.html>
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
/// The halt is as far away as the flag's cache line. The caller hears of it later, because its
/// thread must be woken.
/// <https://docs.rs/tokio/latest/tokio/task/fn.spawn_blocking.html>
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
