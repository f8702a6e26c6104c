//! The floors, measured by other means than the harness uses.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering::Acquire, Ordering::Relaxed, Ordering::Release},
    },
    thread,
    time::Duration,
};

use measure::{Placement, Thread};
#[cfg(target_os = "linux")]
use rustix::thread::{Timespec, futex};
use stage::clock;

use super::{BEAT, quick_task};

/// Round trips in one playing.
const ROUND_TRIPS: u64 = 2_000;
/// A playing ends after this many ns at the latest: on a shared core a round trip takes time slices.
const LONGEST_NS: u64 = 5_000_000;
/// Round trips between two looks at the clock.
const BETWEEN_LOOKS: u64 = 20;

/// A flag that shares its cache line with nothing.
#[derive(Default)]
#[repr(align(128))]
struct CachePadded(AtomicBool);

/// `line`, by the method of core-to-core-latency: half a round trip between two flags, each written by one
/// thread and read by the other.
/// <https://github.com/nviennot/core-to-core-latency/blob/main/src/bench/read_write.rs>
#[expect(
    clippy::missing_spin_loop,
    reason = "that tool spins without a hint, because a hint would cost time"
)]
pub(super) fn line(placement: &Placement, quick: Duration) -> u64 {
    placement.put_with_work(Thread::current());
    let (ping, pong, over) = (CachePadded::default(), CachePadded::default(), CachePadded::default());
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut turn = true;
            while !over.0.load(Relaxed) {
                if ping.0.load(Acquire) == turn {
                    pong.0.store(turn, Release);
                    turn = !turn;
                }
            }
        });
        placement.put_with_requester(Thread::current());
        thread::sleep(quick);

        let (mut trips, mut elapsed, mut turn) = (0, 0, true);
        let start = clock::now_ns();
        while trips < ROUND_TRIPS && elapsed < LONGEST_NS {
            for _ in 0..BETWEEN_LOOKS {
                ping.0.store(turn, Release);
                while pong.0.load(Acquire) != turn {}
                turn = !turn;
            }
            trips += BETWEEN_LOOKS;
            elapsed = clock::now_ns() - start;
        }
        over.0.store(true, Relaxed);
        elapsed / trips / 2
    })
}

/// `wake`: a thread that waits without a deadline. A second thread on its core sleeps one beat at a time, so that the
/// core has been idle for as long as in the woken cases.
pub(super) fn wake(placement: &Placement, quick: Duration) -> u64 {
    placement.put_on_first_work_core(Thread::current());
    let word = Arc::new(AtomicU32::new(0));
    let keeper = thread::spawn({
        let word = Arc::clone(&word);
        move || {
            while word.load(Acquire) == 0 {
                thread::sleep(BEAT);
            }
        }
    });
    let halt = woken(placement, quick, &word, None);
    keeper.join().expect("it only sleeps");
    halt
}

/// `timer`: a thread that waits one beat at a time.
pub(super) fn timer(placement: &Placement, quick: Duration) -> u64 {
    placement.put_with_work(Thread::current());
    woken(placement, quick, &Arc::default(), Some(BEAT))
}

/// From the request to the first instruction of the thread that was woken, by a futex, or by `unpark` on systems
/// without one. The requester then blocks until that thread has stamped the time and ended.
fn woken(placement: &Placement, quick: Duration, word: &Arc<AtomicU32>, deadline: Option<Duration>) -> u64 {
    let sleeper = thread::spawn({
        let word = Arc::clone(word);
        move || {
            #[cfg(target_os = "linux")]
            let deadline =
                deadline.map(|beat| Timespec::try_from(beat).expect("a beat of some seconds at most"));
            while word.load(Acquire) == 0 {
                #[cfg(target_os = "linux")]
                let _woken = futex::wait(&word, futex::Flags::PRIVATE, 0, deadline.as_ref());
                #[cfg(not(target_os = "linux"))]
                deadline.map_or_else(thread::park, thread::park_timeout);
            }
            clock::now_ns()
        }
    });
    placement.put_with_requester(Thread::current());
    let _ = quick_task(quick).recv_blocking();

    let request = clock::now_ns();
    word.store(1, Release);
    #[cfg(target_os = "linux")]
    futex::wake(word, futex::Flags::PRIVATE, 1).expect("the word is a futex");
    #[cfg(not(target_os = "linux"))]
    sleeper.thread().unpark();
    sleeper.join().expect("the sleeper does not panic") - request
}
