//! A deadline, or another branch, around a future that never gives way: nothing is left to look at the clock.
//!
//! A case starts an infinite task, waits for a quick one, and then takes the infinite task to have been dropped.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant from which the task is to end,
//! `stage.acknowledge(x)` the instant after the API has returned `x`, when the caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story drop/hogging-timeout`

use std::thread;

use still_standing::{Stage, case};
use tokio::{select, sync::oneshot, task::spawn, time::timeout};

/// `timeout` around a future that blocks its thread does not fire while it does.
///
/// `timeout` polls the future first and looks at the clock when that returns `Pending`, which this one never does: its
/// `thread::sleep`, or a database driver that is not async, keeps the thread. If such a future does end, however late,
/// `timeout` returns `Ok`: one of 50 ms around a sleep of 500 ms returns `Ok` after 500 ms. If it awaits, `timeout` fires
/// that late. Move what blocks to
/// `spawn_blocking`, and let it look: `tokio/flag/blocking`. Over a future that awaits, it fires:
/// `tokio/drop/awaiting-timeout`. <https://docs.rs/tokio/latest/tokio/time/fn.timeout.html>,
/// <https://github.com/tokio-rs/tokio/issues/4291>, <https://github.com/tokio-rs/tokio/issues/1035>
#[case("drop/hogging-timeout", Hung, run = crate::run, on_demand(), instead = crate::drop::awaiting_timeout)]
pub async fn hogging_timeout(stage: &Stage) {
    let pulse = stage.pulse();
    let deadline = pulse.interval();
    let infinite = spawn(timeout(deadline, async move {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    }));

    stage.quick_task().await;

    // The work has beaten twice, so its time is up.
    stage.request();
    let ended = infinite.await;
    stage.acknowledge(ended);
}

/// A branch of `select!` that blocks its thread keeps the other branch from being looked at.
///
/// The branches are polled one after the other, by one task on one thread. The message has arrived, and nobody reads it.
/// `tokio::spawn` gives each branch a task, and then the message arrives; but no message ends the one that blocks:
/// `tokio/abort/hogging`. Over a branch that awaits, the other one wins: `tokio/drop/awaiting-select`.
/// <https://docs.rs/tokio/latest/tokio/macro.select.html#runtime-characteristics>,
/// <https://github.com/tokio-rs/tokio/issues/4291>
#[case("drop/hogging-select", Hung, run = crate::run, on_demand(), instead = crate::drop::awaiting_select)]
pub async fn hogging_select(stage: &Stage) {
    let (stop, stopped) = oneshot::channel::<()>();
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        let hogging = async move {
            loop {
                pulse.beat();
                thread::sleep(pulse.interval());
            }
        };
        select! {
            biased;
            _ = stopped => {}
            () = hogging => {}
        }
    });

    stage.quick_task().await;

    stage.request();
    stop.send(()).expect("the infinite task has not ended");
    let ended = infinite.await;
    stage.acknowledge(ended);
}
