//! The floor `line`: a cache line from core to core.

use std::{
    hint::spin_loop,
    sync::atomic::{
        AtomicBool, AtomicU64,
        Ordering::{Acquire, Relaxed, Release},
    },
    thread,
};

use crate::{clock, memory::CachePadded};

/// Round trips in one sample.
const ROUND_TRIPS: u64 = 1_000;
/// A sample is cut short after this many ns: if both threads share a core, a round trip takes whole time
/// slices.
const LONGEST_SAMPLE_NS: u64 = 5_000_000;
/// Round trips between two readings of the clock.
const BETWEEN_LOOKS: u64 = 20;

/// Measures half a round trip of a counter between this thread and one that it starts, while both spin, and hands
/// each sample to `each`, in ns. One thread writes to a line that the other reads; the other writes back to a second
/// line. The other thread calls `begin` first, which puts it on its core.
pub fn measure(samples: u32, begin: impl FnOnce() + Send, each: &mut dyn FnMut(u64)) {
    let (ball, reply) = (CachePadded::<AtomicU64>::default(), CachePadded::<AtomicU64>::default());
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            begin();
            let mut seen = 0;
            while !over.load(Relaxed) {
                let now = ball.0.load(Acquire);
                if now != seen {
                    seen = now;
                    reply.0.store(now, Release);
                }
                spin_loop();
            }
        });
        let mut count = 0;
        let mut round_trips = |trips: u64| {
            for _ in 0..trips {
                count += 1;
                ball.0.store(count, Release);
                while reply.0.load(Acquire) != count {
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
