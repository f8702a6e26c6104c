//! Stopping by a channel: the thread is sent a message, or its channel is closed.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-threads -- story channel/parked`

pub mod crowd;
pub mod deadline;
pub mod stuck;

use std::{
    sync::mpsc::{self, RecvTimeoutError::Disconnected},
    thread,
};

use still_standing::{Stage, case};

/// A quick thread and an infinite one, which sleeps in `recv_timeout`, so that a message ends its sleep.
///
/// The message goes to the infinite thread; on another channel each of the two reports its id before it ends, because
/// std can't wait for whichever of two threads ends first.
/// <https://doc.rust-lang.org/std/sync/mpsc/struct.Receiver.html#method.recv_timeout>
#[case("channel/parked", Stopped, Timer)]
pub fn parked(stage: &Stage) {
    let (stop, stopped) = mpsc::channel::<()>();
    let (report, reports) = mpsc::channel();
    let quick = thread::spawn({
        let (quick_task, report) = (stage.quick_task(), report.clone());
        move || {
            quick_task.wait();
            report.send(thread::current().id()).expect("the caller listens");
        }
    });
    let pulse = stage.pulse();
    let infinite = thread::spawn(move || {
        loop {
            pulse.beat();
            if stopped.recv_timeout(pulse.interval()).is_ok() {
                break;
            }
        }
        drop(pulse);
        report.send(thread::current().id()).expect("the caller listens");
    });

    let first = reports.recv().expect("a thread reports");
    let finished = [&quick, &infinite].into_iter().filter(|handle| handle.thread().id() == first).count();
    let counts = format!("finished {finished}, unfinished {}", 2 - finished);

    stage.request();
    stop.send(()).expect("the infinite task listens");
    let ended = infinite.join();
    stage.acknowledge(format_args!("{counts}: {ended:?}"));
}

/// A computing thread asks its channel at every turn whether the message is there.
///
/// Here `is_err` means that there is no message yet; it would also be true if there were no sender left.
/// <https://doc.rust-lang.org/std/sync/mpsc/struct.Receiver.html#method.try_recv>
#[case("channel/spinning", Stopped, Line)]
pub fn spinning(stage: &Stage) {
    let (stop, stopped) = mpsc::channel::<()>();
    let pulse = stage.pulse();
    let infinite = thread::spawn(move || {
        while stopped.try_recv().is_err() {
            pulse.beat();
        }
    });

    stage.quick_task().wait();

    stage.request();
    stop.send(()).expect("the infinite task listens");
    stage.acknowledge(infinite.join());
}

/// Dropping the last sender closes the channel, and this ends the thread's sleep.
///
/// `recv_timeout` returns `Disconnected`, and not the `Timeout` that ends a beat. A caller that
/// returns early or panics closes it too, unless a clone of the sender is left.
/// <https://doc.rust-lang.org/std/sync/mpsc/enum.RecvTimeoutError.html>
#[case("channel/parked-disconnect", Stopped, Timer)]
pub fn parked_disconnect(stage: &Stage) {
    let (stop, stopped) = mpsc::channel::<()>();
    let pulse = stage.pulse();
    let infinite = thread::spawn(move || {
        loop {
            pulse.beat();
            if stopped.recv_timeout(pulse.interval()) == Err(Disconnected) {
                break;
            }
        }
    });

    stage.quick_task().wait();

    stage.request();
    drop(stop);
    stage.acknowledge(infinite.join());
}

/// A thread that only looks for a message does not stop when the sender is dropped.
///
/// Worse, it stops sleeping: on a closed channel `recv_timeout` returns at once, so the loop now beats as
/// fast as it can. `is_ok` takes `Disconnected` for one more `Timeout`.
/// <https://doc.rust-lang.org/std/sync/mpsc/struct.Receiver.html#method.recv_timeout>
#[case("channel/parked-disconnect-ignored", Hung, instead = parked_disconnect)]
pub fn parked_disconnect_ignored(stage: &Stage) {
    let (stop, stopped) = mpsc::channel::<()>();
    let pulse = stage.pulse();
    let infinite = thread::spawn(move || {
        loop {
            pulse.beat();
            if stopped.recv_timeout(pulse.interval()).is_ok() {
                break;
            }
        }
    });

    stage.quick_task().wait();

    stage.request();
    drop(stop);
    stage.acknowledge(infinite.join());
}
