//! Stopping by aborting: std has no way to end a thread from outside. What comes nearest to it needs
//! the thread's help.
//!
//! Each public function is one case: a quick task completes, and then an infinite one is asked to stop.
//! The infinite task owns a *pulse*. It *beats* once a turn ("I'm still standing"), and drops the pulse when
//! it really ends: that drop is the *halt*. `request` stamps the instant before the call that asks it to
//! stop; `acknowledge` stamps the instant after that call has returned, and keeps what it returned.
//! To see one happen: `cargo run -p demo-threads -- story abort/blocking-panic`.

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
use stage::Stage;

/// A thread cannot be ended from outside.
///
/// Cut off at any instruction, it would not run its destructors and would leave its locks
/// locked, and its stack would be gone while other threads may still borrow from it. POSIX has
/// `pthread_cancel`, for code that is written for it; when it is sound for Rust's is an open
/// question.
/// <https://doc.rust-lang.org/std/thread/struct.JoinHandle.html>,
/// <https://man7.org/linux/man-pages/man3/pthread_cancel.3.html>,
/// <https://github.com/rust-lang/unsafe-code-guidelines/issues/211>
pub const BLOCKING: &str =
    "std can't end a thread from outside: its destructors would not run and its locks would stay locked";

/// A signal interrupts the system call that the thread sleeps in, and the thread looks at its flag.
///
/// The handler only raises the flag; it is EINTR that ends the sleep. A signal is no abort: the thread
/// decides what comes of it. One that arrives between the look and the sleep is heard a beat late.
/// <https://man7.org/linux/man-pages/man7/signal.7.html>
pub fn parked_signal(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let handler = flag::register(SIGUSR1, Arc::clone(&stop)).expect("no handler for the signal");
    let pulse = stage.pulse();
    let infinite = thread::spawn(move || {
        let interval = Timespec::try_from(pulse.interval()).expect("an interval of a few years at most");
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

/// The same signal, and a sleep of std's: std retries, so the sleep lasts to its end.
///
/// `thread::sleep` "will not return early" for a signal: it sleeps again for what is left. The thread
/// finds its flag raised one beat later at most.
/// <https://doc.rust-lang.org/std/thread/fn.sleep.html>
pub fn blocking_signal(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let handler = flag::register(SIGUSR1, Arc::clone(&stop)).expect("no handler for the signal");
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

/// What a thread that is told to end by panicking carries to its join.
#[derive(Debug)]
pub struct Cancelled;

/// A panic thrown at a checkpoint: the nearest thing to an exception from outside.
///
/// It can't be thrown into the thread from outside; the thread throws it itself, where it looks. It unwinds
/// through every caller and runs their destructors, and the join returns it as an error.
/// `resume_unwind` does not call the panic hook, so nothing is printed.
/// <https://doc.rust-lang.org/std/panic/fn.resume_unwind.html>
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
    let ended: Result<(), _> = infinite.join();
    stage.acknowledge(ended.map_err(<Box<dyn Any + Send>>::downcast::<Cancelled>));
}
