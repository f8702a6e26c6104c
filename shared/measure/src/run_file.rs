//! A run as it is written to a file: one JSON object of a stated version.

use std::{collections::BTreeMap, path::Path};

use serde::{Deserialize, Serialize};
use stage::{Bound, Mechanism, Verdict, Work};

use crate::{
    as_text,
    chosen_cores::ChosenCores,
    costs::Costs,
    environment::Environment,
    figures::{Figures, FloorFigures, ShareOfBeat},
    grade::Judgement,
    machine::Machine,
    resolution::Resolution,
    save::{SaveError, save_text},
    self_check::SelfCheck,
    settings::Settings,
    system::cgroup::Throttling,
    timeline::Timeline,
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
    /// The cores that the requester and the work were given; `None` if the scheduler chose.
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
    /// The floors.
    pub floors: FloorFigures,
    /// The self-checks that a run has time for.
    #[serde(rename = "known_answers")]
    pub self_checks: Vec<SelfCheck>,
    /// How far the figures can be trusted.
    pub judgement: Judgement,
    /// The cases, in the order of their tables.
    pub cases: Vec<CaseResult>,
}

/// What was seen of one case.
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
    #[serde(with = "as_text")]
    pub expected: Verdict,
    /// The verdict that was seen; one that was not expected, where samples differ; none when
    /// every playing failed.
    #[serde(with = "as_text::option")]
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
    /// How early the acknowledgement came: from acknowledgement to halt; where it ever was early.
    #[serde(rename = "word_false_ns")]
    pub acknowledged_early_by_ns: Option<Figures>,
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
    /// What the API's call returned, as `Debug` writes it.
    #[serde(rename = "word")]
    pub returned: Option<String>,
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
    #[serde(with = "as_text")]
    pub bound: Bound,
    /// The halt over its floor: the median, over the rounds that both were played in, of the ratio of
    /// their medians. So it need not be p50 over p50 to the last digit.
    pub over_floor: Option<f64>,
    /// The lower end of that ratio's 95 % interval, over rounds; `None` if there were too few.
    pub over_floor_low: Option<f64>,
    /// The upper end of that ratio's 95 % interval, over rounds; `None` if there were too few.
    pub over_floor_high: Option<f64>,
    /// How many workers its runtime had; `None` if the runtime has none.
    pub workers: Option<u32>,
    /// How long the work was watched at least, in ns: after the acknowledgement, or after the request
    /// where none came. `None` if it always ended.
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
        (self.acknowledged_early_by_ns, self.waited_ns, self.share_of_beat) = (None, None, None);
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
