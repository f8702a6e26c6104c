//! A polled flag is seen at the next beat, and the request comes at a random phase: so its halt
//! is uniform over the beat.

use stage::{Bound, Case, Verdict};

use super::{Answer, Player};
use crate::{Repertoire, Sample};

/// The greatest Kolmogorov–Smirnov distance that will do with many samples.
const LIMIT: f64 = 0.1;
/// Few samples are as far away by chance: their 0.1 % point is this over the root of their number
/// (Kolmogorov's limit distribution).
const CHANCE: f64 = 1.95;
/// The samples come from this many children, because each learns its beat anew.
const CHILDREN: u32 = 5;

/// The cases that look once a beat.
pub(super) fn cases(repertoire: &Repertoire) -> Vec<&'static Case> {
    repertoire
        .cases()
        .filter(|case| case.bound == Bound::Polled && case.expected == Verdict::Stopped)
        .collect()
}

pub(super) fn play(player: &Player<'_>, case: &Case, samples: u32) -> Answer {
    let play = |seed| player.case(&case.id(), samples / CHILDREN, seed, Sample::share_of_beat);
    let mut shares: Vec<f64> = (0..u64::from(CHILDREN)).flat_map(play).collect();
    answer(&case.id(), distance_from_uniform(&mut shares), shares.len())
}

/// The answer for a case whose halts, as shares of its beat, are this far from uniform.
pub(crate) fn answer(id: &str, distance: f64, samples: usize) -> Answer {
    let limit = LIMIT.max(CHANCE / (samples.max(1) as f64).sqrt());
    Answer {
        name: format!("{id} is uniform over its beat"),
        asked: format!("a Kolmogorov–Smirnov distance below {limit:.3}"),
        got: format!("{distance:.3} at {samples} samples"),
        passed: samples > 0 && distance < limit,
        about: vec![id.to_owned()],
    }
}

/// The Kolmogorov–Smirnov distance of these values from the uniform distribution over [0, 1).
/// One without a value.
///
/// The greatest distance between the two distribution functions, which stands at one of the
/// values, just before or at its step: Knuth, *The Art of Computer Programming*, 3.3.1.
pub(crate) fn distance_from_uniform(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let count = values.len() as f64;
    let steps = values.iter().enumerate().map(|(rank, value)| {
        let value = value.clamp(0.0, 1.0);
        (value - rank as f64 / count).max((rank + 1) as f64 / count - value)
    });
    if values.is_empty() { 1.0 } else { steps.fold(0.0, f64::max) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn even_values_are_uniform_and_equal_ones_are_not() {
        let mut even: Vec<f64> = (0..1000).map(|step| (f64::from(step) + 0.5) / 1000.0).collect();
        assert!(distance_from_uniform(&mut even) < 0.001);
        assert!((distance_from_uniform(&mut [0.5; 100]) - 0.5).abs() < 1e-9);
        assert!((distance_from_uniform(&mut [0.99; 100]) - 0.99).abs() < 1e-9);
    }

    #[test]
    fn a_beat_and_a_request_on_the_same_tick_do_not_pass() {
        assert!(!answer("x", distance_from_uniform(&mut [0.999; 1000]), 1000).passed);
        assert!(!answer("x", distance_from_uniform(&mut []), 0).passed);
    }
}
