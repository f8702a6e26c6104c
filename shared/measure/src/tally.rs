//! What is gathered of one case over all rounds.

use std::collections::BTreeMap;

use stage::{Case, Verdict};

use crate::{
    CaseResult, Sample,
    run_file::Verdicts,
    summary::{Times, median},
};

/// What is gathered of one case over all rounds.
pub(crate) struct Tally {
    case: &'static Case,
    halt: Times,
    acknowledge: Times,
    verdicts: BTreeMap<&'static str, u64>,
    samples: u64,
    zombie_beats: Vec<u64>,
    periods: Vec<u64>,
    cleanup_ran: bool,
    threads_left: Option<u32>,
    word: Option<String>,
    errors: Vec<String>,
}

/// How many zombie counts and periods are kept: enough for a median, whatever the samples.
const KEPT: usize = 1_000;

impl Tally {
    pub(crate) fn new(case: &'static Case) -> Self {
        Self {
            case,
            halt: Times::new(),
            acknowledge: Times::new(),
            verdicts: BTreeMap::new(),
            samples: 0,
            zombie_beats: Vec::new(),
            periods: Vec::new(),
            cleanup_ran: true,
            threads_left: None,
            word: None,
            errors: Vec::new(),
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
        self.word = sample.word.or(self.word.take());
    }

    pub(crate) fn end_round(&mut self, error: Option<String>) {
        self.halt.end_round();
        self.acknowledge.end_round();
        if let Some(error) = error.filter(|error| !self.errors.contains(error)) {
            self.errors.push(error);
        }
    }

    /// The verdict of the case is the one that every sample had; where they differ, one that was
    /// not expected, so that nothing odd hides behind many that were.
    fn verdict(&self) -> Option<Verdict> {
        if self.case.play.is_err() {
            return Some(Verdict::NotOffered);
        }
        let seen = || Verdict::ALL.iter().filter(|verdict| self.verdicts.contains_key(verdict.as_str()));
        seen().find(|&&verdict| verdict != self.case.expected).or_else(|| seen().next()).copied()
    }

    /// The case's row, but for its ratio to its floor.
    pub(crate) fn result(&self, seed: u64) -> CaseResult {
        let verdict = self.verdict();
        CaseResult {
            id: self.case.id(),
            runtime: self.case.runtime().to_owned(),
            mechanism: self.case.mechanism(),
            work: self.case.work(),
            variant: self.case.variant(),
            summary: self.case.summary(),
            expected: self.case.expected,
            verdict,
            verdicts: self
                .verdicts
                .iter()
                .map(|(word, count)| ((*word).to_owned(), *count))
                .collect::<Verdicts>(),
            reason: self.case.play.err().map(str::to_owned),
            samples: self.samples,
            halt_ns: self.halt.figures(seed),
            acknowledge_ns: self.acknowledge.figures(seed),
            zombie_beats: median(&mut self.zombie_beats.clone()),
            cleanup_ran: (self.samples > 0).then_some(self.cleanup_ran),
            threads_left: self.threads_left,
            period_ns: (self.samples > 0).then(|| median(&mut self.periods.clone())),
            word: self.word.clone(),
            bound: self.case.bound,
            over_floor: None,
            errors: self.errors.clone(),
        }
    }
}
