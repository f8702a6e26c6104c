//! The interval of p50 covers the median as often as it claims: simulated runs with a known true median.

use super::*;
use fastrand::Rng;

const SAMPLES: usize = 10;
const RUNS: u32 = 2_000;
/// The true median of everything below, in ns.
const TRUTH: f64 = 1e6;

/// Draws a round: each kind has the true median [`TRUTH`].
type Draw = fn(&mut Rng) -> [f64; SAMPLES];

/// A normal variate, as the sum of twelve uniform ones: Knuth, *The Art of Computer Programming*, 3.4.1.
fn normal(random: &mut Rng) -> f64 {
    (0..12).map(|_| random.f64()).sum::<f64>() - 6.0
}

/// Uniform, like the halts of a polled case.
fn uniform(random: &mut Rng) -> [f64; SAMPLES] {
    [(); SAMPLES].map(|()| 2.0 * TRUTH * random.f64())
}

/// Log-normal, and one value in ten scatters much more widely.
fn heavy_tailed(random: &mut Rng) -> [f64; SAMPLES] {
    [(); SAMPLES].map(|()| {
        let scatter = if random.f64() < 0.1 { 2.0 } else { 0.3 };
        TRUTH * (scatter * normal(random)).exp()
    })
}

/// Rounds that differ more than the samples within a round.
fn rounds_differ(random: &mut Rng) -> [f64; SAMPLES] {
    let round = 0.3 * normal(random);
    [(); SAMPLES].map(|()| TRUTH * (round + 0.1 * normal(random)).exp())
}

const KINDS: [(&str, Draw); 3] =
    [("uniform", uniform), ("heavy-tailed", heavy_tailed), ("rounds differ", rounds_differ)];

/// The share of the runs of so many rounds whose interval covers the truth.
fn coverage(draw: Draw, rounds: u32) -> f64 {
    let (mut covered, mut have) = (0, 0);
    let mut random = Rng::with_seed(1);
    for _ in 0..RUNS {
        let rounds = (0..rounds).map(|round| (round, draw(&mut random).map(|ns| ns as u64).to_vec(), None));
        let times = Times::of(rounds);
        let figures = times.figures().expect("figures");
        if let Some((low, high)) = figures.interval() {
            assert!(low <= figures.p50 && figures.p50 <= high, "{figures:?}");
            have += 1;
            covered += u32::from(low as f64 <= TRUTH && TRUTH <= high as f64);
        }
    }
    assert!(f64::from(have) > 0.5 * f64::from(RUNS), "{have}");
    f64::from(covered) / f64::from(have)
}

#[test]
fn an_interval_covers_the_median_at_the_rounds_of_a_run() {
    for (name, draw) in KINDS {
        for rounds in [6, 9, 20] {
            let coverage = coverage(draw, rounds);
            assert!(coverage >= 0.93, "{name}, {rounds} rounds: {coverage}");
        }
    }
}

#[test]
fn fewer_than_six_rounds_claim_nothing() {
    let times = Times::of((0..5).map(|round| (round, vec![10], None)));
    assert_eq!(times.figures().and_then(|figures| figures.interval()), None);
}
