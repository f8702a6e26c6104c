//! What the harness itself costs the work: a stamp and a beat. They are properties of the machine and
//! have no limit: they stay the same, and matter only to times that are hardly longer.

use std::{hint::black_box, time::Duration};

use serde::{Deserialize, Serialize};
use stage::{Stage, clock};

use crate::medians;

const CALLS: u64 = 20_000;
/// The cost is the median of so many loops, so that a loop that was interrupted does not count.
const LOOPS: usize = 15;

/// What the harness itself costs the work.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Costs {
    /// Reading the clock once, in ns. Each time has two stamps, and times that differ by less than this can't
    /// be told apart.
    pub stamp_ns: f64,
    /// Counting a beat, in ns: the work's loop is so much slower because it is watched.
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

/// The cost of a call, in ns, to one decimal.
fn cost(mut call: impl FnMut()) -> f64 {
    let mut tenths = [0; LOOPS].map(|_: u64| {
        let start = clock::now_ns();
        for _ in 0..CALLS {
            call();
        }
        (clock::now_ns() - start) * 10 / CALLS
    });
    medians::lower(&mut tenths) as f64 / 10.0
}
