//! A run as it is written to a file: one JSON object of a stated version.

use std::{collections::BTreeMap, path::Path};

use serde::{Deserialize, Serialize};
use stage::{Bound, Mechanism, Verdict, Work};

use crate::{
    Answer, ChosenCores, Costs, Environment, Judgement, Machine, Resolution, SaveError, Settings, Timeline,
    save::save_text, system::cgroup::Throttling, word,
};

/// The version of the file's form. It grows when a field changes its name or its meaning, and
/// stays when one is added.
pub const SCHEMA: u32 = 2;

/// How often each verdict was seen.
pub type Verdicts = BTreeMap<String, u64>;

/// A run: what was measured, where, and how. Times are in ns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// [`SCHEMA`] when it was written.
    pub schema: u32,
    /// Whether the run was interrupted before its last round.
    pub partial: bool,
    /// What it was measured on.
    pub machine: Machine,
    /// The compiler's and each measured library's version.
    pub versions: BTreeMap<String, String>,
    /// The commit of the source when the program was built, with `+` behind it where the source had
    /// been changed; none outside a checkout.
    pub commit: Option<String>,
    /// The call that made it, without the file that it was written to.
    pub command: Option<String>,
    /// What was asked for.
    pub settings: Settings,
    /// How many rounds were played to their end.
    pub rounds_played: u32,
    /// The placement that the machine made of the one that was asked for.
    pub place_in_force: String,
    /// The cores that the requester and the work were given; none where the scheduler chose.
    #[serde(default)]
    pub cores: Option<ChosenCores>,
    /// How often the control group's quota held the run back; none without a quota.
    #[serde(default)]
    pub throttling: Option<Throttling>,
    /// What the harness itself costs where it touches the work.
    #[serde(default)]
    pub costs: Option<Costs>,
    /// Whether it was built for speed: `release`, or `debug`.
    pub profile: String,
    /// Cargo's opt-level: `3` is built for speed.
    #[serde(default)]
    pub opt_level: String,
    /// What the environment says to the runtimes that were played: set by the harness, or cleared.
    pub environment: Environment,
    /// How many workers each runtime had that has workers, unless a case needs more.
    pub workers: u32,
    /// The difference below which two figures of this run say nothing; none without its control.
    pub resolution: Option<Resolution>,
    /// The floors, by `line_ns`, `wake_ns` and `reap_ns`.
    pub floors: BTreeMap<String, FloorFigures>,
    /// What the harness read where the truth is known, in a short form.
    pub known_answers: Vec<Answer>,
    /// How far the figures can be trusted.
    pub judgement: Judgement,
    /// The cases, in the order of their tables.
    pub cases: Vec<CaseResult>,
}

/// The figures of a floor, or none when it could not be measured.
pub type FloorFigures = Option<Figures>;

/// Quantiles, in ns.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// The median of the medians of the rounds, each of which shares a process and a moment.
    pub p50: u64,
    /// The 90th percentile.
    pub p90: u64,
    /// The 99th percentile.
    pub p99: u64,
    /// The greatest.
    pub max: u64,
    /// The lower end of p50's 95 % interval, over rounds; none where there were too few of them.
    pub p50_low: Option<u64>,
    /// The upper end of p50's 95 % interval, over rounds; none where there were too few of them.
    pub p50_high: Option<u64>,
    /// The standard error of p50 over rounds, as a share of p50; none of one round, or where one was
    /// zero.
    #[serde(default)]
    pub p50_error: Option<f64>,
    /// The rounds that p50, its interval and its error come from.
    #[serde(default)]
    pub rounds: u32,
    /// The least time that stands for a longer one, because patience ran out: see
    /// [`is_at_least`](Self::is_at_least).
    #[serde(default)]
    pub at_least_from: Option<u64>,
}

impl Figures {
    /// Whether a quantile of these figures falls among the times that ran out of patience: it is at
    /// least that, and may be much more.
    #[must_use]
    pub fn is_at_least(&self, quantile: u64) -> bool {
        self.at_least_from.is_some_and(|least| quantile >= least)
    }

    /// The 95 % interval of p50, over rounds; none where there were too few of them.
    #[must_use]
    pub fn interval(&self) -> Option<(u64, u64)> {
        self.p50_low.zip(self.p50_high)
    }

    /// What a picture draws for that interval: p50 alone, where there is none.
    #[must_use]
    pub fn drawn_interval(&self) -> (u64, u64) {
        self.interval().unwrap_or((self.p50, self.p50))
    }
}

/// The time from request to halt as a share of the beat. In theory it is uniform: its median is
/// one half, its distance zero.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ShareOfBeat {
    /// The median.
    pub p50: f64,
    /// The lower end of its 95 % interval, over rounds; none where there were too few of them.
    pub p50_low: Option<f64>,
    /// The upper end of its 95 % interval, over rounds; none where there were too few of them.
    pub p50_high: Option<f64>,
    /// The standard error of the median over rounds, in beats; none of one round.
    #[serde(default)]
    pub p50_error: Option<f64>,
    /// The rounds that the median, its interval and its error come from.
    #[serde(default)]
    pub rounds: u32,
    /// The Kolmogorov–Smirnov distance from the uniform distribution.
    pub distance: f64,
    /// The samples that the distance comes from.
    pub samples: usize,
}

