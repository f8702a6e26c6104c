//! Joining a thread with a deadline, which std does not offer: a channel whose sender the thread owns.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop, or gives up waiting.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-threads -- story channel/blocking-join-deadline`

use std::{sync::mpsc, thread};

use still_standing::{Stage, case};

/// A join with a deadline ends the waiting when the time is up, and the thread goes on.
///
/// std's `JoinHandle` has no join with a timeout, so a channel takes its place. Nothing is ever sent. The thread owns
/// the sender, so the channel is closed when the thread's closure drops it: `Timeout` means that it goes on,
/// `Disconnected` that it is at its end, by a panic too. The deadline asks nobody to stop, and a thread that looks for no
/// request hears of none. One that does ends in time: `threads/channel/parked-join-deadline`.
/// <https://doc.rust-lang.org/std/sync/mpsc/struct.Receiver.html#method.recv_timeout>,
/// <https://github.com/rust-lang/rust/issues/126972>
#[case("channel/blocking-join-deadline", StillStanding, on_demand(), instead = parked_join_deadline)]
pub fn blocking_join_deadline(stage: &Stage) {
    let (alive, ended) = mpsc::channel::<()>();
    let pulse = stage.pulse();
    let deadline = stage.interval();
    thread::spawn(move || {
        let _alive = alive;
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().wait();

    stage.request();
    let joined = ended.recv_timeout(deadline);
    stage.acknowledge(joined);
}

/// A thread that is asked first is joined within the deadline.
///
/// One channel carries the request, and the other is closed at the end of the thread's closure. Then `join` returns soon,
/// with what the closure returned. Who only waits is told `Timeout`: `threads/channel/blocking-join-deadline`.
/// <https://doc.rust-lang.org/std/sync/mpsc/enum.RecvTimeoutError.html>,
/// <https://github.com/rust-lang/rust/issues/126972>
#[case("channel/parked-join-deadline", Stopped, Timer, on_demand())]
pub fn parked_join_deadline(stage: &Stage) {
    let (stop, stopped) = mpsc::channel::<()>();
    let (alive, ended) = mpsc::channel::<()>();
    let pulse = stage.pulse();
    // Longer than the thread may take to look.
    let deadline = 1_000 * stage.interval();
    let infinite = thread::spawn(move || {
        let _alive = alive;
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
    let joined = ended.recv_timeout(deadline);
    stage.acknowledge((joined, infinite.join()));
}
