//! The results of one case, as they are written to a run's file.

use serde::{Deserialize, Serialize};
use stage::{Bound, Case, Loss, Mechanism, Verdict, Work};

use crate::{
    crowd::sample::CrowdSample,
    file::round::{Round, Verdicts, one_line_each},
    play::{failure::Failure, floors::Floor, sample::Sample, timeline::Timeline},
    statistics::{
        outcome::Outcome,
        times::{Figures, ShareOfBeat},
    },
};

/// What was seen of one case. Times are in ns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseResult {
    /// `runtime/mechanism/work[-variant]`.
    pub id: String,
    /// What the work ran on.
    pub runtime: String,
    /// How it was asked to stop.
    pub mechanism: Mechanism,
    /// What it did between two beats.
    pub work: Work,
    /// Which one it is, if the runtime offers several ways.
    pub variant: Option<String>,
    /// What the case shows.
    pub summary: String,
    /// The file that contains its lines.
    pub path: String,
    /// The line of that file at which its comment begins, from 1 on; 0 if it is not known.
    pub line: u32,
    /// The comment above its lines.
    pub comment: String,
    /// Its lines, which are the ones that were measured.
    pub code: String,
    /// The feature of the demo's package that compiles it; `None` if it always is.
    pub feature: Option<String>,
    /// The verdict that the demo claims.
    pub expected: Verdict,
    /// The verdict that was seen. If samples differ, it is one that was not expected; `None` if every
    /// playing failed.
    pub verdict: Option<Verdict>,
    /// How often each verdict was seen.
    pub verdicts: Verdicts,
    /// Why it is not offered, if it isn't.
    pub reason: Option<String>,
    /// How many playings the figures come from.
    pub samples: u64,
    /// From request to halt.
    pub halt_ns: Option<Figures>,
    /// From request to acknowledgement.
    pub acknowledge_ns: Option<Figures>,
    /// How early the acknowledgement came: from acknowledgement to halt. `None` if it never was early.
    pub acknowledged_early_by_ns: Option<Figures>,
    /// How long the caller still waited after the halt: from halt to acknowledgement. `None` if it never did.
    pub waited_ns: Option<Figures>,
    /// The halt as a share of the beat, for a case that checks once per beat.
    pub share_of_beat: Option<ShareOfBeat>,
    /// The median number of beats after the acknowledgement, until the halt or the end of the watch.
    pub zombie_beats: u64,
    /// Whether the work's last destructor ran in every playing; `None` without a sample.
    pub cleanup_ran: Option<bool>,
    /// How many threads every playing left behind; `None` if it is not known.
    pub threads_left: Option<u32>,
    /// The median of the measured time between two beats.
    pub period_ns: Option<u64>,
    /// What the API's call returned, as `Debug` writes it.
    pub returned: Option<String>,
    /// How many records the work was given in the playing that lost most; `None` if the case counts none.
    pub records_given: Option<u64>,
    /// How many records that playing lost: they were neither finished nor handed back, and did not arrive.
    pub records_lost: Option<u64>,
    /// How much of its records the demo claims to be lost; `None` if the case counts none.
    pub expected_loss: Option<Loss>,
    /// How much of its records was lost. If playings differ, it is a loss that was not expected.
    pub loss: Option<Loss>,
    /// Whether the demo claims that the case's invariant holds; `None` if it states none.
    pub expected_invariant: Option<bool>,
    /// Whether the invariant held in every playing.
    pub invariant: Option<bool>,
    /// What a beat costs in the language of the work, if it is not Rust.
    pub beat_cost_ns: Option<u64>,
    /// What a stamp costs there: to read the clock, and to write what it said.
    pub stamp_cost_ns: Option<u64>,
    /// What was seen of its parts, if its work has many.
    pub crowd: Option<CrowdSample>,
    /// The id of the case that answers this one in Rust, for an original in another language.
    pub answer: Option<String>,
    /// The id of the case that does it right, where this one's work goes on, or loses something.
    pub instead: Option<String>,
    /// Why there is none.
    pub nothing_instead: Option<String>,
    /// When the beats of one playing came.
    pub timeline: Option<Timeline>,
    /// What limits how fast its hand-over can be; `None` if its work is not expected to halt.
    pub bound: Option<Bound>,
    /// The halt divided by its floor: in each round that played both, the ratio of their medians; this is
    /// the median of these ratios. So it may differ slightly from the ratio of the two p50.
    pub over_floor: Option<f64>,
    /// The lower end of that ratio's 95 % interval, over rounds; `None` if there were too few rounds.
    pub over_floor_low: Option<f64>,
    /// The upper end of that ratio's 95 % interval, over rounds; `None` if there were too few rounds.
    pub over_floor_high: Option<f64>,
    /// How many workers its runtime had; `None` if the runtime has no worker threads.
    pub workers: Option<u32>,
    /// The shortest time for which work that went on was watched: after the acknowledgement, or after the
    /// request if no acknowledgement came. `None` if the work always ended.
    pub watched_ns: Option<u64>,
    /// How many playings ran out of patience. Each counts as a time of at least the patience: a quantile
    /// that falls among them is a lower bound.
    pub out_of_patience: u64,
    /// Whether other cases were played at the same time, because their work was expected to go on. Then the
    /// verdict stands, and there are no times.
    pub watched_side_by_side: bool,
    /// The self-checks about this case that failed. They put its figures in doubt, not its verdict.
    pub doubts: Vec<String>,
    /// Why playings failed.
    pub errors: Vec<String>,
    /// The samples, round by round. What is above is computed from them, but for what the demo's table says and what
    /// every playing tells alike.
    #[serde(serialize_with = "one_line_each")]
    pub rounds: Vec<Round>,
}

