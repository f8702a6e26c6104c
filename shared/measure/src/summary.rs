//! From samples to figures.

use hdrhistogram::Histogram;

use crate::{figures::Figures, medians};

/// How many parts of the rounds are compared with one another for the drift.
const PARTS: usize = 4;
/// One round may be off by itself; the median of three is not.
const LEAST_IN_A_PART: usize = 3;

/// The times of one thing, from all its rounds.
///
/// Samples of one round share a process and a moment, so the round is the unit of every interval, and
/// all that is kept of one is its number and its median. The samples go to a histogram.
#[derive(Debug)]
pub(crate) struct Times {
    all: Histogram<u32>,
    /// The greatest to the last digit, which the histogram does not keep.
    greatest: u64,
    rounds: Vec<Round>,
    round: Vec<f64>,
    /// The least time that stands for a longer one.
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
        // Three significant digits, growing with what it holds.
        let all = Histogram::new(3).expect("three digits are within what HdrHistogram allows");
        Self { all, greatest: 0, rounds: Vec::new(), round: Vec::new(), at_least_from: None }
    }

    pub(crate) fn add(&mut self, ns: u64) {
        self.all.record(ns).expect("the histogram grows with what it holds");
        self.greatest = self.greatest.max(ns);
        self.round.push(ns as f64);
    }

    /// Adds a time that was not waited for to its end: it is at least this, and slower than all that
    /// were.
    pub(crate) fn add_at_least(&mut self, ns: u64) {
        let ns = ns.max(self.greatest);
        self.add(ns);
        self.at_least_from = Some(self.at_least_from.map_or(ns, |least| least.min(ns)));
    }

    /// Ends the round of this number. One without a sample is none.
    pub(crate) fn end_round(&mut self, number: u32) {
        if let Some(median) = medians::of(&mut self.round) {
            self.rounds.push(Round { number, median });
            // Half-way from a time that was seen to one that was not: at least that, too.
            let upper = self.round[self.round.len() / 2] as u64;
            self.at_least_from =
                self.at_least_from.map(|from| if upper >= from { from.min(median as u64) } else { from });
        }
        self.round.clear();
    }

    /// The figures so far, or none before the first round with a sample has ended.
    ///
    /// p50 is the median of the medians of the rounds, because that is what the interval of order
    /// statistics is an interval of: p50 lies in it by its rank. The other quantiles are those of all
    /// samples. A round that was cut short counts for p50 as much as a whole one; where that puts p50
    /// above them, they are raised to it.
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

    /// The standard error of p50 as a share of it, from the logarithms of the medians of the rounds,
    /// as far as these are greater than zero.
    fn relative_error(&self) -> Option<f64> {
        let is_positive = self.rounds.iter().all(|round| round.median > 0.0);
        let logarithms: Vec<f64> = self.rounds.iter().map(|round| round.median.ln()).collect();
        medians::standard_error(&logarithms).filter(|_| is_positive)
    }

    /// The standard error of p50, in the unit of the times.
    pub(crate) fn error(&self) -> Option<f64> {
        medians::standard_error(&self.sorted_medians())
    }

    /// By what share the median moved between any two quarters of the rounds, from the lower to the
    /// greater; between halves or thirds, where quarters would be too small to tell. None of fewer than six
    /// rounds, or where the lower is zero.
    pub(crate) fn drift(&self) -> Option<f64> {
        let medians: Vec<f64> = self.rounds.iter().map(|round| round.median).collect();
        let parts = PARTS.min(medians.len() / LEAST_IN_A_PART);
        if parts < 2 {
            return None;
        }
        let part = |number: usize| number * medians.len() / parts;
        let mut of_parts: Vec<f64> = (0..parts)
            .filter_map(|number| medians::of(&mut medians[part(number)..part(number + 1)].to_vec()))
            .collect();
        of_parts.sort_unstable_by(f64::total_cmp);
        let (least, most) = (of_parts.first()?, of_parts.last()?);
        (*least > 0.0).then(|| most / least - 1.0)
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

/// A case over its floor: the ratio, and the ends of its 95 % interval where there were rounds enough.
pub(crate) type Ratio = (f64, Option<(f64, f64)>);

/// The ratio of a case to its floor, over the rounds in which both were played; none without one.
///
/// It is the median of the ratios of each round's medians, and its interval is that of this median. Both
/// were played in the same minute, so what made a whole round slow goes out of its ratio, which it does
/// not from the ratio of two p50.
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
