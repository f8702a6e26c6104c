//! Stopping by dropping: the thread's handle is dropped, or its scope is left.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-threads -- story drop/blocking`

use std::{
    io::{self, Read},
    net::{TcpListener, TcpStream},
    process::Stdio,
    sync::mpsc,
    thread,
};

use still_standing::{Pulse, Stage, case, worker};

/// Dropping the `JoinHandle` of the thread that is unfinished detaches it, and it goes on.
///
/// The quick thread reports its id on a channel before it ends; the infinite one has no end to report. After the drop,
/// the caller has no handle to wait for that thread with. If it does not end by itself, it ends with the process, in the
/// middle of whatever it does, and its destructors do not run.
/// <https://doc.rust-lang.org/std/thread/struct.JoinHandle.html>
#[case("drop/blocking", StillStanding, instead = crate::flag::blocking)]
pub fn blocking(stage: &Stage) {
    let (report, reports) = mpsc::channel();
    let quick = thread::spawn({
        let quick_task = stage.quick_task();
        move || {
            quick_task.wait();
            report.send(thread::current().id()).expect("the caller listens");
        }
    });
    let pulse = stage.pulse();
    let infinite = thread::spawn(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    let first = reports.recv().expect("a thread reports");
    let finished = [&quick, &infinite].into_iter().filter(|handle| handle.thread().id() == first).count();
    let counts = format!("finished {finished}, unfinished {}", 2 - finished);

    stage.request();
    drop(infinite);
    stage.acknowledge(format_args!("{counts}"));
}

/// A computing thread, detached in the same way, keeps a core busy until the process ends.
///
/// <https://doc.rust-lang.org/std/thread/struct.JoinHandle.html>
#[case("drop/spinning", StillStanding, instead = crate::flag::spinning)]
pub fn spinning(stage: &Stage) {
    let pulse = stage.pulse();
    let infinite = thread::spawn(move || {
        loop {
            pulse.beat();
        }
    });

    stage.quick_task().wait();

    stage.request();
    drop(infinite);
    stage.acknowledge(());
}

/// Leaving a `thread::scope` waits for its threads for as long as they run.
///
/// A scope joins the threads that are left in it; it stops none of them. They may borrow from the caller's
/// stack, so the scope cannot give up waiting, as dropping a handle does.
/// <https://doc.rust-lang.org/std/thread/fn.scope.html>
#[case("drop/blocking-scope", Hung, instead = crate::flag::blocking)]
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

/// When `main` returns, the process ends, and a detached thread ends with it.
///
/// Python calls such a thread a daemon. It is cut off in the middle of what it does: its destructors never
/// run, and the record on which it was at work is lost. The request closes the process's input, which lets its
/// `main` return. <https://doc.rust-lang.org/std/thread/index.html#the-threading-model>
#[case(
    "drop/blocking-exit",
    Killed,
    Reap,
    starts = returns_at_end_of_input,
    out_of_process(),
    losing(Loss::Some),
    instead = crate::flag::blocking
)]
pub fn blocking_exit(stage: &Stage) {
    let mut process = stage.worker("returns_at_end_of_input");
    let mut process = process.stdin(Stdio::piped()).spawn().expect("the process starts");
    let input = process.stdin.take();

    stage.quick_task().wait();

    stage.request();
    drop(input);
    stage.acknowledge(process.wait());
}

/// The `main` of that process.
#[worker]
pub fn returns_at_end_of_input(pulse: Pulse) {
    thread::spawn(move || {
        pulse.take_record();
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
            // It takes the next record first, and so has one in hand at any instant.
            pulse.take_record();
            pulse.finish_record();
        }
    });
    let _ = io::stdin().read_line(&mut String::new());
}

/// Dropping a handle to a connection does not end a `read` through another handle.
///
/// The drop closes one descriptor; the connection stays open while any other refers to it, and the thread's own
/// does. Even closing that very descriptor would not wake the thread on Linux. `shutdown` does:
/// `threads/channel/stuck-read-shutdown`.
/// <https://man7.org/linux/man-pages/man2/close.2.html>,
/// <https://internals.rust-lang.org/t/fyi-rust-socket-close-vs-shutdown/8642>
#[case("drop/stuck-read-close", StillStanding, instead = crate::channel::stuck::stuck_read_shutdown)]
pub fn stuck_read_close(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let mut connection = TcpStream::connect(address).expect("the loopback takes a connection");
    let (peer, _) = listener.accept().expect("the connection arrives");
    let handle = connection.try_clone().expect("the connection has a second handle");
    let pulse = stage.pulse();
    let _infinite = thread::spawn(move || {
        // The other end stays open and silent for as long as the thread is there.
        let _silent_peer = peer;
        pulse.last_beat();
        while connection.read(&mut [0; 64]).is_ok_and(|bytes| bytes > 0) {}
    });

    stage.quick_task().wait();

    stage.request();
    drop(handle);
    stage.acknowledge(());
}