impl CaseResult {
    /// The result of a case that has not been played: what its demo's table says of it.
    pub(crate) fn of(case: &Case) -> Self {
        let source = case.source();
        Self {
            id: case.id(),
            runtime: case.runtime.to_owned(),
            mechanism: case.mechanism(),
            work: case.work(),
            variant: case.variant().map(str::to_owned),
            summary: case.summary(),
            path: source.path,
            line: source.line,
            comment: source.comment,
            code: source.code,
            feature: case.feature.map(str::to_owned),
            expected: case.expected,
            expected_loss: case.loss,
            expected_invariant: case.invariant,
            answer: case.answer.map(str::to_owned),
            instead: case.instead_id(),
            nothing_instead: case.instead.and_then(Result::err).map(str::to_owned),
            bound: case.bound,
            verdict: None,
            verdicts: Verdicts::new(),
            reason: case.play.err().map(str::to_owned).or_else(|| case.missing()),
            samples: 0,
            halt_ns: None,
            acknowledge_ns: None,
            acknowledged_early_by_ns: None,
            waited_ns: None,
            share_of_beat: None,
            zombie_beats: 0,
            cleanup_ran: None,
            threads_left: None,
            period_ns: None,
            returned: None,
            records_given: None,
            records_lost: None,
            loss: None,
            invariant: None,
            beat_cost_ns: None,
            stamp_cost_ns: None,
            crowd: None,
            timeline: None,
            over_floor: None,
            over_floor_low: None,
            over_floor_high: None,
            workers: None,
            watched_ns: None,
            out_of_patience: 0,
            watched_side_by_side: false,
            doubts: Vec::new(),
            errors: Vec::new(),
            rounds: Vec::new(),
        }
    }

    /// The 95 % interval of its ratio to its floor; `None` if there were too few rounds.
    #[must_use]
    pub fn over_floor_interval(&self) -> Option<(f64, f64)> {
        self.over_floor_low.zip(self.over_floor_high)
    }

    /// Whether it behaved in every playing as its demo claims, or is not offered: by its runtime, or because
    /// this machine lacks what it needs.
    #[must_use]
    pub fn is_as_expected(&self) -> bool {
        let is_not_offered = self.verdict == Some(Verdict::NotOffered);
        self.errors.is_empty() && (is_not_offered || self.surprises().is_empty())
    }

    /// In what it differs from what its demo claims, a phrase each.
    #[must_use]
    pub fn surprises(&self) -> Vec<String> {
        let claim = Outcome {
            verdict: Some(self.expected),
            loss: self.expected_loss,
            invariant: self.expected_invariant,
        };
        let seen = Outcome { verdict: self.verdict, loss: self.loss, invariant: self.invariant };
        seen.surprises(claim)
    }

    /// Adds what one playing showed, and when its beats came, if that was watched.
    pub(crate) fn add(&mut self, round: u32, sample: Sample) {
        self.round(round).add(&sample);
        *self.verdicts.entry(sample.verdict).or_default() += 1;
        self.cleanup_ran = Some(self.cleanup_ran.unwrap_or(true) && sample.cleanup_ran);
        self.beat_cost_ns = sample.beat_cost_ns.or(self.beat_cost_ns);
        self.stamp_cost_ns = sample.stamp_cost_ns.or(self.stamp_cost_ns);
        self.returned = sample.returned.or(self.returned.take());
    }

    /// Ends a round. An interruption is not the case's failure, and leaves no round if it came before the first sample.
    pub(crate) fn end_round(&mut self, round: u32, end: Result<(), Failure>) {
        match end {
            Err(Failure::Interrupted) => return,
            Err(Failure::NotOffered(reason)) => self.reason = Some(reason),
            end => self.round(round).failure = end.err(),
        }
        self.rounds.last_mut().into_iter().for_each(Round::end);
    }

    fn round(&mut self, number: u32) -> &mut Round {
        if self.rounds.last().is_none_or(|last| last.round != number) {
            self.rounds.push(Round::new(number));
        }
        self.rounds.last_mut().expect("one was pushed")
    }

    /// The verdict that every sample had. If they differ, one that was not expected, so that an unexpected verdict
    /// isn't hidden by many expected ones.
    pub(crate) fn verdict_seen(&self) -> Option<Verdict> {
        if self.reason.is_some() {
            return Some(Verdict::NotOffered);
        }
        let seen = || self.verdicts.keys();
        seen().find(|&&verdict| verdict != self.expected).or_else(|| seen().next()).copied()
    }

    /// The floor below the case. A floor is that of one hand-over, and a crowd has many.
    #[must_use]
    pub fn floor(&self) -> Option<Floor> {
        self.bound.and_then(Floor::below).filter(|_| self.crowd.is_none())
    }
}
