//! Stopping by a flag: the thread looks at shared state, and ends itself.
//!
//! Each public function is one case: a quick task completes, and then an infinite one is asked to stop.
//! The infinite task owns a *pulse*. It *beats* once a turn ("I'm still standing"), and drops the pulse when
//! it really ends: that drop is the *halt*. `request` stamps the instant before the call that asks it to
//! stop; `acknowledge` stamps the instant after that call has returned, and keeps what it returned.
//! To see one happen: `cargo run -p demo-threads -- story flag/parked`.

use std::{
    hint,
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
};

use stage::Stage;

/// A thread looks at an `AtomicBool` once a beat.
///
/// Storing the flag does not end the sleep: the halt comes up to one whole beat later.
/// `Relaxed` is enough for a flag that carries no data with it; what the thread did before its
/// end, the caller sees after `join`.
/// <https://doc.rust-lang.org/std/sync/atomic/enum.Ordering.html>
pub fn blocking(stage: &Stage) {
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let infinite = thread::spawn({
        let stop = Arc::clone(&stop);
        move || {
            while !stop.load(Relaxed) {
                pulse.beat();
                thread::sleep(pulse.interval());
            }
        }
    });

    stage.quick_task().wait();

    stage.request();
    stop.store(true, Relaxed);
    stage.acknowledge(infinite.join());
}

/// A computing thread looks at an `AtomicBool` at every turn.
///
/// The halt is as far away as the flag's cache line. The caller hears of it later, because the
/// thread must first exit and `join` must be woken.
/// <https://doc.rust-lang.org/std/thread/struct.JoinHandle.html#method.join>
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

/// `unpark` ends the sleep of a thread that sleeps in `park_timeout`.
///
/// First the flag, then `unpark`: a thread that is not parked yet keeps the token, and its next
/// `park_timeout` returns at once, so no wake-up is lost. `unpark` also makes the flag visible
/// to the thread that it wakes. The thread may wake for no reason, so the flag decides.
/// <https://doc.rust-lang.org/std/thread/fn.park_timeout.html>
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

/// A caller that goes on computing after it has asked, and looks now and then whether the end has
/// come.
///
/// With a core of its own it changes nothing. Where it shares the core with the work, the woken
/// thread waits until the caller's time slice is over: milliseconds instead of microseconds, for
/// the same `unpark`. <https://docs.kernel.org/scheduler/sched-eevdf.html>,
/// <https://doc.rust-lang.org/std/thread/struct.JoinHandle.html#method.is_finished>
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
/// The flag lives in a `Mutex`, so that it cannot change between the look and the wait. Unlike
/// `unpark` the caller needs no handle: any thread that shares the flag may stop it, or wait for it.
/// <https://doc.rust-lang.org/std/sync/struct.Condvar.html#method.wait_timeout>
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

/// A thread inside a thread: the outer one sees the flag and stops, the inner one never looks at it.
///
/// A running thread has no owner. The end of the thread that started it is nothing to it,
/// and no list of threads exists through which it could be found.
/// <https://doc.rust-lang.org/std/thread/index.html#spawning-a-thread>
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
