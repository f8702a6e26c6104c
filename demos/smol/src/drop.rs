//! Stopping by dropping: the task's handle, or what owns it, is dropped.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-smol -- story drop/awaiting`

pub mod crowd;

use std::thread;

use smol::{Executor, Timer, block_on, future, spawn, unblock};
use still_standing::{Stage, case};

/// Dropping the `Task` that is unfinished cancels it, without waiting for its end.
///
/// `future::or` of a quick task and an infinite one returns when the first of the two has completed. The drop of the
/// other may return before that task has halted, because the executor's thread has to drop it, and then nothing is
/// left to wait for it with. The handles of tokio and async-std do the opposite: dropping one detaches its task.
/// <https://docs.rs/smol/latest/smol/struct.Task.html>
#[case("drop/awaiting", Stopped, Wake, run = crate::run)]
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
    drop(infinite);
    stage.acknowledge(format_args!("{counts}"));
}

/// The loser of a `future::or` is dropped where it stands, by the caller itself.
///
/// No task was spawned, so none has to be notified: the future stops because it is gone. A timeout is
/// written in the same way, with a `Timer` for the winner.
/// <https://docs.rs/smol/latest/smol/future/fn.or.html>
#[case("drop/awaiting-or", Stopped, Inline, run = crate::run)]
pub async fn awaiting_or(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = async move {
        loop {
            pulse.beat();
            Timer::after(pulse.interval()).await;
        }
    };
    let quick = async {
        stage.quick_task().await;
        stage.request();
    };

    future::or(infinite, quick).await;
    stage.acknowledge(());
}

/// Dropping the `Executor` drops its tasks, the detached ones too.
///
/// The caller's own thread runs this executor, so at the request no thread polls the task any more, and
/// the drop itself ends it. The executor behind `smol::spawn` is a static and is never dropped.
/// <https://github.com/smol-rs/smol/issues/294>
#[case("drop/awaiting-executor", Stopped, Inline)]
pub fn awaiting_executor(stage: &Stage) {
    let executor = Executor::new();
    let pulse = stage.pulse();
    let infinite = executor.spawn(async move {
        loop {
            pulse.beat();
            Timer::after(pulse.interval()).await;
        }
    });
    infinite.detach();

    block_on(executor.run(stage.quick_task()));

    stage.request();
    drop(executor);
    stage.acknowledge(());
}

/// Dropping the `Task` of a blocking closure does not stop the closure, which goes on.
///
/// The drop cancels the task, so it is not polled again; but the closure is one single poll, which never
/// returns. The drop does not wait for it either. <https://github.com/smol-rs/blocking/issues/76>
#[case("drop/blocking", StillStanding, run = crate::run, instead = crate::flag::blocking)]
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
    drop(infinite);
    stage.acknowledge(());
}

/// Detaching a `Task` gives it up without stopping it, and it goes on.
///
/// Under tokio and async-std a plain drop does this. Afterwards no handle is left that could stop the
/// task. <https://docs.rs/smol/latest/smol/struct.Task.html#method.detach>
#[case("drop/awaiting-detached", StillStanding, run = crate::run, instead = awaiting)]
pub async fn awaiting_detached(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = spawn(async move {
        loop {
            pulse.beat();
            Timer::after(pulse.interval()).await;
        }
    });

    stage.quick_task().await;

    stage.request();
    infinite.detach();
    stage.acknowledge(());
}
