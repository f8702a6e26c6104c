//! From samples to figures.

use hdrhistogram::Histogram;

use crate::statistics::{figures::Figures, medians};

/// How many parts the rounds are divided into to find the drift.
const PARTS: usize = 4;
/// Each part has at least so many rounds: one round may be off by itself, but not the median of three.
const LEAST_IN_A_PART: usize = 3;

/// The times of one case or floor, from all rounds.
///
/// The samples of one round share a process and a moment, so every interval is computed over rounds, and only
/// the number and the median of each round are kept. The samples go to a histogram.
#[derive(Debug)]
pub(crate) struct Times {
    all: Histogram<u32>,
    /// The maximum, exactly: the histogram rounds it.
    greatest: u64,
    rounds: Vec<Round>,
    round: Vec<f64>,
    /// The shortest of the times that are lower bounds.
    at_least_from: Option<u64>,
}

/// What is kept of a round.
#[derive(Debug, Clone, Copy)]
struct Round {
    number: u32,
    median: f64,
}

impl Times {
    pub(crate) fn new() -> Self {
        // Three significant digits; it grows with what it holds.
        let all = Histogram::new(3).expect("three digits are within what HdrHistogram allows");
        Self { all, greatest: 0, rounds: Vec::new(), round: Vec::new(), at_least_from: None }
    }

    pub(crate) fn add(&mut self, ns: u64) {
        self.all.record(ns).expect("the histogram grows with what it holds");
        self.greatest = self.greatest.max(ns);
        self.round.push(ns as f64);
    }

    /// Adds a lower bound of a time whose end the harness did not wait for. It counts as at least as long as
    /// every time that was measured.
    pub(crate) fn add_at_least(&mut self, ns: u64) {
        let ns = ns.max(self.greatest);
        self.add(ns);
        self.at_least_from = Some(self.at_least_from.map_or(ns, |least| least.min(ns)));
    }

    /// Ends the round with this number. A round without a sample does not count.
    pub(crate) fn end_round(&mut self, number: u32) {
        if let Some(median) = medians::of(&mut self.round) {
            self.rounds.push(Round { number, median });
            // A median half-way between a measured time and a lower bound is a lower bound, too.
            let upper = self.round[self.round.len() / 2] as u64;
            self.at_least_from =
                self.at_least_from.map(|from| if upper >= from { from.min(median as u64) } else { from });
        }
        self.round.clear();
    }

    /// The figures so far; `None` before the first round with a sample has ended.
    ///
    /// p50 is the median of the rounds' medians, because the interval of order statistics is the interval of
    /// that median: p50 lies in it by its rank. The other quantiles are those of all samples. A round that was
    /// cut short counts for p50 as much as a whole one; if that puts p50 above the other quantiles, they are
    /// raised to it.
    pub(crate) fn figures(&self) -> Option<Figures> {
        let medians = self.sorted_medians();
        let p50 = medians::of_sorted(&medians)?.round() as u64;
        let interval = medians::interval_of_sorted(&medians);
        let quantile = |q: f64| self.all.value_at_quantile(q).min(self.greatest).max(p50);
        Some(Figures {
            p50,
            p90: quantile(0.9),
            p99: quantile(0.99),
            max: self.greatest,
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

    pub(crate) fn is_ever_more_than_zero(&self) -> bool {
        self.greatest > 0
    }

    fn sorted_medians(&self) -> Vec<f64> {
        let mut medians: Vec<f64> = self.rounds.iter().map(|round| round.median).collect();
        medians.sort_unstable_by(f64::total_cmp);
        medians
    }
}

impl Figures {
    /// The figures of values of which each is a round of its own, and of lower bounds of others: what was not waited
    /// for counts as at least as long as all that was. `None` without a value.
    #[must_use]
    pub fn of_rounds(values: &[u64], at_least: &[u64]) -> Option<Self> {
        let mut times = Times::new();
        let values = values.iter().map(|&ns| (Times::add as fn(&mut Times, u64), ns));
        let bounds = at_least.iter().map(|&ns| (Times::add_at_least as fn(&mut Times, u64), ns));
        for (number, (add, ns)) in (0..).zip(values.chain(bounds)) {
            add(&mut times, ns);
            times.end_round(number);
        }
        times.figures()
    }
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
