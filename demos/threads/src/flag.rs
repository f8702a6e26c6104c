//! Stopping by a flag: the thread looks at shared state, and ends itself.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-threads -- story flag/blocking`

pub mod crowd;
pub mod parked;
pub mod stuck;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
        mpsc,
    },
    thread,
};

use still_standing::{Stage, case};

/// A quick thread and an infinite one, which looks at an `AtomicBool` once a beat.
///
/// std can't wait for whichever of two threads ends first, so each reports its id on one channel before it ends.
/// Storing the flag does not end the sleep, so the halt comes up to one whole beat later. `Relaxed` is enough for a
/// flag that carries no data with it: after `join` the caller sees everything that the thread did.
/// <https://doc.rust-lang.org/std/sync/atomic/enum.Ordering.html>,
/// <https://doc.rust-lang.org/std/sync/mpsc/fn.channel.html>
#[case("flag/blocking", Stopped, Polled)]
pub fn blocking(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let (report, reports) = mpsc::channel();
    let quick = thread::spawn({
        let (quick_task, report) = (stage.quick_task(), report.clone());
        move || {
            quick_task.wait();
            report.send(thread::current().id()).expect("the caller listens");
        }
    });
    let pulse = stage.pulse();
    let infinite = thread::spawn({
        let stop = Arc::clone(&stop);
        move || {
            while !stop.load(Relaxed) {
                pulse.beat();
                thread::sleep(pulse.interval());
            }
            drop(pulse);
            report.send(thread::current().id()).expect("the caller listens");
        }
    });

    let first = reports.recv().expect("a thread reports");
    let finished = [&quick, &infinite].into_iter().filter(|handle| handle.thread().id() == first).count();
    let counts = format!("finished {finished}, unfinished {}", 2 - finished);

    stage.request();
    stop.store(true, Relaxed);
    let ended = infinite.join();
    stage.acknowledge(format_args!("{counts}: {ended:?}"));
}

/// A computing thread looks at an `AtomicBool` at every turn.
///
/// The halt comes as soon as the flag's cache line reaches the thread's core. The caller learns of it
/// later, because the thread must first exit and `join` must be woken.
/// <https://doc.rust-lang.org/std/thread/struct.JoinHandle.html#method.join>
#[case("flag/spinning", Stopped, Line)]
pub fn spinning(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let infinite = thread::spawn({
        let stop = Arc::clone(&stop);
        move || {
            while !stop.load(Relaxed) {
                pulse.beat();
            }
        }
    });

    stage.quick_task().wait();

    stage.request();
    stop.store(true, Relaxed);
    stage.acknowledge(infinite.join());
}

/// A flag stops the outer thread, and the thread that it started goes on.
///
/// A running thread has no owner. It goes on when the thread that started it ends, and std keeps no list
/// of threads through which it could be found.
/// <https://doc.rust-lang.org/std/thread/index.html#spawning-a-thread>
#[case("flag/blocking-nested", StillStanding, instead = blocking)]
pub fn blocking_nested(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let outer = thread::spawn({
        let stop = Arc::clone(&stop);
        move || {
            let interval = pulse.interval();
            thread::spawn(move || {
                loop {
                    pulse.beat();
                    thread::sleep(pulse.interval());
                }
            });
            while !stop.load(Relaxed) {
                thread::sleep(interval);
            }
        }
    });

    stage.quick_task().wait();

    stage.request();
    stop.store(true, Relaxed);
    stage.acknowledge(outer.join());
}
