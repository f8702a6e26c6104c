//! What is gathered of one case over all rounds.

use std::collections::BTreeMap;

use stage::{Bound, Case, Verdict};

use crate::{
    Answer, CaseResult, Sample, Settings, ShareOfBeat, Timeline,
    known::{distance_from_uniform, uniform_answer},
    run_file::Verdicts,
    summary::{Times, median},
};

/// What is gathered of one case over all rounds.
pub(crate) struct Tally {
    case: &'static Case,
    halt: Times,
    acknowledge: Times,
    word_false: Times,
    waited: Times,
    /// The halt in millionths of the beat.
    share: Times,
    shares: Vec<f64>,
    rounds: u32,
    verdicts: BTreeMap<&'static str, u64>,
    samples: u64,
    zombie_beats: Vec<u64>,
    periods: Vec<u64>,
    cleanup_ran: bool,
    threads_left: Option<u32>,
    word: Option<String>,
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

/// A verdict that was the same in this many processes needs no more of them.
const ROUNDS_FOR_A_VERDICT: u32 = 3;

/// An interval of p50 that is narrower than this share of it will do.
const NARROW: f64 = 0.05;

impl Tally {
    pub(crate) fn new(case: &'static Case) -> Self {
        Self {
            case,
            halt: Times::new(),
            acknowledge: Times::new(),
            word_false: Times::new(),
            waited: Times::new(),
            share: Times::new(),
            shares: Vec::new(),
            rounds: 0,
            verdicts: BTreeMap::new(),
            samples: 0,
            zombie_beats: Vec::new(),
            periods: Vec::new(),
            cleanup_ran: true,
            threads_left: None,
            word: None,
            timeline: None,
            errors: Vec::new(),
            not_offered: case.play.err().map(str::to_owned),
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
        sample.word_false_ns().into_iter().for_each(|ns| self.word_false.add(ns));
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
        self.word = sample.word.or(self.word.take());
    }

    pub(crate) fn end_round(&mut self, error: Option<String>) {
        self.rounds += 1;
        for times in
            [&mut self.halt, &mut self.acknowledge, &mut self.word_false, &mut self.waited, &mut self.share]
        {
            times.end_round();
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

    /// Whether a further round is worth its time. A case that ends needs samples, and then a
    /// narrow interval; a polled one is known to be as wide as its beat. Any other verdict is as
    /// good after some rounds as after many.
    pub(crate) fn is_settled(&self, settings: &Settings) -> bool {
        let samples = u64::from(settings.rounds) * u64::from(settings.samples);
        if !self.verdict().is_some_and(Verdict::has_halted) {
            return self.rounds >= ROUNDS_FOR_A_VERDICT;
        }
        let enough = self.halt.count() >= samples || self.rounds >= 3 * settings.rounds;
        enough && (self.case.bound == Bound::Polled || self.halt.is_settled(NARROW, settings.seed))
    }

    /// The known answer of a polled case: its halts are uniform over its beat.
    pub(crate) fn uniform_answer(&self) -> Option<Answer> {
        let distance = distance_from_uniform(&mut self.shares.clone());
        (!self.shares.is_empty()).then(|| uniform_answer(&self.case.id(), distance, self.shares.len()))
    }

    fn share_of_beat(&self, seed: u64) -> Option<ShareOfBeat> {
        let share = self.share.figures(seed)?;
        let of_one = |millionths: u64| (millionths as f64 / 1e3).round() / 1e3;
        Some(ShareOfBeat {
            p50: of_one(share.p50),
            p50_low: share.p50_low.map(of_one),
            p50_high: share.p50_high.map(of_one),
            distance: (distance_from_uniform(&mut self.shares.clone()) * 1e3).round() / 1e3,
            samples: self.shares.len(),
        })
    }

    /// The case's row, but for its ratio to its floor.
    pub(crate) fn result(&self, seed: u64) -> CaseResult {
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
            halt_ns: self.halt.figures(seed),
            acknowledge_ns: self.acknowledge.figures(seed),
            word_false_ns: self.word_false.figures(seed).filter(|_| self.word_false.is_ever_more_than_zero()),
            waited_ns: self.waited.figures(seed).filter(|_| self.waited.is_ever_more_than_zero()),
            share_of_beat: self.share_of_beat(seed),
            zombie_beats: median(&mut self.zombie_beats.clone()),
            cleanup_ran: (self.samples > 0).then_some(self.cleanup_ran),
            threads_left: self.threads_left,
            period_ns: (self.samples > 0).then(|| median(&mut self.periods.clone())),
            word: self.word.clone(),
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
            out_of_patience: 0,
            watched_side_by_side: false,
            doubts: Vec::new(),
            errors: self.errors.clone(),
        }
    }
}
