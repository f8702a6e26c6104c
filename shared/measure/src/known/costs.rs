//! What the harness itself costs where it touches the work: a stamp and a beat.

use std::{hint::black_box, time::Duration};

use stage::{Stage, clock};

use super::Answer;
use crate::summary::median;

const CALLS: u64 = 20_000;
/// The median of so many loops: one that was interrupted does not count.
const LOOPS: usize = 15;

pub(super) fn answers() -> Vec<Answer> {
    let pulse = Stage::new(Duration::from_millis(1)).pulse();
    let stamp = cost_in_tenths(|| {
        black_box(clock::now_ns());
    });
    let beat = cost_in_tenths(|| black_box(&pulse).beat());
    vec![answer("the cost of a stamp", stamp, 30), answer("the cost of a beat", beat, 10)]
}

fn answer(name: &str, tenths: u64, limit: u64) -> Answer {
    Answer {
        name: name.to_owned(),
        asked: format!("at most {limit} ns"),
        got: format!("{}.{} ns", tenths / 10, tenths % 10),
        passed: tenths <= limit * 10,
    }
}

/// The cost of a call, in tenths of a ns.
fn cost_in_tenths(mut call: impl FnMut()) -> u64 {
    let mut costs = [0; LOOPS].map(|_: u64| {
        let start = clock::now_ns();
        (0..CALLS).for_each(|_| call());
        (clock::now_ns() - start) * 10 / CALLS
    });
    median(&mut costs)
}
