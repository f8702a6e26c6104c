//! The results of one case, as they are written to a run's file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use stage::{Bound, Case, Loss, Mechanism, Verdict, Work};

use crate::{
    crowd::result::CrowdResult,
    file::as_text,
    play::timeline::Timeline,
    statistics::{
        figures::{Figures, ShareOfBeat},
        outcome::Outcome,
    },
};

/// How often each verdict was seen.
pub type Verdicts = BTreeMap<String, u64>;

/// What was seen of one case. Times are in ns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseResult {
    /// `runtime/mechanism/work[-variant]`.
    pub id: String,
    /// What the work ran on.
    pub runtime: String,
    /// How it was asked to stop.
    #[serde(with = "as_text")]
    pub mechanism: Mechanism,
    /// What it did between two beats.
    #[serde(with = "as_text")]
    pub work: Work,
    /// Which one it is, if the runtime offers several ways.
    pub variant: Option<String>,
    /// What the case shows.
    pub summary: String,
    /// The file that contains its lines.
    #[serde(default)]
    pub path: String,
    /// The line of that file at which its comment begins, from 1 on; 0 if it is not known.
    #[serde(default)]
    pub line: u32,
    /// The comment above its lines.
    #[serde(default)]
    pub comment: String,
    /// Its lines, which are the ones that were measured.
    #[serde(default)]
    pub code: String,
    /// The feature of the demo's package that compiles it; `None` if it always is.
    #[serde(default)]
    pub feature: Option<String>,
    /// The verdict that the demo claims.
    #[serde(with = "as_text")]
    pub expected: Verdict,
    /// The verdict that was seen. If samples differ, it is one that was not expected; `None` if every
    /// playing failed.
    #[serde(with = "as_text::option")]
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
    #[serde(rename = "word_false_ns")]
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
    #[serde(rename = "word")]
    pub returned: Option<String>,
    /// How many records the work was given in the playing that lost most; `None` if the case counts none.
    #[serde(default)]
    pub records_given: Option<u64>,
    /// How many records that playing lost: they were neither finished nor handed back, and did not arrive.
    #[serde(default)]
    pub records_lost: Option<u64>,
    /// How much of its records the demo claims to be lost; `None` if the case counts none.
    #[serde(default, with = "as_text::option")]
    pub expected_loss: Option<Loss>,
    /// How much of its records was lost. If playings differ, it is a loss that was not expected.
    #[serde(default, with = "as_text::option")]
    pub loss: Option<Loss>,
    /// Whether the demo claims that the case's invariant holds; `None` if it states none.
    #[serde(default)]
    pub expected_invariant: Option<bool>,
    /// Whether the invariant held in every playing.
    #[serde(default)]
    pub invariant: Option<bool>,
    /// What a beat costs in the language of the work, if it is not Rust.
    #[serde(default)]
    pub beat_cost_ns: Option<u64>,
    /// What a stamp costs there: to read the clock, and to write what it said.
    #[serde(default)]
    pub stamp_cost_ns: Option<u64>,
    /// How many times as long computing work takes for what lets it be ended, where a compiler adds a look to it: of the
    /// loop that bears it best, and of the one that bears it worst.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slowdown: Option<[f64; 2]>,
    /// What was seen of its parts, if its work has many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crowd: Option<CrowdResult>,
    /// The id of the case that answers this one in Rust, for an original in another language.
    #[serde(default)]
    pub answer: Option<String>,
    /// When the beats of one playing came.
    pub timeline: Option<Timeline>,
    /// What limits how fast its hand-over can be.
    #[serde(with = "as_text")]
    pub bound: Bound,
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
    #[serde(default)]
    pub watched_side_by_side: bool,
    /// The self-checks about this case that failed. They put its figures in doubt, not its verdict.
    pub doubts: Vec<String>,
    /// Why playings failed.
    pub errors: Vec<String>,
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
            bound: case.bound,
            verdict: None,
            verdicts: Verdicts::new(),
            reason: None,
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
            slowdown: None,
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
        }
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

    /// Marks it as played beside other cases, and removes its times, which depend on those cases too.
    pub(crate) fn watch_side_by_side(&mut self) {
        self.watched_side_by_side = true;
        (self.halt_ns, self.acknowledge_ns) = (None, None);
        (self.acknowledged_early_by_ns, self.waited_ns, self.share_of_beat) = (None, None, None);
    }
}
