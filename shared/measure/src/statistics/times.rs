//! From samples to figures: quantiles of times, and shares of the beat.

use serde::{Deserialize, Serialize};

use crate::statistics::medians;

/// Quantiles, in ns.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// The median of the rounds' medians. The samples of one round share a process and a moment.
    pub p50: u64,
    /// The 90th percentile.
    pub p90: u64,
    /// The 99th percentile.
    pub p99: u64,
    /// The maximum.
    pub max: u64,
    /// The lower end of p50's 95 % interval, over rounds; `None` if there were too few rounds.
    pub p50_low: Option<u64>,
    /// The upper end of p50's 95 % interval, over rounds; `None` if there were too few rounds.
    pub p50_high: Option<u64>,
    /// The standard error of p50 over rounds, as a share of p50; `None` for a single round, or if the median
    /// of a round is zero.
    pub p50_error: Option<f64>,
    /// How many rounds p50, its interval and its error come from.
    pub rounds: u32,
    /// The shortest of the times that are lower bounds, because patience ran out: see
    /// [`is_at_least`](Self::is_at_least).
    pub at_least_from: Option<u64>,
}

impl Figures {
    /// The figures of values of which each is a round of its own, and of lower bounds of others: what was not waited
    /// for counts as at least as long as all that was. `None` without a value.
    #[must_use]
    pub fn of_rounds(values: &[u64], at_least: &[u64]) -> Option<Self> {
        let values = values.iter().map(|&ns| (vec![ns], None));
        let bounds = at_least.iter().map(|&ns| (Vec::new(), Some(ns)));
        let rounds = (0..).zip(values.chain(bounds));
        Times::of(rounds.map(|(number, (values, bound))| (number, values, bound))).figures()
    }

    /// Whether a quantile of these figures falls among the times that ran out of patience. It is then a lower
    /// bound, and the real time may be much longer.
    #[must_use]
    pub fn is_at_least(&self, quantile: u64) -> bool {
        self.at_least_from.is_some_and(|least| quantile >= least)
    }

    /// The 95 % interval of p50, over rounds; `None` if there were too few rounds.
    #[must_use]
    pub fn interval(&self) -> Option<(u64, u64)> {
        self.p50_low.zip(self.p50_high)
    }

    /// The interval that a picture draws: p50 at both ends if there is none.
    #[must_use]
    pub fn drawn_interval(&self) -> (u64, u64) {
        self.interval().unwrap_or((self.p50, self.p50))
    }
}

/// The time from request to halt as a share of the beat. In theory it is uniform: its median is one half,
/// and its distance from the uniform distribution is zero.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ShareOfBeat {
    /// The median.
    pub p50: f64,
    /// The lower end of its 95 % interval, over rounds; `None` if there were too few rounds.
    pub p50_low: Option<f64>,
    /// The upper end of its 95 % interval, over rounds; `None` if there were too few rounds.
    pub p50_high: Option<f64>,
    /// The standard error of the median over rounds, in beats; `None` for a single round.
    pub p50_error: Option<f64>,
    /// How many rounds the median, its interval and its error come from.
    pub rounds: u32,
    /// The Kolmogorov–Smirnov distance from the uniform distribution.
    pub distance: f64,
    /// How many samples the distance comes from.
    pub samples: usize,
}

/// How many parts the rounds are divided into to find the drift.
const PARTS: usize = 4;
/// Each part has at least so many rounds: one round may be off by itself, but not the median of three.
const LEAST_IN_A_PART: usize = 3;

/// The times of one case or floor, from all rounds.
///
/// The samples of one round share a process and a moment, so every interval is computed over the medians of rounds.
#[derive(Debug)]
pub(crate) struct Times {
    /// All of them.
    sorted: Vec<u64>,
    rounds: Vec<RoundMedian>,
    /// The shortest of the times that are lower bounds.
    at_least_from: Option<u64>,
}

#[derive(Debug, Clone, Copy)]
struct RoundMedian {
    number: u32,
    median: f64,
}

impl Times {
    /// From the times of each round, by its number, and a lower bound of one whose end the harness did not wait for. A
    /// lower bound counts as at least as long as every time that was measured. A round without a time does not count.
    pub(crate) fn of(rounds: impl IntoIterator<Item = (u32, Vec<u64>, Option<u64>)>) -> Self {
        let mut rounds: Vec<_> = rounds.into_iter().collect();
        let greatest = rounds.iter().flat_map(|(_, times, _)| times).max().copied().unwrap_or(0);
        let bound = |at_least: &u64| (*at_least).max(greatest);
        let bounds_from = rounds.iter().filter_map(|(.., at_least)| at_least.as_ref().map(bound)).min();
        let mut at_least_from = bounds_from;
        let (mut sorted, mut medians) = (Vec::new(), Vec::new());
        for (number, times, at_least) in &mut rounds {
            times.extend(at_least.as_ref().map(bound));
            times.sort_unstable();
            let round: Vec<f64> = times.iter().map(|&ns| ns as f64).collect();
            if let Some(median) = medians::of_sorted(&round) {
                medians.push(RoundMedian { number: *number, median });
                // A median half-way between a measured time and a lower bound is a lower bound, too.
                let is_bound = bounds_from.is_some_and(|from| times[times.len() / 2] >= from);
                at_least_from =
                    at_least_from.map(|from| if is_bound { from.min(median as u64) } else { from });
            }
            sorted.append(times);
        }
        sorted.sort_unstable();
        Self { sorted, rounds: medians, at_least_from }
    }

