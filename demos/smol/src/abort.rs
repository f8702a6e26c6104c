//! Stopping by aborting: the task is ended from outside, by its handle.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-smol -- story abort/blocking`

pub mod crowd;

use std::thread;

use smol::{
    Timer,
    future::{self, yield_now},
    lock::Mutex,
    spawn, unblock,
};
use still_standing::{Stage, case};

/// `future::or` of a quick task and an infinite one; `cancel` ends the infinite one at the await where it stands.
///
/// `or` returns when the first of the two has completed. The other is woken so that the executor's thread drops it;
/// `cancel` waits for that, and returns `None` because there is no output.
/// <https://docs.rs/smol/latest/smol/struct.Task.html#method.cancel>, <https://docs.rs/smol/latest/smol/future/fn.or.html>
#[case("abort/awaiting", Stopped, Wake, run = crate::run)]
pub async fn awaiting(stage: &Stage) {
    let mut quick = spawn(stage.quick_task());
    let pulse = stage.pulse();
    let mut infinite = spawn(async move {
        loop {
            pulse.beat();
            Timer::after(pulse.interval()).await;
        }
    });

    future::or(&mut quick, &mut infinite).await;
    let finished = [&quick, &infinite].into_iter().filter(|task| task.is_finished()).count();
    let counts = format!("finished {finished}, unfinished {}", 2 - finished);

    stage.request();
    let ended = infinite.cancel().await;
    stage.acknowledge(format_args!("{counts}: {ended:?}"));
}

/// A task that only yields ends at its next yield.
///
/// The task is always running or about to run, so no thread has to be woken for it to end.
/// <https://docs.rs/smol/latest/smol/future/fn.yield_now.html>
#[case("abort/yielding", Stopped, Line, run = crate::run)]
pub async fn yielding(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        loop {
            pulse.beat();
            yield_now().await;
        }
    });

    stage.quick_task().await;

    stage.request();
    let ended = infinite.cancel().await;
    stage.acknowledge(ended);
}

/// A task that never awaits cannot be ended, and the wait for its end has none.
///
/// A task can be dropped only before its first poll or between two, and this poll never returns.
/// It also keeps the one thread of the global executor from every other task.
/// <https://docs.rs/smol/latest/smol/struct.Task.html>
#[case("abort/hogging", Hung, run = crate::run, instead = yielding)]
pub async fn hogging(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().await;

    stage.request();
    let ended = infinite.cancel().await;
    stage.acknowledge(ended);
}

/// A task whose awaits are always ready cannot be ended, and the wait for its end has none.
///
/// Such an await never returns `Pending`, so the poll goes on.
/// The lock is always free. A channel, a socket and others are alike: `demos/smol/tests/ready.rs` tries them. tokio gives
/// each poll a budget, and its lock makes the task yield: `tokio/abort/yielding-coop`.
/// <https://docs.rs/smol/latest/smol/lock/struct.Mutex.html#method.lock>
#[case("abort/hogging-ready", Hung, run = crate::run, instead = yielding)]
pub async fn hogging_ready(stage: &Stage) {
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
    let ended = infinite.cancel().await;
    stage.acknowledge(ended);
}

/// A running blocking closure cannot be cancelled, and the wait for its end lasts as long as it runs.
///
/// "Cancels the task and waits for it to stop running"
/// (<https://docs.rs/smol/latest/smol/struct.Task.html#method.cancel>): a closure that runs does not stop,
/// so the wait has no end. async-std's `cancel`, on the same thread pool, returns instead.
/// <https://github.com/smol-rs/blocking/issues/76>
#[case("abort/blocking", Hung, run = crate::run, instead = crate::flag::blocking)]
pub async fn blocking(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = unblock(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().await;

    stage.request();
    let ended = infinite.cancel().await;
    stage.acknowledge(ended);
}
