//! Stopping by aborting: std has no way to end a thread from outside. What comes nearest to it needs the
//! thread's help.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-threads -- story abort/parked-signal`

pub mod stuck;

use std::{
    any::Any,
    os::unix::thread::JoinHandleExt,
    panic::resume_unwind,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
};

use nix::sys::{pthread::pthread_kill, signal::Signal};
use rustix::thread::{Timespec, nanosleep};
use signal_hook::{consts::SIGUSR1, flag};
use still_standing::{Stage, case, not_offered};

/// A thread cannot be ended from outside.
///
/// If it were cut off at any instruction, its destructors would not run, its locks would stay locked, and
/// its stack would be gone while other threads may still borrow from it. POSIX has `pthread_cancel`, which
/// unwinds the thread by force; a forced unwind through a Rust frame that has destructors is undefined
/// behaviour. <https://doc.rust-lang.org/std/thread/struct.JoinHandle.html>,
/// <https://man7.org/linux/man-pages/man3/pthread_cancel.3.html>,
/// <https://rust-lang.github.io/rfcs/2945-c-unwind-abi.html>
#[not_offered("abort/blocking")]
pub const BLOCKING: &str =
    "std can't end a thread from outside: its destructors would not run and its locks would stay locked";

/// A signal interrupts the system call that the thread sleeps in, and the thread looks at its flag.
///
/// The handler only sets the flag; EINTR is what ends the sleep. signal-hook installs it with SA_RESTART,
/// but Linux never restarts a `nanosleep`, as it does a `read`. A signal is no abort: the thread decides
/// what to do about it. A signal that arrives between the look and the sleep is noticed a beat late.
/// <https://man7.org/linux/man-pages/man7/signal.7.html>
#[case("abort/parked-signal", Stopped, Timer)]
pub fn parked_signal(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let handler = flag::register(SIGUSR1, Arc::clone(&stop)).expect("the signal can be handled");
    let pulse = stage.pulse();
    let infinite = thread::spawn(move || {
        let interval = Timespec::try_from(pulse.interval()).expect("the interval is a few years at most");
        while !stop.load(Relaxed) {
            pulse.beat();
            let _ = nanosleep(&interval);
        }
    });

    stage.quick_task().wait();

    stage.request();
    pthread_kill(infinite.as_pthread_t(), Signal::SIGUSR1).expect("the thread is there");
    stage.acknowledge(infinite.join());
    signal_hook::low_level::unregister(handler);
}

/// The same signal does not end a `thread::sleep`, because std goes back to sleep.
///
/// A signal interrupts the system call, but `thread::sleep` repeats it for the time that is left. The
/// thread finds its flag set one beat later at most.
/// <https://doc.rust-lang.org/std/thread/fn.sleep.html>
#[case("abort/blocking-signal", Stopped, Polled)]
pub fn blocking_signal(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let handler = flag::register(SIGUSR1, Arc::clone(&stop)).expect("the signal can be handled");
    let pulse = stage.pulse();
    let infinite = thread::spawn(move || {
        while !stop.load(Relaxed) {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });

    stage.quick_task().wait();

    stage.request();
    pthread_kill(infinite.as_pthread_t(), Signal::SIGUSR1).expect("the thread is there");
    stage.acknowledge(infinite.join());
    signal_hook::low_level::unregister(handler);
}

/// What the thread's panic carries to the caller's `join`.
#[derive(Debug)]
pub struct Cancelled;

/// A thread that finds its flag set at a checkpoint ends itself by a panic.
///
/// This is the nearest thing to an exception from outside. No other thread can throw the panic; the thread
/// throws it itself, at the points where it looks. It unwinds through the callers that do not
/// catch it and runs their destructors, and the join returns it as an error; with `panic = "abort"` the
/// process ends. `resume_unwind` does not call the panic hook, so
/// nothing is printed. <https://doc.rust-lang.org/std/panic/fn.resume_unwind.html>
#[case("abort/blocking-panic", Stopped, Polled)]
pub fn blocking_panic(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let infinite = thread::spawn({
        let stop = Arc::clone(&stop);
        move || {
            loop {
                pulse.beat();
                thread::sleep(pulse.interval());
                if stop.load(Relaxed) {
                    resume_unwind(Box::new(Cancelled));
                }
            }
        }
    });

    stage.quick_task().wait();

    stage.request();
    stop.store(true, Relaxed);
    let ended = infinite.join();
    stage.acknowledge(ended.map_err(<Box<dyn Any + Send>>::downcast::<Cancelled>));
}
