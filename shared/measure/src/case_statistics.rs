//! What is gathered of one case over all rounds.

use std::collections::BTreeMap;

use stage::{Bound, Case, Verdict};

use crate::{
    figures::ShareOfBeat,
    medians,
    run_file::{CaseResult, Verdicts},
    sample::Sample,
    settings::Settings,
    settled::is_settled,
    summary::{Ratio, Times, ratio_interval},
    timeline::Timeline,
    uniformity::distance_from_uniform,
};

/// What a playing lacked when patience ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lacking {
    /// The work neither halted nor went on.
    Halt,
    /// The work halted, and the call that stopped it did not return.
    Acknowledgement,
}

/// What is gathered of one case over all rounds.
pub(crate) struct CaseStatistics {
    case: &'static Case,
    halt: Times,
    acknowledge: Times,
    acknowledged_early_by: Times,
    waited: Times,
    /// The halt in millionths of the beat.
    share: Times,
    shares: Vec<f64>,
    rounds: u32,
    verdicts: BTreeMap<&'static str, u64>,
    samples: u64,
    out_of_patience: u64,
    zombie_beats: Vec<u64>,
    periods: Vec<u64>,
    cleanup_ran: bool,
    threads_left: Option<u32>,
    returned: Option<String>,
    /// When the beats of one playing came.
    pub(crate) timeline: Option<Timeline>,
    errors: Vec<String>,
    /// Why this machine could not play it.
    pub(crate) not_offered: Option<String>,
    records_lost: Option<u64>,
    beat_cost: Option<u64>,
    watched: Option<u64>,
}

/// How many zombie counts and periods are kept: enough for a median, whatever the samples.
const KEPT: usize = 1_000;

impl CaseStatistics {
    pub(crate) fn new(case: &'static Case) -> Self {
        Self {
            case,
            halt: Times::new(),
            acknowledge: Times::new(),
            acknowledged_early_by: Times::new(),
            waited: Times::new(),
            share: Times::new(),
            shares: Vec::new(),
            rounds: 0,
            verdicts: BTreeMap::new(),
            samples: 0,
            out_of_patience: 0,
            zombie_beats: Vec::new(),
            periods: Vec::new(),
            cleanup_ran: true,
            threads_left: None,
            returned: None,
            timeline: None,
            errors: Vec::new(),
            not_offered: case.play.err().map(str::to_owned).or_else(|| case.missing()),
            records_lost: None,
            beat_cost: None,
            watched: None,
        }
    }

