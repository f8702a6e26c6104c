//! A cache line from core to core.

use std::{
    hint::spin_loop,
    sync::atomic::{AtomicBool, AtomicU64, Ordering::Acquire, Ordering::Relaxed, Ordering::Release},
    thread,
};

use stage::clock;

use crate::{place::Placement, system::affinity::Thread};

/// Round trips in one sample.
const ROUND_TRIPS: u64 = 1_000;
/// A sample is cut short after this many ns: on a shared core a round trip takes time slices.
const LONGEST_SAMPLE_NS: u64 = 5_000_000;
/// Round trips between two looks at the clock.
const BETWEEN_LOOKS: u64 = 20;

/// A value that shares its cache line with nothing.
#[derive(Default)]
#[repr(align(128))]
struct CachePadded(AtomicU64);

/// Half a round trip of a counter between two spinning threads: one writes a line that the
/// other reads, and is answered on a second line.
pub(crate) fn measure(placement: &Placement, samples: u32, each: &mut dyn FnMut(u64)) {
    let (ball, answer, over) = (CachePadded::default(), CachePadded::default(), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            placement.put_on_first_work_core(Thread::current());
            let mut seen = 0;
            while !over.load(Relaxed) {
                let now = ball.0.load(Acquire);
                if now != seen {
                    seen = now;
                    answer.0.store(now, Release);
                }
                spin_loop();
            }
        });
        placement.put_with_requester(Thread::current());
        let mut count = 0;
        let mut round_trips = |trips: u64| {
            for _ in 0..trips {
                count += 1;
                ball.0.store(count, Release);
                while answer.0.load(Acquire) != count {
                    spin_loop();
                }
            }
        };
        round_trips(BETWEEN_LOOKS);
        for _ in 0..samples {
            let start = clock::now_ns();
            let (mut trips, mut elapsed) = (0, 0);
            while trips < ROUND_TRIPS && elapsed < LONGEST_SAMPLE_NS {
                round_trips(BETWEEN_LOOKS);
                trips += BETWEEN_LOOKS;
                elapsed = clock::now_ns() - start;
            }
            each(elapsed / trips / 2);
        }
        over.store(true, Relaxed);
    });
}
