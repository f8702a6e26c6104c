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

use std::{
    hint,
    io::Read,
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
};

use still_standing::{Stage, case};

/// A thread looks at an `AtomicBool` once a beat.
///
/// Storing the flag does not end the sleep, so the halt comes up to one whole beat later. `Relaxed` is
/// enough for a flag that carries no data with it: after `join` the caller sees everything that the
/// thread did. <https://doc.rust-lang.org/std/sync/atomic/enum.Ordering.html>
#[case("flag/blocking", Stopped, Polled)]
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

/// `unpark` ends the sleep of a thread that sleeps in `park_timeout`.
///
/// Set the flag first, then call `unpark`: a thread that is not parked yet keeps the token, and its next
/// `park_timeout` returns at once, so no wake-up is lost. `unpark` also makes the flag visible to the
/// thread that it wakes. `park_timeout` may return for no reason, so the thread still checks the flag.
/// <https://doc.rust-lang.org/std/thread/fn.park_timeout.html>
#[case("flag/parked", Stopped, Wake)]
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
#[case("flag/parked-busy-caller", Stopped, Wake)]
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
#[case("flag/parked-condvar", Stopped, Wake)]
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

/// A flag stops the outer thread, and the thread that it started goes on.
///
/// A running thread has no owner. It goes on when the thread that started it ends, and std keeps no list
/// of threads through which it could be found.
/// <https://doc.rust-lang.org/std/thread/index.html#spawning-a-thread>
#[case("flag/blocking-nested", StillStanding, Inline)]
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

/// A thread in `read` does not look at its flag, and the connection is silent.
///
/// The thread looks between two reads, and this read does not end: its peer neither sends nor closes. A timeout
/// (`set_read_timeout`) brings the thread back to its flag, and a `shutdown` of the connection ends the read:
/// `threads/channel/stuck-read-shutdown`.
/// <https://doc.rust-lang.org/std/net/struct.TcpStream.html#method.set_read_timeout>
#[case("flag/stuck-read", Hung, Wake)]
pub fn stuck_read(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("no listener on the loopback");
    let address = listener.local_addr().expect("a listener has an address");
    let mut connection = TcpStream::connect(address).expect("no connection to the loopback");
    let _silent_peer = listener.accept().expect("the connection arrives");
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let infinite = thread::spawn({
        let stop = Arc::clone(&stop);
        move || {
            while !stop.load(Relaxed) {
                pulse.last_beat();
                let _ = connection.read(&mut [0; 64]);
            }
        }
    });

    stage.quick_task().wait();

    stage.request();
    stop.store(true, Relaxed);
    stage.acknowledge(infinite.join());
}

/// A thread that waits for a lock does not look at its flag either, and the lock is never given up.
///
/// `lock` has no timeout and can't be interrupted. `try_lock` returns at once, so a loop around it can look at
/// a flag; std has no lock that waits for a while.
/// <https://doc.rust-lang.org/std/sync/struct.Mutex.html#method.lock>
#[case("flag/stuck-lock", Hung, Wake)]
pub fn stuck_lock(stage: &Stage) {
    let lock = Arc::new(Mutex::new(()));
    let _never_given_up = lock.lock().expect("no thread panics with the lock");
    let stop = Arc::new(AtomicBool::new(false));
    let pulse = stage.pulse();
    let infinite = thread::spawn({
        let (lock, stop) = (Arc::clone(&lock), Arc::clone(&stop));
        move || {
            while !stop.load(Relaxed) {
                pulse.last_beat();
                drop(lock.lock());
            }
        }
    });

    stage.quick_task().wait();

    stage.request();
    stop.store(true, Relaxed);
    stage.acknowledge(infinite.join());
}

/// A thread that waits on a condition variable is not woken by the flag alone.
///
/// The wait ends only when another thread notifies. `threads/flag/stuck-condvar-notify` is the same code with
/// that one call more. <https://doc.rust-lang.org/std/sync/struct.Condvar.html#method.wait_while>
#[case("flag/stuck-condvar", Hung, Wake)]
pub fn stuck_condvar(stage: &Stage) {
    let shared = Arc::new((Mutex::new(false), Condvar::new()));
    let pulse = stage.pulse();
    let infinite = thread::spawn({
        let shared = Arc::clone(&shared);
        move || {
            let (stop, changed) = &*shared;
            let stop = stop.lock().expect("the caller does not panic");
            pulse.last_beat();
            drop(changed.wait_while(stop, |stop| !*stop));
        }
    });

    stage.quick_task().wait();

    stage.request();
    *shared.0.lock().expect("the thread does not panic") = true;
    stage.acknowledge(infinite.join());
}

/// A flag that is set under the lock, and a notification after it, end the wait.
///
/// Without the lock, the thread could look at the flag just before it is set, and begin to wait just after the
/// notification. Without the notification it waits on: `threads/flag/stuck-condvar`.
/// <https://doc.rust-lang.org/std/sync/struct.Condvar.html#method.notify_one>
#[case("flag/stuck-condvar-notify", Stopped, Wake)]
pub fn stuck_condvar_notify(stage: &Stage) {
    let shared = Arc::new((Mutex::new(false), Condvar::new()));
    let pulse = stage.pulse();
    let infinite = thread::spawn({
        let shared = Arc::clone(&shared);
        move || {
            let (stop, changed) = &*shared;
            let stop = stop.lock().expect("the caller does not panic");
            pulse.last_beat();
            drop(changed.wait_while(stop, |stop| !*stop));
        }
    });

    stage.quick_task().wait();

    stage.request();
    *shared.0.lock().expect("the thread does not panic") = true;
    shared.1.notify_one();
    stage.acknowledge(infinite.join());
}
