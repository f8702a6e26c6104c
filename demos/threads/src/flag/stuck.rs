//! A flag for a thread that is stuck: in a `read`, for a lock, on a condition variable.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn. Dropping the pulse is
//! the end that is measured: the halt. `stage.request()` stamps the instant before the call that asks
//! for the stop; `stage.acknowledge(x)` stamps the instant after the API has returned `x`, when the
//! caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-threads -- story flag/stuck-condvar-notify`

use std::{
    io::Read,
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
};

use still_standing::{Stage, case};

/// A thread in `read` does not look at its flag, and the connection is silent.
///
/// The thread looks between two reads, and this read does not end: its peer neither sends nor closes. A timeout
/// (`set_read_timeout`) brings the thread back to its flag, and a `shutdown` of the connection ends the read:
/// `threads/channel/stuck-read-shutdown`.
/// <https://doc.rust-lang.org/std/net/struct.TcpStream.html#method.set_read_timeout>
#[case("flag/stuck-read", Hung, instead = crate::channel::stuck::stuck_read_shutdown)]
pub fn stuck_read(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let mut connection = TcpStream::connect(address).expect("the loopback takes a connection");
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
#[case(
    "flag/stuck-lock",
    Hung,
    nothing_instead(
        "only its unlock ends a wait for std's `Mutex`; wait with `try_lock`, and look at the flag between two tries"
    )
)]
pub fn stuck_lock(stage: &Stage) {
    let lock = Arc::new(Mutex::new(()));
    let _never_given_up = lock.lock().expect("the lock is not poisoned");
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
/// The wait ends when another thread notifies, or for no reason, on which nobody can rely.
/// `threads/flag/stuck-condvar-notify` is the same code with that one call more.
/// <https://doc.rust-lang.org/std/sync/struct.Condvar.html#method.wait_while>
#[case("flag/stuck-condvar", Hung, instead = stuck_condvar_notify)]
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
