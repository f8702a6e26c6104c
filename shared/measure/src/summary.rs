//! From samples to figures.

use fastrand::Rng;
use hdrhistogram::Histogram;

use crate::Figures;

/// How many values of one round are kept for the interval: evenly spaced in rank, so that the
/// memory of a run does not grow with its samples.
const KEPT_PER_ROUND: usize = 64;
/// From this many rounds on, rounds are the unit of the interval.
const LEAST_ROUNDS: usize = 3;
/// How many times the rounds are drawn anew for the interval of p50.
const RESAMPLES: usize = 500;

/// The times of one case, from all its rounds.
#[derive(Debug)]
pub(crate) struct Times {
    all: Histogram<u32>,
    rounds: Vec<Vec<u64>>,
    round: Vec<u64>,
}

impl Times {
    pub(crate) fn new() -> Self {
        // Three significant digits, growing with what it holds.
        let all = Histogram::new(3).expect("three digits are within what HdrHistogram allows");
        Self { all, rounds: Vec::new(), round: Vec::new() }
    }

    pub(crate) fn add(&mut self, ns: u64) {
        self.all.record(ns).expect("the histogram grows with what it holds");
        self.round.push(ns);
    }

    pub(crate) fn end_round(&mut self) {
        if self.round.is_empty() {
            return;
        }
        self.round.sort_unstable();
        let thinned = match self.round.len() {
            few if few <= KEPT_PER_ROUND => self.round.clone(),
            many => (0..KEPT_PER_ROUND)
                .map(|rank| self.round[(2 * rank + 1) * many / (2 * KEPT_PER_ROUND)])
                .collect(),
        };
        self.rounds.push(thinned);
        self.round = Vec::new();
    }

    /// The figures so far, or none without a sample.
    ///
    /// The interval of p50 is a percentile bootstrap whose unit is the round, because samples of
    /// one round share a process and a moment: Efron & Tibshirani, *An Introduction to the
    /// Bootstrap* (1993), chapters 8 (more general data structures) and 13 (percentile interval).
    pub(crate) fn figures(&self, seed: u64) -> Option<Figures> {
        if self.all.is_empty() {
            return None;
        }
        let (low, high) = self.interval_of_p50(&mut Rng::with_seed(seed));
        let quantile = |q: f64| self.all.value_at_quantile(q);
        let p50 = quantile(0.5);
        Some(Figures {
            p50,
            p90: quantile(0.9),
            p99: quantile(0.99),
            max: self.all.max(),
            p50_low: Some(low.min(p50)),
            p50_high: Some(high.max(p50)),
        })
    }

    /// The half of the interval of p50 that a further round can be expected to narrow is small
    /// enough: the interval is narrower than `share` of p50.
    pub(crate) fn is_settled(&self, share: f64, seed: u64) -> bool {
        self.figures(seed)
            .and_then(|figures| Some((figures.interval()?, figures.p50)))
            .is_some_and(|((low, high), p50)| ((high - low) as f64) < share * p50 as f64)
    }

    /// By what share the median moved from the first third of the rounds to the last.
    pub(crate) fn drift(&self) -> Option<f64> {
        let third = self.rounds.len().div_ceil(3);
        let of = |rounds: &[Vec<u64>]| median(&mut rounds.concat()) as f64;
        let (first, last) = (of(self.rounds.get(..third)?), of(&self.rounds[self.rounds.len() - third..]));
        (first > 0.0).then(|| (last / first).max(first / last.max(1.0)) - 1.0)
    }

    pub(crate) fn count(&self) -> u64 {
        self.all.len()
    }

    pub(crate) fn is_ever_more_than_zero(&self) -> bool {
        self.all.max() > 0
    }

    fn interval_of_p50(&self, random: &mut Rng) -> (u64, u64) {
        // One or two rounds have no spread: there each sample has to stand for itself.
        let single: Vec<Vec<u64>>;
        let units = if self.rounds.len() < LEAST_ROUNDS {
            single = self.rounds.iter().flatten().map(|&ns| vec![ns]).collect();
            &single
        } else {
            &self.rounds
        };
        let mut medians: Vec<u64> = (0..RESAMPLES)
            .map(|_| {
                let drawn = (0..units.len()).map(|_| &units[random.usize(..units.len())]);
                median(&mut drawn.flatten().copied().collect::<Vec<_>>())
            })
            .collect();
        medians.sort_unstable();
        (medians[RESAMPLES * 25 / 1000], medians[RESAMPLES * 975 / 1000])
    }
}

/// The lower median; zero for none. Reorders the values.
#[must_use]
pub fn median(values: &mut [u64]) -> u64 {
    if values.is_empty() {
        return 0;
    }
    let middle = (values.len() - 1) / 2;
    *values.select_nth_unstable(middle).1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(rounds: &[&[u64]]) -> Times {
        let mut times = Times::new();
        for round in rounds {
            round.iter().for_each(|&ns| times.add(ns));
            times.end_round();
        }
        times
    }

    #[test]
    fn quantiles_are_those_of_all_samples() {
        let values: Vec<u64> = (1..=1000).collect();
        let figures = times(&[&values[..500], &values[500..]]).figures(1).unwrap();
        assert_eq!((figures.p50, figures.p90, figures.p99, figures.max), (500, 900, 990, 1000));
    }

    #[test]
    fn the_interval_tells_how_far_rounds_differ() {
        let same = times(&[&[100, 101, 102], &[100, 101, 102], &[100, 101, 102]]).figures(1).unwrap();
        assert_eq!(same.interval(), Some((101, 101)));
        let drifting = times(&[&[100, 101, 102], &[200, 201, 202], &[300, 301, 302]]).figures(1).unwrap();
        assert!(drifting.interval().is_some_and(|(low, high)| low <= 102 && high >= 300), "{drifting:?}");
    }

    #[test]
    fn what_a_round_keeps_is_bounded_and_has_the_same_median() {
        let values: Vec<u64> = (0..100_000).collect();
        let times = times(&[&values, &values, &values]);
        assert_eq!(times.rounds[0].len(), KEPT_PER_ROUND);
        let figures = times.figures(1).unwrap();
        assert!(figures.p50_low.is_some_and(|low| low.abs_diff(50_000) < 1_000), "{figures:?}");
    }

    #[test]
    fn nothing_measured_is_no_figure() {
        assert!(times(&[]).figures(1).is_none());
    }
}
