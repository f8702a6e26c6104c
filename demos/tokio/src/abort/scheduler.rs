//! When an aborted task ends, as the scheduler decides it: a caller that stays busy, a runtime of one thread, and the
//! budget that makes a task yield, or does not.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story abort/yielding-coop`

use std::{future::ready, hint, time::Duration};

use still_standing::{Stage, case, not_offered};
use tokio::{
    io::AsyncReadExt,
    runtime::Builder,
    sync::{Barrier, Mutex, Notify, OnceCell},
    task::{JoinSet, consume_budget, spawn},
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// The caller keeps computing after its request, and polls `is_finished` until the task has ended.
///
/// If the caller has a core of its own, this changes nothing. If it shares the core with the runtime's
/// workers, the woken worker waits until the caller's time slice is over.
/// <https://docs.rs/tokio/latest/tokio/task/struct.JoinHandle.html#method.is_finished>
#[case("abort/awaiting-busy-caller", Stopped, Wake, run = crate::run)]
pub async fn awaiting_busy_caller(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
        }
    });

    stage.quick_task().await;

    stage.request();
    infinite.abort();
    while !infinite.is_finished() {
        hint::spin_loop();
    }
    let ended = infinite.await;
    stage.acknowledge(ended);
}

/// On a current-thread runtime the caller's own thread drops the task, while the caller awaits it.
///
/// The caller is on that thread, so there is no worker to wake: the halt is a few instructions after the request, and
/// the caller learns of it at once. <https://docs.rs/tokio/latest/tokio/runtime/index.html#current-thread-scheduler>
#[case("abort/awaiting-current-thread", Stopped, Inline)]
pub fn awaiting_current_thread(stage: &Stage) {
    let runtime = Builder::new_current_thread().enable_time().build().expect("the runtime starts");
    runtime.block_on(async {
        let pulse = stage.pulse();
        let infinite = spawn(async move {
            loop {
                pulse.beat();
                sleep(pulse.interval()).await;
            }
        });

        stage.quick_task().await;

        stage.request();
        infinite.abort();
        let ended = infinite.await;
        stage.acknowledge(ended);
    });
}

/// `abort` ends a task whose awaits are always ready, if they spend tokio's budget.
///
/// The lock is always free, but a poll has a budget of 128 operations, and once it is spent, `lock` returns `Pending`. A
/// message, a socket and a timer of tokio's spend it too. A `Notify`, a token, a `send` to a closed channel and others
/// of tokio's do not: `tokio/abort/hogging-own-primitives`; nor does what is not tokio's: `tokio/abort/hogging-ready`.
/// The test `demos/tokio/tests/coop.rs` tries 34 of them. smol's lock has no budget: `smol/abort/hogging-ready`.
/// <https://docs.rs/tokio/latest/tokio/task/coop/index.html>
#[case("abort/yielding-coop", Stopped, Line, run = crate::run)]
pub async fn yielding_coop(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        let lock = Mutex::new(());
        loop {
            pulse.beat();
            drop(lock.lock().await);
        }
    });

    stage.quick_task().await;

    stage.request();
    infinite.abort();
    let ended = infinite.await;
    stage.acknowledge(ended);
}

/// `abort` does not end a task whose awaits are always ready and spend no budget, even if they are tokio's own.
///
/// Not all of tokio spends budget. Seen with tokio 1.54 and tokio-util 0.7, all of them in this one loop: a
/// `Notify` with a permit, a `Barrier` of one, a `OnceCell` that is set, a read of a slice, `timeout` around what is ready,
/// a token that is cancelled, a closed tracker and a set without tasks. A free `Mutex`, a message or a socket does:
/// `tokio/abort/yielding-coop`; and so does who says it: `tokio/abort/yielding-consume-budget`.
/// <https://docs.rs/tokio/latest/tokio/task/coop/index.html#cooperative-scheduling>,
/// <https://github.com/tokio-rs/tokio/issues/4291>
#[case("abort/hogging-own-primitives", Hung, run = crate::run, on_demand(), instead = yielding_consume_budget)]
pub async fn hogging_own_primitives(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        let (notify, barrier, cell) = (Notify::new(), Barrier::new(1), OnceCell::new());
        let (token, tracker) = (CancellationToken::new(), TaskTracker::new());
        token.cancel();
        tracker.close();
        loop {
            pulse.beat();
            notify.notify_one();
            notify.notified().await;
            barrier.wait().await;
            cell.get_or_init(|| ready(())).await;
            let _ = (&b"a slice"[..]).read_u8().await;
            let _ = timeout(Duration::MAX, ready(())).await;
            token.cancelled().await;
            tracker.wait().await;
            JoinSet::<()>::new().join_next().await;
        }
    });

    stage.quick_task().await;

    stage.request();
    infinite.abort();
    let ended = infinite.await;
    stage.acknowledge(ended);
}

/// `consume_budget` makes a task that is always ready yield once in 128 turns at least, and there `abort` ends it.
///
/// In the other turns it only counts, where `yield_now` goes through the scheduler each time. Without it the same
/// task is hung: `tokio/abort/hogging-own-primitives`.
/// <https://docs.rs/tokio/latest/tokio/task/coop/fn.consume_budget.html>
#[case("abort/yielding-consume-budget", Stopped, Line, run = crate::run, on_demand())]
pub async fn yielding_consume_budget(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        let notify = Notify::new();
        loop {
            pulse.beat();
            notify.notify_one();
            notify.notified().await;
            consume_budget().await;
        }
    });

    stage.quick_task().await;

    stage.request();
    infinite.abort();
    let ended = infinite.await;
    stage.acknowledge(ended);
}

/// On a current-thread runtime a task that never awaits keeps the only thread, so no other task can ask.
///
/// <https://docs.rs/tokio/latest/tokio/task/coop/index.html#cooperative-scheduling>
#[not_offered("abort/hogging-current-thread")]
pub const HOGGING_CURRENT_THREAD: &str =
    "the task keeps the only thread, so a caller on it never gets its turn to ask";
