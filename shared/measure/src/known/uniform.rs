//! A polled flag is seen at the next beat, and the request comes at a random phase: so its halt
//! is uniform over the beat.

use stage::{Bound, Case, Verdict};

use super::{Answer, Player};
use crate::{Repertoire, Sample, coin};

/// A deviation that is smaller than this, in beats, is none: what a wake-up takes moves each halt by a
/// few hundredths of the beat.
const LIMIT: f64 = 0.1;
/// How often the answers of one run may call something uneven that is uniform.
const CHANCE: f64 = 0.01;
/// A case with fewer samples than this is not judged by itself, for they show only the grossest fault;
/// its samples count in the answer of all cases together.
const ENOUGH: usize = 150;
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
    let shares: Vec<f64> = (0..u64::from(CHILDREN)).flat_map(play).collect();
    answer(&case.id(), vec![case.id()], &shares, 1)
}

/// The answers of a run: one for each case of which there are samples enough, and one for all cases
/// together, which finds a small fault that they share. Each case has its id and its shares of a beat.
pub(crate) fn answers(cases: &[(String, &[f64])]) -> Vec<Answer> {
    let judged: Vec<_> = cases.iter().filter(|(_, shares)| shares.len() >= ENOUGH).collect();
    let all: Vec<f64> = cases.iter().flat_map(|(_, shares)| shares.iter().copied()).collect();
    let ids = || cases.iter().map(|(id, _)| id.clone()).collect();
    let together =
        (!all.is_empty()).then(|| answer("every polled case together", ids(), &all, judged.len() + 1));
    let alone = judged.iter().map(|(id, shares)| answer(id, vec![id.clone()], shares, judged.len() + 1));
    alone.chain(together).collect()
}

/// The answer for what should be uniform, as one of so many that are given together.
///
/// It fails where the shares are further from uniform than [`LIMIT`], and by more than chance explains:
/// by their Kolmogorov–Smirnov distance, or by how many are below one half (the sign test, which sees a
/// median that is off sooner). Each of the two tests of each answer has its part of [`CHANCE`]
/// (Bonferroni).
fn answer(name: &str, about: Vec<String>, shares: &[f64], together: usize) -> Answer {
    let distance = distance_from_uniform(&mut shares.to_vec());
    let below = shares.iter().filter(|&&share| share < 0.5).count();
    let unevenness = (below as f64 / shares.len().max(1) as f64 - 0.5).abs();
    let level = CHANCE / (2 * together) as f64;
    let is_far = distance >= LIMIT && chance_of_distance(distance, shares.len()) < level;
    let is_off = unevenness >= LIMIT && coin::as_uneven_as(below, shares.len()) < level;
    Answer {
        name: format!("{name} is uniform over its beat"),
        asked: format!(
            "a Kolmogorov–Smirnov distance below {LIMIT}, and half of the halts in each half of the beat \
             within {LIMIT}, or as far off as chance allows"
        ),
        got: format!(
            "a distance of {distance:.3}, and {:.0} % in the first half, at {} samples",
            100.0 * below as f64 / shares.len().max(1) as f64,
            shares.len()
        ),
        passed: !shares.is_empty() && !is_far && !is_off,
        about,
    }
}