    pub(crate) fn case(&self) -> &'static Case {
        self.case
    }

    pub(crate) fn add(&mut self, sample: Sample) {
        self.samples += 1;
        *self.verdicts.entry(sample.verdict.as_str()).or_default() += 1;
        sample.halt_ns.into_iter().for_each(|ns| self.halt.add(ns));
        sample.acknowledge_ns.into_iter().for_each(|ns| self.acknowledge.add(ns));
        sample.acknowledged_early_by_ns().into_iter().for_each(|ns| self.acknowledged_early_by.add(ns));
        sample.waited_ns().into_iter().for_each(|ns| self.waited.add(ns));
        if let Some(share) = sample.share_of_beat().filter(|_| self.case.bound == Bound::Polled) {
            self.share.add((share * 1e6) as u64);
            if self.shares.len() < KEPT {
                self.shares.push(share);
            }
        }
        if self.zombie_beats.len() < KEPT {
            self.zombie_beats.push(sample.zombie_beats);
            self.periods.push(sample.period_ns);
        }
        self.cleanup_ran &= sample.cleanup_ran;
        // The least that was ever left: a pool that happens to grow once leaves nothing behind.
        self.threads_left = match (self.threads_left, sample.threads_left) {
            (Some(least), Some(now)) => Some(least.min(now)),
            (least, now) => least.or(now),
        };
        self.records_lost = self.records_lost.max(sample.records_lost);
        self.beat_cost = sample.beat_cost_ns.or(self.beat_cost);
        self.watched = [self.watched, sample.watched_ns].into_iter().flatten().min();
        self.returned = sample.returned.or(self.returned.take());
    }

    /// Counts a playing that ran out of patience. What it lacked took at least that long, and longer
    /// than any that was seen; to leave it out would leave out the slowest.
    pub(crate) fn add_out_of_patience(&mut self, patience_ns: u64, lacking: Lacking) {
        self.out_of_patience += 1;
        match lacking {
            Lacking::Acknowledgement => self.acknowledge.add_at_least(patience_ns),
            // Work that is expected to go on has no halt to time.
            Lacking::Halt if !self.case.expected.has_halted() => {}
            Lacking::Halt => {
                self.halt.add_at_least(patience_ns);
                if let Some(&period) = self.periods.last().filter(|_| self.case.bound == Bound::Polled) {
                    self.share.add_at_least((patience_ns as f64 / period.max(1) as f64 * 1e6) as u64);
                }
            }
        }
    }

    /// Ends the round of this number.
    pub(crate) fn end_round(&mut self, number: u32, error: Option<String>) {
        self.rounds += 1;
        for times in [
            &mut self.halt,
            &mut self.acknowledge,
            &mut self.acknowledged_early_by,
            &mut self.waited,
            &mut self.share,
        ] {
            times.end_round(number);
        }
        if let Some(error) = error.filter(|error| !self.errors.contains(error)) {
            self.errors.push(error);
        }
    }

    /// The verdict of the case is the one that every sample had; where they differ, one that was
    /// not expected, so that nothing odd hides behind many that were.
    fn verdict(&self) -> Option<Verdict> {
        if self.not_offered.is_some() {
            return Some(Verdict::NotOffered);
        }
        let seen = || Verdict::ALL.iter().filter(|verdict| self.verdicts.contains_key(verdict.as_str()));
        seen().find(|&&verdict| verdict != self.case.expected).or_else(|| seen().next()).copied()
    }

    /// Whether a further round is not worth its time.
    pub(crate) fn is_settled(&self, settings: &Settings) -> bool {
        is_settled(self.verdict(), self.rounds, settings.rounds)
    }

    /// The halts of a polled case as shares of its beat, which are known to be uniform.
    pub(crate) fn shares(&self) -> Option<(String, &[f64])> {
        (!self.shares.is_empty()).then(|| (self.case.id(), &self.shares[..]))
    }

    /// The halt over this floor.
    pub(crate) fn over_floor(&self, floor: &Times) -> Option<Ratio> {
        ratio_interval(&self.halt, floor)
    }

    fn share_of_beat(&self) -> Option<ShareOfBeat> {
        let share = self.share.figures()?;
        let of_one = |millionths: u64| (millionths as f64 / 1e3).round() / 1e3;
        Some(ShareOfBeat {
            p50: of_one(share.p50),
            p50_low: share.p50_low.map(of_one),
            p50_high: share.p50_high.map(of_one),
            p50_error: self.share.error().map(|millionths| millionths.round() / 1e6),
            rounds: share.rounds,
            distance: (distance_from_uniform(&mut self.shares.clone()) * 1e3).round() / 1e3,
            samples: self.shares.len(),
        })
    }

    /// The case's row, but for its ratio to its floor.
    pub(crate) fn result(&self) -> CaseResult {
        let verdict = self.verdict();
        let source = self.case.source();
        CaseResult {
            id: self.case.id(),
            runtime: self.case.runtime().to_owned(),
            mechanism: self.case.mechanism(),
            work: self.case.work(),
            variant: self.case.variant(),
            summary: self.case.summary(),
            path: source.path,
            comment: source.comment,
            code: source.code,
            expected: self.case.expected,
            verdict,
            verdicts: self
                .verdicts
                .iter()
                .map(|(word, count)| ((*word).to_owned(), *count))
                .collect::<Verdicts>(),
            reason: self.not_offered.clone(),
            samples: self.samples,
            halt_ns: self.halt.figures(),
            acknowledge_ns: self.acknowledge.figures(),
            acknowledged_early_by_ns: self
                .acknowledged_early_by
                .figures()
                .filter(|_| self.acknowledged_early_by.is_ever_more_than_zero()),
            waited_ns: self.waited.figures().filter(|_| self.waited.is_ever_more_than_zero()),
            share_of_beat: self.share_of_beat(),
            zombie_beats: medians::lower(&mut self.zombie_beats.clone()),
            cleanup_ran: (self.samples > 0).then_some(self.cleanup_ran),
            threads_left: self.threads_left,
            period_ns: (self.samples > 0).then(|| medians::lower(&mut self.periods.clone())),
            returned: self.returned.clone(),
            timeline: self.timeline.clone(),
            records_lost: self.records_lost,
            beat_cost_ns: self.beat_cost,
            answer: self.case.answer.map(str::to_owned),
            bound: self.case.bound,
            over_floor: None,
            over_floor_low: None,
            over_floor_high: None,
            workers: None,
            watched_ns: self.watched,
            out_of_patience: self.out_of_patience,
            watched_side_by_side: false,
            doubts: Vec::new(),
            errors: self.errors.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::self_checks::INJECTED;

    #[test]
    fn what_ran_out_of_patience_is_slower_than_all_that_did_not() {
        let mut statistics = CaseStatistics::new(&INJECTED[0].1);
        for number in 0..6 {
            statistics.halt.add(100);
            statistics.acknowledge.add(200);
            statistics.add_out_of_patience(5_000, Lacking::Halt);
            statistics.add_out_of_patience(5_000, Lacking::Halt);
            statistics.add_out_of_patience(5_000, Lacking::Acknowledgement);
            statistics.add_out_of_patience(5_000, Lacking::Acknowledgement);
            statistics.end_round(number, None);
        }
        let row = statistics.result();
        assert_eq!(row.out_of_patience, 24);
        let (halt, acknowledge) = (row.halt_ns.unwrap(), row.acknowledge_ns.unwrap());
        assert_eq!((halt.p50, acknowledge.p50), (5_000, 5_000));
        assert!(acknowledge.is_at_least(acknowledge.p50) && halt.is_at_least(halt.p50), "{row:?}");
    }
}
