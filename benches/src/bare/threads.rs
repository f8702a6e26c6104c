//! Bare programs with std's threads.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
    time::Duration,
};

use measure::{Placement, Thread};
use stage::clock;

use super::{BEAT, End, quick_task, wait_for};

/// `threads/flag/spinning`.
pub(super) fn flag_spinning(placement: &Placement, quick: Duration) -> u64 {
    placement.put_with_work(Thread::current());
    let stop = Arc::new(AtomicBool::new(false));
    let (end, halt) = End::new();
    let infinite = thread::spawn({
        let stop = Arc::clone(&stop);
        move || {
            while !stop.load(Relaxed) {
                end.beat();
            }
        }
    });
    placement.put_with_requester(Thread::current());
    let _ = quick_task(quick).recv_blocking();

    let request = clock::now_ns();
    stop.store(true, Relaxed);
    infinite.join().expect("the infinite thread does not panic");
    wait_for(&halt) - request
}

/// `threads/flag/parked`.
pub(super) fn flag_parked(placement: &Placement, quick: Duration) -> u64 {
    placement.put_with_work(Thread::current());
    let stop = Arc::new(AtomicBool::new(false));
    let (end, halt) = End::new();
    let infinite = thread::spawn({
        let stop = Arc::clone(&stop);
        move || {
            while !stop.load(Relaxed) {
                end.beat();
                thread::park_timeout(BEAT);
            }
        }
    });
    placement.put_with_requester(Thread::current());
    let _ = quick_task(quick).recv_blocking();

    let request = clock::now_ns();
    stop.store(true, Relaxed);
    infinite.thread().unpark();
    infinite.join().expect("the infinite thread does not panic");
    wait_for(&halt) - request
}
