//! Stopping by a channel: the thread is sent a message, or its channel is closed.
//!
//! Each public function is one case: a quick task completes, and then an infinite one is asked to stop.
//! The infinite task owns a *pulse*. It *beats* once a turn ("I'm still standing"), and drops the pulse when
//! it really ends: that drop is the *halt*. `request` stamps the instant before the call that asks it to
//! stop; `acknowledge` stamps the instant after that call has returned, and keeps what it returned.
//! To see one happen: `cargo run -p demo-threads -- story channel/parked-disconnect`.

use std::{
    sync::mpsc::{self, RecvTimeoutError::Disconnected},
    thread,
};

use stage::Stage;

/// A thread sleeps in `recv_timeout`, so that a message ends its sleep.
///
/// <https://doc.rust-lang.org/std/sync/mpsc/struct.Receiver.html#method.recv_timeout>
pub fn parked(stage: &Stage) {
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
    stop.send(()).expect("the infinite task listens");
    stage.acknowledge(infinite.join());
}

/// The sender is dropped: nothing is sent, and the closing itself is the message.
///
/// `recv_timeout` wakes with `Disconnected`, which is not the `Timeout` of a beat. It can't
/// be forgotten: a caller that panics closes its channels too.
/// <https://doc.rust-lang.org/std/sync/mpsc/enum.RecvTimeoutError.html>
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

/// A thread that waits for a message alone does not stop when the sender is dropped.
///
/// Worse, it stops sleeping: on a closed channel `recv_timeout` returns at once, so the loop
/// now beats as fast as it can. `is_ok` takes `Disconnected` for one more `Timeout`.
/// <https://doc.rust-lang.org/std/sync/mpsc/struct.Receiver.html#method.recv_timeout>
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

/// A computing thread asks its channel at every turn whether the message is there.
///
/// Here `is_err` is "no message yet", and would be "no sender any more" too.
/// <https://doc.rust-lang.org/std/sync/mpsc/struct.Receiver.html#method.try_recv>
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
