//! Checks that the halts of a polled flag are uniform over the beat: the flag is seen at the next beat, and
//! the request comes at a random phase.

use stage::{Bound, Case, Verdict};

use crate::{
    file::{case_result::CaseResult, round::Round},
    play::sample::Sample,
    rounds::catalog::Catalog,
    self_checks::{check::SelfCheck, probe::Probe},
    statistics::chance::{as_uneven_as, chance_of_distance, distance_from_uniform},
};

/// A smaller deviation than this, in beats, is ignored: the time of a wake-up moves each halt by a few
/// hundredths of the beat.
const LIMIT: f64 = 0.1;
/// The probability that the checks of one run reject halts that are uniform.
const CHANCE: f64 = 0.01;
/// A case with fewer samples than this is not checked by itself, because they would show only the grossest
/// fault. Its samples count in the check of all cases together.
const ENOUGH: usize = 150;
/// How many samples a case is checked with outside a run.
const SAMPLES: u32 = 150;
/// The samples come from this many child processes, because each measures the beat anew.
const CHILDREN: u32 = 3;

/// The cases that check for the request once per beat, and that this machine can play.
pub(super) fn cases(catalog: &Catalog) -> Vec<&'static Case> {
    catalog
        .cases()
        .filter(|case| case.bound == Some(Bound::Polled) && case.expected == Verdict::Stopped)
        .filter(|case| case.missing().is_none())
        .collect()
}

/// Checks one of `together` cases: one of many is far from uniform by chance.
pub(super) fn check(probe: &Probe<'_>, case: &Case, together: usize) -> SelfCheck {
    let play = |seed| probe.case(&case.id(), SAMPLES / CHILDREN, seed, Sample::share_of_beat);
    let shares: Vec<f64> = (0..u64::from(CHILDREN)).flat_map(play).collect();
    judge(&case.id(), vec![case.id()], &shares, together)
}

/// The checks of a run: one for each polled case with enough samples, and one for all cases together, which finds a
/// small fault that they share.
pub(crate) fn of_a_run(cases: &[CaseResult]) -> Vec<SelfCheck> {
    let polled = cases.iter().filter(|case| case.bound == Some(Bound::Polled));
    let shares = |case: &CaseResult| case.rounds.iter().flat_map(Round::shares_of_beat).collect::<Vec<_>>();
    let shares = polled.map(|case| (case.id.clone(), shares(case)));
    checks(&shares.filter(|(_, shares)| !shares.is_empty()).collect::<Vec<_>>())
}

/// The checks of these cases, each given by its id and its halts as shares of a beat.
fn checks(cases: &[(String, Vec<f64>)]) -> Vec<SelfCheck> {
    let judged: Vec<_> = cases.iter().filter(|(_, shares)| shares.len() >= ENOUGH).collect();
    let all: Vec<f64> = cases.iter().flat_map(|(_, shares)| shares.iter().copied()).collect();
    let count = judged.len() + 1;
    let mut checks: Vec<SelfCheck> =
        judged.iter().map(|(id, shares)| judge(id, vec![id.clone()], shares, count)).collect();
    if !all.is_empty() {
        let ids = cases.iter().map(|(id, _)| id.clone()).collect();
        checks.push(judge("every polled case together", ids, &all, count));
    }
    checks
}

/// Checks whether the shares are uniform, as one of `together` checks.
///
/// It fails if the shares are further from uniform than [`LIMIT`], and by more than chance explains: by their
/// Kolmogorov–Smirnov distance, or by how many are below one half (the sign test, which needs fewer samples
/// to find a median that is off). Each of the two tests of each check has its share of [`CHANCE`]
/// (Bonferroni).
fn judge(name: &str, about: Vec<String>, shares: &[f64], together: usize) -> SelfCheck {
    let distance = distance_from_uniform(&mut shares.to_vec());
    let below = shares.iter().filter(|&&share| share < 0.5).count();
    let unevenness = (below as f64 / shares.len().max(1) as f64 - 0.5).abs();
    let level = CHANCE / (2 * together) as f64;
    let is_far = distance >= LIMIT && chance_of_distance(distance, shares.len()) < level;
    let is_off = unevenness >= LIMIT && as_uneven_as(below, shares.len()) < level;
    SelfCheck {
        name: format!("{name} is uniform over its beat"),
        asked: format!(
            "a distance from uniform below {LIMIT}, and half of the halts in each half of the beat, or as far \
             off as chance allows"
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

#[cfg(test)]
mod tests {
    use fastrand::Rng;

    use super::*;

    fn passes(shares: &[f64]) -> bool {
        judge("x", Vec::new(), shares, 1).passed
    }

    #[test]
    fn one_of_many_may_be_further_off() {
        // 95 of 150 in the first half: three in two thousand.
        let half =
            |count: u32, from: f64| (0..count).map(move |at| from + f64::from(at) / f64::from(2 * count));
        let shares: Vec<f64> = half(95, 0.0).chain(half(55, 0.5)).collect();
        assert!(!passes(&shares));
        assert!(judge("x", Vec::new(), &shares, 35).passed);
        let shares: Vec<f64> = half(110, 0.0).chain(half(40, 0.5)).collect();
        assert!(!judge("x", Vec::new(), &shares, 35).passed);
    }

    fn uniform(seed: u64, count: usize) -> Vec<f64> {
        let mut random = Rng::with_seed(seed);
        (0..count).map(|_| random.f64()).collect()
    }

    #[test]
    fn a_beat_and_a_request_on_the_same_tick_do_not_pass() {
        assert!(!passes(&[0.999; 1000]));
        assert!(!passes(&[]));
    }

    /// The values have a distance of 0.181 and a median of 0.648.
    #[test]
    fn a_case_whose_median_is_off_does_not_pass_at_few_samples() {
        // Their distribution function is linear between these points.
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
        let of_seed = |seed| (0..20).map(|case| uniform(100 * seed + case, 200)).collect::<Vec<_>>();
        let all_pass = |seed: &u64| {
            let shares = of_seed(*seed);
            let cases: Vec<_> = shares.into_iter().map(|shares| ("x".to_owned(), shares)).collect();
            let checks = checks(&cases);
            assert_eq!(checks.len(), 21);
            checks.iter().all(|check| check.passed)
        };
        let passed = (0..100).filter(all_pass).count();
        assert!(passed >= 99, "{passed} of 100 runs");
    }

    #[test]
    fn few_samples_of_each_case_are_judged_together() {
        let late: Vec<f64> = uniform(1, 60).iter().map(|share| share.sqrt()).collect();
        let cases: Vec<_> = (0..10).map(|_| ("x".to_owned(), late.clone())).collect();
        let checks = checks(&cases);
        assert_eq!(checks.len(), 1);
        assert!(!checks[0].passed && checks[0].name.starts_with("every polled case"), "{checks:?}");
        assert!(super::checks(&[]).is_empty());
    }
}
