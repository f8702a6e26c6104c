//! A flag for a thread whose sleep can be ended: by `unpark`, or by a condition variable.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-threads -- story flag/parked`

use std::{
    hint,
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
};

use still_standing::{Stage, case};

/// `unpark` ends the sleep of a thread that sleeps in `park_timeout`.
///
/// Set the flag first, then call `unpark`: a thread that is not parked yet keeps the token, and its next
/// `park_timeout` returns at once, so no wake-up is lost, unless something else parks the thread meanwhile,
/// as std's channels do. `unpark` also makes the flag visible to the
/// thread that it wakes. `park_timeout` may return for no reason, so the thread still checks the flag.
/// <https://doc.rust-lang.org/std/thread/fn.park_timeout.html>
#[case("flag/parked", Stopped, Timer)]
pub fn parked(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let infinite = thread::spawn({
        let stop = Arc::clone(&stop);
        move || {
            while !stop.load(Relaxed) {
                pulse.beat();
                thread::park_timeout(pulse.interval());
            }
        }
    });

    stage.quick_task().wait();

    stage.request();
    stop.store(true, Relaxed);
    infinite.thread().unpark();
    stage.acknowledge(infinite.join());
}

/// The caller keeps computing after its request, and polls `is_finished` until the thread has ended.
///
/// If the caller has a core of its own, this changes nothing. If it shares the core with the work, the
/// woken thread waits until the caller's time slice is over: milliseconds instead of microseconds, for
/// the same `unpark`. <https://docs.kernel.org/scheduler/sched-eevdf.html>,
/// <https://doc.rust-lang.org/std/thread/struct.JoinHandle.html#method.is_finished>
#[case("flag/parked-busy-caller", Stopped, Timer)]
pub fn parked_busy_caller(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let infinite = thread::spawn({
        let stop = Arc::clone(&stop);
        move || {
            while !stop.load(Relaxed) {
                pulse.beat();
                thread::park_timeout(pulse.interval());
            }
        }
    });

    stage.quick_task().wait();

    stage.request();
    stop.store(true, Relaxed);
    infinite.thread().unpark();
    while !infinite.is_finished() {
        hint::spin_loop();
    }
    stage.acknowledge(infinite.join());
}

/// A `Condvar` ends the sleep of every thread that waits for the flag.
///
/// The flag lives in a `Mutex`, so that it cannot change between the look and the wait. Unlike `unpark`,
/// this needs no handle: every thread that shares the flag may set it, or wait for it.
/// <https://doc.rust-lang.org/std/sync/struct.Condvar.html#method.wait_timeout>
#[case("flag/parked-condvar", Stopped, Timer)]
pub fn parked_condvar(stage: &Stage) {
    let stop = Arc::new((Mutex::new(false), Condvar::new()));
    let pulse = stage.pulse();
    let infinite = thread::spawn({
        let stop = Arc::clone(&stop);
        move || {
            let (flag, changed) = &*stop;
            let mut stopped = flag.lock().unwrap();
            while !*stopped {
                pulse.beat();
                (stopped, _) = changed.wait_timeout(stopped, pulse.interval()).unwrap();
            }
        }
    });

    stage.quick_task().wait();

    let (flag, changed) = &*stop;
    stage.request();
    *flag.lock().unwrap() = true;
    changed.notify_all();
    stage.acknowledge(infinite.join());
}