/// What was seen of one case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseResult {
    /// `runtime/mechanism/work[-variant]`.
    pub id: String,
    /// What the work ran on.
    pub runtime: String,
    /// How it was asked to stop.
    #[serde(with = "word")]
    pub mechanism: Mechanism,
    /// What it did between two beats.
    #[serde(with = "word")]
    pub work: Work,
    /// Which of several ways the runtime offers.
    pub variant: Option<String>,
    /// What the case shows.
    pub summary: String,
    /// The file that holds its lines.
    #[serde(default)]
    pub path: String,
    /// What the comment above its lines says.
    #[serde(default)]
    pub comment: String,
    /// Its lines: those that were measured.
    #[serde(default)]
    pub code: String,
    /// The verdict that the demo claims.
    #[serde(with = "word")]
    pub expected: Verdict,
    /// The verdict that was seen; one that was not expected, where samples differ; none when
    /// every playing failed.
    #[serde(with = "word::option")]
    pub verdict: Option<Verdict>,
    /// How often each verdict was seen.
    pub verdicts: Verdicts,
    /// Why it is not offered.
    pub reason: Option<String>,
    /// How many playings the figures come from.
    pub samples: u64,
    /// From request to halt.
    pub halt_ns: Option<Figures>,
    /// From request to acknowledgement.
    pub acknowledge_ns: Option<Figures>,
    /// How long the API's word was false: from acknowledgement to halt; where it ever was.
    pub word_false_ns: Option<Figures>,
    /// How long the caller waited for nothing: from halt to acknowledgement; where it ever did.
    pub waited_ns: Option<Figures>,
    /// The halt as a share of the beat, for a case that looks once a beat.
    pub share_of_beat: Option<ShareOfBeat>,
    /// The beats after the acknowledgement, until the halt or the end of the watch: the median.
    pub zombie_beats: u64,
    /// Whether the work's last destructor ran in every playing.
    pub cleanup_ran: Option<bool>,
    /// The threads that every playing left behind.
    pub threads_left: Option<u32>,
    /// The time between two beats as it was seen: the median.
    pub period_ns: Option<u64>,
    /// What the API said at the acknowledgement.
    pub word: Option<String>,
    /// Of the records that the work was given, the most that a playing lost; where a case counts.
    #[serde(default)]
    pub records_lost: Option<u64>,
    /// What a beat costs in the language of the work, where it is not Rust.
    #[serde(default)]
    pub beat_cost_ns: Option<u64>,
    /// The id of the case that answers this one in Rust, for an original in another language.
    #[serde(default)]
    pub answer: Option<String>,
    /// When the beats of one playing came.
    pub timeline: Option<Timeline>,
    /// What its hand-over is bound by.
    #[serde(with = "word")]
    pub bound: Bound,
    /// The halt over its floor: the median, over the rounds that both were played in, of the ratio of
    /// their medians. So it need not be p50 over p50 to the last digit.
    pub over_floor: Option<f64>,
    /// The lower end of that ratio's 95 % interval, over rounds; none where there were too few.
    pub over_floor_low: Option<f64>,
    /// The upper end of that ratio's 95 % interval, over rounds; none where there were too few.
    pub over_floor_high: Option<f64>,
    /// How many workers its runtime had; none where the runtime has none.
    pub workers: Option<u32>,
    /// How long the work was watched at least, in ns: after the acknowledgement, or after the request
    /// where none came. None where it always ended.
    pub watched_ns: Option<u64>,
    /// How many playings ran out of patience. Their times count as the patience, which is the slowest
    /// that a figure can be: a quantile that falls among them is at least that.
    pub out_of_patience: u64,
    /// Whether other cases were played at the same time, as their work was expected to go on: then the
    /// verdict stands, and no time is told.
    #[serde(default)]
    pub watched_side_by_side: bool,
    /// Self-checks about this case that failed: its figures are in doubt, not its verdict.
    pub doubts: Vec<String>,
    /// Why playings failed.
    pub errors: Vec<String>,
}

impl CaseResult {
    /// Whether it behaved as its demo claims, in every playing; or could not be played, because this
    /// machine has not what it needs.
    #[must_use]
    pub fn is_as_expected(&self) -> bool {
        let verdict = self.verdict;
        self.errors.is_empty() && (verdict == Some(self.expected) || verdict == Some(Verdict::NotOffered))
    }

    /// Marks it as played beside others: what it took then tells of them too, and is not told.
    pub(crate) fn watch_side_by_side(&mut self) {
        self.watched_side_by_side = true;
        (self.halt_ns, self.acknowledge_ns) = (None, None);
        (self.word_false_ns, self.waited_ns, self.share_of_beat) = (None, None, None);
    }
}

impl Run {
    /// The cases that did not behave as their demos claim.
    pub fn unexpected(&self) -> impl Iterator<Item = &CaseResult> {
        self.cases.iter().filter(|case| !case.is_as_expected())
    }

    /// The run as JSON text.
    ///
    /// # Panics
    /// Never: every field has a JSON form.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("a run has a JSON form");
        text.push('\n');
        text
    }

    /// Writes the run to a file: aside first, then renamed, so that no reader finds half of it
    /// and a full disk leaves the former one whole.
    ///
    /// # Errors
    /// [`SaveError`] names the file and what the system said.
    pub fn save(&self, path: &Path) -> Result<(), SaveError> {
        save_text(path, &self.to_json())
    }
}
