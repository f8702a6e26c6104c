//! What the harness itself costs where it touches the work: a stamp and a beat. These are facts
//! about the machine and have no limit: they stay the same, and blur only what is hardly longer.

use std::{hint::black_box, time::Duration};

use serde::{Deserialize, Serialize};
use stage::{Stage, clock};

use crate::medians;

const CALLS: u64 = 20_000;
/// The median of so many loops: one that was interrupted does not count.
const LOOPS: usize = 15;

/// What the harness itself costs where it touches the work.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Costs {
    /// To read the clock, in ns: two times that differ by less are one. Each time has two stamps.
    pub stamp_ns: f64,
    /// To count a beat, in ns: the work's loop is so much slower for being watched.
    pub beat_ns: f64,
}

impl Costs {
    /// Measures them, which takes some tens of ms.
    #[must_use]
    pub fn measured() -> Self {
        let pulse = Stage::new(Duration::from_millis(1)).pulse();
        let stamp_ns = cost(|| {
            black_box(clock::now_ns());
        });
        Self { stamp_ns, beat_ns: cost(|| black_box(&pulse).beat()) }
    }
}

/// The cost of a call, in ns, to a tenth.
fn cost(mut call: impl FnMut()) -> f64 {
    let mut tenths = [0; LOOPS].map(|_: u64| {
        let start = clock::now_ns();
        (0..CALLS).for_each(|_| call());
        (clock::now_ns() - start) * 10 / CALLS
    });
    medians::lower(&mut tenths) as f64 / 10.0
}
