//! What the harness itself costs where it touches the work: a stamp and a beat. A fact about the
//! machine and no known answer: it stays the same, and blurs only what is hardly longer.

use std::{hint::black_box, time::Duration};

use serde::{Deserialize, Serialize};
use stage::{Stage, clock};

use super::Answer;
use crate::summary::median;

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

    /// The same for the table of known answers, where they always pass.
    pub(super) fn answers(self) -> Vec<Answer> {
        let answer = |name: &str, ns: f64, asked: &str| Answer {
            name: name.to_owned(),
            asked: asked.to_owned(),
            got: format!("{ns:.1} ns"),
            passed: true,
            about: Vec::new(),
        };
        vec![
            answer("the cost of a stamp", self.stamp_ns, "no limit: it blurs times of its own size"),
            answer("the cost of a beat", self.beat_ns, "no limit: the work is so much slower a beat"),
        ]
    }
}

/// The cost of a call, in ns, to a tenth.
fn cost(mut call: impl FnMut()) -> f64 {
    let mut tenths = [0; LOOPS].map(|_: u64| {
        let start = clock::now_ns();
        (0..CALLS).for_each(|_| call());
        (clock::now_ns() - start) * 10 / CALLS
    });
    median(&mut tenths) as f64 / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dear_stamp_fails_nothing() {
        let costs = Costs { stamp_ns: 1_000.0, beat_ns: 1_000.0 };
        assert!(costs.answers().iter().all(|answer| answer.passed));
    }
}
