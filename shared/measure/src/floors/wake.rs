//! Waking a parked thread.

use std::{
    sync::{
        atomic::{AtomicBool, Ordering::Relaxed},
        mpsc,
    },
    thread,
    time::Duration,
};

use fastrand::Rng;
use stage::clock;

use crate::{Placement, system::affinity::Thread};

/// From just before `unpark` to the first instruction of the thread that was parked.
///
/// The requester blocks until it is answered, as a caller does, and asks at a random phase.
pub(super) fn measure(
    placement: &Placement,
    beat: Duration,
    samples: u32,
    random: &mut Rng,
    each: &mut dyn FnMut(u64),
) {
    let over = AtomicBool::new(false);
    let (woken, awake) = mpsc::channel();
    thread::scope(|scope| {
        let over = &over;
        let sleeper = scope.spawn(move || {
            placement.put_with_work(Thread::current());
            while !over.load(Relaxed) {
                thread::park();
                let _ = woken.send(clock::now_ns());
            }
        });
        placement.put_with_requester(Thread::current());
        for _ in 0..samples {
            thread::sleep(beat.mul_f64(1.0 + random.f64()));
            let asked = clock::now_ns();
            sleeper.thread().unpark();
            each(awake.recv().map_or(0, |now| now.saturating_sub(asked)));
        }
        over.store(true, Relaxed);
        sleeper.thread().unpark();
    });
}