    /// The figures; `None` without a time.
    ///
    /// p50 is the median of the rounds' medians, because the interval of order statistics is the interval of
    /// that median: p50 lies in it by its rank. The other quantiles are those of all samples. A round that was
    /// cut short counts for p50 as much as a whole one; if that puts p50 above the other quantiles, they are
    /// raised to it.
    pub(crate) fn figures(&self) -> Option<Figures> {
        let medians = self.sorted_medians();
        let p50 = medians::of_sorted(&medians)?.round() as u64;
        let interval = medians::interval_of_sorted(&medians);
        let quantile = |q: f64| quantile_of_sorted(&self.sorted, q).max(p50);
        Some(Figures {
            p50,
            p90: quantile(0.9),
            p99: quantile(0.99),
            max: self.greatest(),
            p50_low: interval.map(|(low, _)| low.round() as u64),
            p50_high: interval.map(|(_, high)| high.round() as u64),
            p50_error: self.relative_error().map(|error| (error * 1e5).round() / 1e5),
            rounds: self.rounds.len() as u32,
            at_least_from: self.at_least_from,
        })
    }

    /// The standard error of p50 as a share of p50, from the logarithms of the rounds' medians; `None` if one
    /// of them is zero.
    fn relative_error(&self) -> Option<f64> {
        if self.rounds.iter().any(|round| round.median <= 0.0) {
            return None;
        }
        let logarithms: Vec<f64> = self.rounds.iter().map(|round| round.median.ln()).collect();
        medians::standard_error(&logarithms)
    }

    /// The standard error of p50, in the unit of the times.
    pub(crate) fn error(&self) -> Option<f64> {
        medians::standard_error(&self.sorted_medians())
    }

    /// The drift: by what share the median of the slowest quarter of the run is above that of the fastest.
    /// If there are too few rounds for quarters, it compares thirds or halves. `None` for fewer than six
    /// rounds, or if the lower median is zero.
    pub(crate) fn drift(&self) -> Option<f64> {
        let medians: Vec<f64> = self.rounds.iter().map(|round| round.median).collect();
        let parts = PARTS.min(medians.len() / LEAST_IN_A_PART);
        if parts < 2 {
            return None;
        }
        let start = |part: usize| part * medians.len() / parts;
        let mut of_parts: Vec<f64> = (0..parts)
            .filter_map(|part| medians::of(&mut medians[start(part)..start(part + 1)].to_vec()))
            .collect();
        of_parts.sort_unstable_by(f64::total_cmp);
        let (least, most) = (of_parts.first()?, of_parts.last()?);
        if *least > 0.0 { Some(most / least - 1.0) } else { None }
    }

    /// The figures, if any of the times is more than zero.
    pub(crate) fn unless_zero(&self) -> Option<Figures> {
        if self.greatest() > 0 { self.figures() } else { None }
    }

    fn greatest(&self) -> u64 {
        self.sorted.last().copied().unwrap_or(0)
    }

    fn sorted_medians(&self) -> Vec<f64> {
        let mut medians: Vec<f64> = self.rounds.iter().map(|round| round.median).collect();
        medians.sort_unstable_by(f64::total_cmp);
        medians
    }
}

/// The least of the sorted times that at least this share of them is not above; zero without times.
fn quantile_of_sorted(sorted: &[u64], share: f64) -> u64 {
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or(0)
}

/// A case divided by its floor: the ratio, and the ends of its 95 % interval if there were enough rounds.
pub(crate) type Ratio = (f64, Option<(f64, f64)>);

/// The ratio of a case to its floor, over the rounds in which both were played; `None` if there is no such
/// round.
///
/// In each round it takes the ratio of the two medians; the result is the median of these ratios, and its
/// interval. Both were played in the same minute, so what slowed a whole round cancels out in its ratio. In
/// the ratio of two p50 it would not.
pub(crate) fn ratio_interval(case: &Times, floor: &Times) -> Option<Ratio> {
    let mut floors = floor.rounds.iter().peekable();
    let mut ratios: Vec<f64> = case
        .rounds
        .iter()
        .filter_map(|round| {
            while floors.next_if(|floor| floor.number < round.number).is_some() {}
            let floor = floors.next_if(|floor| floor.number == round.number)?;
            (floor.median > 0.0).then(|| round.median / floor.median)
        })
        .collect();
    let ratio = medians::of(&mut ratios)?;
    Some((ratio, medians::interval_of_sorted(&ratios)))
}

#[cfg(test)]
mod coverage;
#[cfg(test)]
mod tests;