/// The probability that so many uniform values are this far from uniform, or further.
///
/// Kolmogorov's limit distribution, corrected for few values: Stephens, "Use of the Kolmogorov–Smirnov,
/// Cramér–von Mises and related statistics without extensive tables", *Journal of the Royal Statistical
/// Society* B 32 (1970).
fn chance_of_distance(distance: f64, count: usize) -> f64 {
    let root = (count as f64).sqrt();
    let scaled = (root + 0.12 + 0.11 / root) * distance;
    let term = |k: i32| f64::from(1 - 2 * ((k + 1) % 2)) * (-2.0 * (f64::from(k) * scaled).powi(2)).exp();
    (2.0 * (1..=100).map(term).sum::<f64>()).clamp(0.0, 1.0)
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
    use fastrand::Rng;

    use super::*;

    fn passes(shares: &[f64]) -> bool {
        answer("x", Vec::new(), shares, 1).passed
    }

    fn uniform(seed: u64, count: usize) -> Vec<f64> {
        let mut random = Rng::with_seed(seed);
        (0..count).map(|_| random.f64()).collect()
    }

    #[test]
    fn even_values_are_uniform_and_equal_ones_are_not() {
        let mut even: Vec<f64> = (0..1000).map(|step| (f64::from(step) + 0.5) / 1000.0).collect();
        assert!(distance_from_uniform(&mut even) < 0.001);
        assert!((distance_from_uniform(&mut [0.5; 100]) - 0.5).abs() < 1e-9);
        assert!((distance_from_uniform(&mut [0.99; 100]) - 0.99).abs() < 1e-9);
    }

    /// The tables of the test: 1.36 over the root of many values is passed once in twenty.
    #[test]
    fn the_chance_of_a_distance_is_that_of_the_tables() {
        for (distance, count, chance) in [(0.0136, 10_000, 0.05), (0.0163, 10_000, 0.01), (0.134, 100, 0.05)]
        {
            let got = chance_of_distance(distance, count);
            assert!((got / chance - 1.0).abs() < 0.1, "{distance} of {count}: {got}");
        }
    }

    #[test]
    fn a_beat_and_a_request_on_the_same_tick_do_not_pass() {
        assert!(!passes(&[0.999; 1000]));
        assert!(!passes(&[]));
    }

    /// A distance of 0.181 and a median of 0.648.
    #[test]
    fn a_case_whose_median_is_off_does_not_pass_at_few_samples() {
        // Their distribution function goes straight through these points.
        let points = [(0.0, 0.0), (0.467, 0.286), (0.648, 0.5), (1.0, 1.0)];
        let at = |share: f64| {
            let [(x, y), (to_x, to_y)] =
                points.windows(2).find(|pair| share <= pair[1].1).map(|pair| [pair[0], pair[1]]).unwrap();
            x + (share - y) / (to_y - y) * (to_x - x)
        };
        let mut shares: Vec<f64> = (0..100).map(|step| at((f64::from(step) + 0.5) / 100.0)).collect();
        let (distance, median) = (distance_from_uniform(&mut shares), f64::midpoint(shares[49], shares[50]));
        assert!((distance - 0.181).abs() < 0.01 && (median - 0.648).abs() < 0.001, "{distance} {median}");
        assert!(!passes(&shares));
    }

    #[test]
    fn honest_values_pass_in_99_of_100_runs() {
        for count in [90, 200, 1_000] {
            let passed = (0..1_000).filter(|seed| passes(&uniform(*seed, count))).count();
            assert!(passed >= 990, "{passed} of 1000 at {count} samples");
        }
        let of_a_run = |seed| (0..20).map(|case| uniform(100 * seed + case, 200)).collect::<Vec<_>>();
        let all_pass = |seed: &u64| {
            let shares = of_a_run(*seed);
            let cases: Vec<_> = shares.iter().map(|shares| ("x".to_owned(), &shares[..])).collect();
            let answers = answers(&cases);
            assert_eq!(answers.len(), 21);
            answers.iter().all(|answer| answer.passed)
        };
        let passed = (0..100).filter(all_pass).count();
        assert!(passed >= 99, "{passed} of 100 runs");
    }

    #[test]
    fn few_samples_of_each_case_are_judged_together() {
        let late: Vec<f64> = uniform(1, 60).iter().map(|share| share.sqrt()).collect();
        let cases: Vec<_> = (0..10).map(|_| ("x".to_owned(), &late[..])).collect();
        let answers = answers(&cases);
        assert_eq!(answers.len(), 1);
        assert!(!answers[0].passed && answers[0].name.starts_with("every polled case"), "{answers:?}");
        assert!(super::answers(&[]).is_empty());
    }
}
