//! What is collected of one case over all rounds.

use std::collections::BTreeMap;

use stage::{Case, Loss, Slowdown, Verdict};

use crate::{
    crowd::result::CrowdStatistics,
    file::case_result::CaseResult,
    play::{floors::Floor, sample::Sample, timeline::Timeline},
    rounds::{schedule::is_settled, settings::Settings},
    statistics::{
        case_times::{CaseTimes, Lacking},
        medians,
        outcome::Outcome,
        times::{Ratio, Times, ratio_interval},
    },
};

/// How many counts of zombie beats are kept: enough for a median, however many samples there are.
const KEPT: usize = 1_000;

/// What is collected of one case over all rounds.
pub(crate) struct CaseStatistics {
    case: &'static Case,
    times: CaseTimes,
    rounds: u32,
    verdicts: BTreeMap<&'static str, u64>,
    samples: u64,
    out_of_patience: u64,
    zombie_beats: Vec<u64>,
    cleanup_ran: bool,
    threads_left: Option<u32>,
    returned: Option<String>,
    /// When the beats of one playing came.
    pub(crate) timeline: Option<Timeline>,
    errors: Vec<String>,
    /// Why this machine could not play it.
    pub(crate) not_offered: Option<String>,
    /// What the playing lost that lost most, and what it was given.
    records: Option<(u64, u64)>,
    loss: Option<Loss>,
    invariant: Option<bool>,
    beat_cost: Option<u64>,
    stamp_cost: Option<u64>,
    slowdown: Option<Slowdown>,
    watched: Option<u64>,
    crowd: CrowdStatistics,
}

impl CaseStatistics {
    pub(crate) fn new(case: &'static Case) -> Self {
        Self {
            case,
            times: CaseTimes::new(case),
            rounds: 0,
            verdicts: BTreeMap::new(),
            samples: 0,
            out_of_patience: 0,
            zombie_beats: Vec::new(),
            cleanup_ran: true,
            threads_left: None,
            returned: None,
            timeline: None,
            errors: Vec::new(),
            not_offered: case.play.err().map(str::to_owned).or_else(|| case.missing()),
            records: None,
            loss: None,
            invariant: None,
            beat_cost: None,
            stamp_cost: None,
            slowdown: None,
            watched: None,
            crowd: CrowdStatistics::default(),
        }
    }

