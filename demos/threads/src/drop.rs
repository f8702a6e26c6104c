//! Stopping by dropping: the thread's handle is dropped, or its scope is left.
//!
//! Each public function is one case: a quick task completes, and then an infinite one is asked to stop.
//! The infinite task owns a *pulse*. It *beats* once a turn ("I'm still standing"), and drops the pulse when
//! it really ends: that drop is the *halt*. `request` stamps the instant before the call that asks it to
//! stop; `acknowledge` stamps the instant after that call has returned, and keeps what it returned.
//! To see one happen: `cargo run -p demo-threads -- story drop/blocking`.

use std::{io, process::Stdio, thread};

use stage::{Pulse, Stage};

/// Dropping a `JoinHandle` detaches the thread, which goes on.
///
/// There is then no way left to wait for it. It ends with the process, wherever it stands,
/// and without its destructors.
/// <https://doc.rust-lang.org/std/thread/struct.JoinHandle.html>
pub fn blocking(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = thread::spawn(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().wait();

    stage.request();
    drop::<thread::JoinHandle<()>>(infinite);
    stage.acknowledge(());
}

/// A computing thread, detached in the same way, keeps a core busy until the process ends.
///
/// <https://doc.rust-lang.org/std/thread/struct.JoinHandle.html>
pub fn spinning(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = thread::spawn(move || {
        loop {
            pulse.beat();
        }
    });

    stage.quick_task().wait();

    stage.request();
    drop::<thread::JoinHandle<()>>(infinite);
    stage.acknowledge(());
}

/// Leaving a `thread::scope` waits for its threads for as long as they run.
///
/// A scope joins what is left in it; it stops nothing. Its threads may borrow from the caller's
/// stack, so it cannot give up waiting either, as a dropped handle does.
/// <https://doc.rust-lang.org/std/thread/fn.scope.html>
pub fn blocking_scope(stage: &Stage) {
    let pulse = stage.pulse();
    thread::scope(|scope| {
        scope.spawn(move || {
            loop {
                pulse.beat();
                thread::sleep(pulse.interval());
            }
        });

        stage.quick_task().wait();

        stage.request();
    });
    stage.acknowledge(());
}

/// `main` returns while a detached thread runs: the process ends, and the thread with it.
///
/// Python calls such a thread a daemon. It is cut off wherever it stands: its destructors never run,
/// and the record in hand is lost. The request is the end of input that lets `main` return.
/// <https://doc.rust-lang.org/std/thread/index.html#the-threading-model>
pub fn blocking_exit(stage: &Stage) {
    let mut process = stage.worker("returns_at_end_of_input");
    let mut process = process.stdin(Stdio::piped()).spawn().expect("no process");
    let input = process.stdin.take();

    stage.quick_task().wait();

    stage.request();
    drop(input);
    stage.acknowledge(process.wait());
}

/// The `main` of that process.
pub fn returns_at_end_of_input(pulse: Pulse) {
    thread::spawn(move || {
        loop {
            pulse.take_record();
            pulse.beat();
            thread::sleep(pulse.interval());
            pulse.finish_record();
        }
    });
    let _ = io::stdin().read_line(&mut String::new());
}