    pub(crate) fn case(&self) -> &'static Case {
        self.case
    }

    pub(crate) fn add(&mut self, sample: Sample) {
        self.samples += 1;
        *self.verdicts.entry(sample.verdict.as_str()).or_default() += 1;
        self.times.add(&sample);
        if self.zombie_beats.len() < KEPT {
            self.zombie_beats.push(sample.zombie_beats);
        }
        self.cleanup_ran &= sample.cleanup_ran;
        // The fewest that were ever left: a pool that happens to grow once leaves nothing behind.
        self.threads_left = match (self.threads_left, sample.threads_left) {
            (Some(least), Some(now)) => Some(least.min(now)),
            (least, now) => least.or(now),
        };
        self.add_loss(&sample);
        self.crowd.add(&sample);
        self.beat_cost = sample.beat_cost_ns.or(self.beat_cost);
        self.stamp_cost = sample.stamp_cost_ns.or(self.stamp_cost);
        self.watched = [self.watched, sample.watched_ns].into_iter().flatten().min();
        self.returned = sample.returned.or(self.returned.take());
    }

    /// If playings differ, keeps a loss that was not expected, and the most that was lost.
    fn add_loss(&mut self, sample: &Sample) {
        let outcome = Outcome::of(sample);
        if self.loss.is_none_or(|loss| Some(loss) == self.case.loss) {
            self.loss = outcome.loss.or(self.loss);
        }
        if self.invariant.is_none_or(|holds| Some(holds) == self.case.invariant) {
            self.invariant = outcome.invariant.or(self.invariant);
        }
        let records = sample.records_lost.zip(sample.records_given);
        self.records = self.records.max(records);
    }

    /// Counts a playing that ran out of patience after `patience_ns`.
    pub(crate) fn add_out_of_patience(&mut self, patience_ns: u64, lacking: Lacking) {
        self.out_of_patience += 1;
        self.times.add_out_of_patience(patience_ns, lacking);
    }

    /// Ends the round with this number. The same error in several rounds is kept once.
    pub(crate) fn end_round(&mut self, number: u32, error: Option<String>) {
        self.rounds += 1;
        self.times.end_round(number);
        if let Some(error) = error
            && !self.errors.contains(&error)
        {
            self.errors.push(error);
        }
    }

    /// The verdict that every sample had. If they differ, one that was not expected, so that an unexpected
    /// verdict isn't hidden by many expected ones.
    fn verdict(&self) -> Option<Verdict> {
        if self.not_offered.is_some() {
            return Some(Verdict::NotOffered);
        }
        let seen = || Verdict::ALL.iter().filter(|verdict| self.verdicts.contains_key(verdict.as_str()));
        seen().find(|&&verdict| verdict != self.case.expected).or_else(|| seen().next()).copied()
    }

    /// Measures what it costs that the work can be ended, where that is known and the case can be played.
    pub(crate) fn measure_slowdown(&mut self) {
        if self.not_offered.is_none() {
            self.slowdown = self.case.slowdown.map(|slowdown| slowdown());
        }
    }

    /// Whether a further round is not worth its time.
    pub(crate) fn is_settled(&self, settings: &Settings) -> bool {
        is_settled(self.verdict(), self.rounds, settings.rounds)
    }

    /// The id of a polled case, and its halts as shares of its beat, which should be uniform. `None` if the
    /// case isn't polled or has no sample.
    pub(crate) fn shares(&self) -> Option<(String, &[f64])> {
        let shares = &self.times.shares[..];
        if shares.is_empty() { None } else { Some((self.case.id(), shares)) }
    }

    /// The floor below the case. A floor is that of one hand-over, and a crowd has many.
    pub(crate) fn floor(&self) -> Option<Floor> {
        Floor::below(self.case.bound).filter(|_| !self.case.is_crowd)
    }

    /// The halt divided by this floor.
    pub(crate) fn over_floor(&self, floor: &Times) -> Option<Ratio> {
        ratio_interval(&self.times.halt, floor)
    }

    /// The result so far. What depends on the rest of the run is left empty: the ratio to the floor, the
    /// workers, the doubts, and whether it was watched side by side.
    pub(crate) fn result(&self) -> CaseResult {
        let has_samples = self.samples > 0;
        let verdicts = self.verdicts.iter().map(|(verdict, count)| ((*verdict).to_owned(), *count));
        CaseResult {
            verdict: self.verdict(),
            verdicts: verdicts.collect(),
            reason: self.not_offered.clone(),
            samples: self.samples,
            halt_ns: self.times.halt.figures(),
            acknowledge_ns: self.times.acknowledge.figures(),
            acknowledged_early_by_ns: self.times.acknowledged_early_by(),
            waited_ns: self.times.waited(),
            share_of_beat: self.times.share_of_beat(),
            zombie_beats: medians::lower(&mut self.zombie_beats.clone()),
            cleanup_ran: has_samples.then_some(self.cleanup_ran),
            threads_left: self.threads_left,
            period_ns: has_samples.then(|| medians::lower(&mut self.times.periods.clone())),
            returned: self.returned.clone(),
            timeline: self.timeline.clone(),
            records_given: self.records.map(|(_, given)| given),
            records_lost: self.records.map(|(lost, _)| lost),
            loss: self.loss,
            invariant: self.invariant,
            beat_cost_ns: self.beat_cost,
            stamp_cost_ns: self.stamp_cost,
            slowdown: self.slowdown.map(|slowdown| [slowdown.least, slowdown.most]),
            watched_ns: self.watched,
            crowd: self.crowd.result(),
            out_of_patience: self.out_of_patience,
            errors: self.errors.clone(),
            ..CaseResult::of(self.case)
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::self_checks::check::INJECTED;

    use super::*;

    #[test]
    fn what_ran_out_of_patience_is_slower_than_all_that_did_not() {
        let mut statistics = CaseStatistics::new(&INJECTED[0].1);
        for number in 0..6 {
            statistics.times.halt.add(100);
            statistics.times.acknowledge.add(200);
            statistics.add_out_of_patience(5_000, Lacking::Halt);
            statistics.add_out_of_patience(5_000, Lacking::Halt);
            statistics.add_out_of_patience(5_000, Lacking::Acknowledgement);
            statistics.add_out_of_patience(5_000, Lacking::Acknowledgement);
            statistics.end_round(number, None);
        }
        let result = statistics.result();
        assert_eq!(result.out_of_patience, 24);
        let (halt, acknowledge) = (result.halt_ns.unwrap(), result.acknowledge_ns.unwrap());
        assert_eq!((halt.p50, acknowledge.p50), (5_000, 5_000));
        assert!(acknowledge.is_at_least(acknowledge.p50) && halt.is_at_least(halt.p50), "{result:?}");
    }
}
