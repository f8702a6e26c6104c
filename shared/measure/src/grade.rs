//! The machine is judged too: a grade, with its reasons. It never changes a verdict.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    floors::Floor, machine::Machine, place::Place, provenance::Provenance, self_check::SelfCheck,
    system::cgroup::Throttling, system::cpu_time::CpuTime,
};

/// Others used more than this share of the cores: figures suffer.
const OTHERS_NOISY: f64 = 0.05;
/// Others used more than this share of the cores: figures are theirs.
const OTHERS_UNUSABLE: f64 = 0.40;
/// The host ran something else for more than this share of the time.
const STOLEN_NOISY: f64 = 0.01;
/// The same, and figures are the host's.
const STOLEN_UNUSABLE: f64 = 0.10;
/// Any period in which the quota was used up: the work stood still for the rest of it.
const THROTTLED_NOISY: f64 = 0.0;
/// More than this share of the periods: p90 is the quota's.
const THROTTLED_UNUSABLE: f64 = 0.10;
/// A floor moved by more than this from the first third of the rounds to the last.
const DRIFT_NOISY: f64 = 0.20;
/// The same, and a ratio to the floor means nothing.
const DRIFT_UNUSABLE: f64 = 1.0;

/// How far the figures of a run can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// Nothing spoke against them.
    Quiet,
    /// They may be off by what the reasons say.
    Noisy,
    /// They should not be used; the verdicts stand.
    Unusable,
}

impl Grade {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Noisy => "noisy",
            Self::Unusable => "unusable",
        }
    }

    /// What a reader may still use: a sentence.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Quiet => "Verdicts and times can be used, but for the times of a case that is in doubt.",
            Self::Noisy => "Verdicts stand; times show their order of magnitude, and no small difference.",
            Self::Unusable => "Verdicts stand; times and ratios can't be used.",
        }
    }
}

/// The grade of a run, with its reasons, and what is worth knowing beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// The worst that any reason asks for.
    pub grade: Grade,
    /// What spoke against figures: all of them, or those of some cases, which leaves the grade.
    pub reasons: Vec<String>,
    /// What does not speak against them, but explains them.
    pub notes: Vec<String>,
}

/// What a run is judged by.
pub(crate) struct Evidence<'a> {
    /// The placement that was asked for.
    pub(crate) asked: Place,
    /// What the machine made of it.
    pub(crate) place: Place,
    pub(crate) provenance: &'a Provenance,
    pub(crate) machine: &'a Machine,
    /// The processor time on the cores that were used, since the run's start.
    pub(crate) used: Option<CpuTime>,
    /// Since the run's start; none without a quota.
    pub(crate) throttling: Option<Throttling>,
    /// How far each floor moved, as a share.
    pub(crate) drifts: Vec<(Floor, f64)>,
    pub(crate) answers: &'a [SelfCheck],
}

impl Judgement {
    /// Judges a run by what was seen while it was played.
    pub(crate) fn new(evidence: &Evidence<'_>) -> Self {
        let mut judgement = Self { grade: Grade::Quiet, reasons: Vec::new(), notes: Vec::new() };
        judgement.judge_build(evidence.provenance);
        judgement.judge_cores(evidence.asked, evidence.place, evidence.machine);
        evidence.used.into_iter().for_each(|used| judgement.judge_use(used));
        evidence.throttling.into_iter().for_each(|throttling| judgement.judge_throttling(throttling));
        for &(floor, drift) in &evidence.drifts {
            let moved = format!("the floor {} moved by {} during the run", floor.as_str(), percent(drift));
            judgement.weigh(drift, DRIFT_NOISY, DRIFT_UNUSABLE, moved);
        }
        judgement.judge_answers(evidence.answers);
        judgement
    }

    fn judge_build(&mut self, provenance: &Provenance) {
        let Provenance { profile, opt_level, .. } = provenance;
        if profile != "release" {
            self.speak_against(
                Grade::Noisy,
                format!("a {profile} build (opt-level {opt_level}) is not built for speed; use --release"),
            );
        }
    }

    fn judge_cores(&mut self, asked: Place, place: Place, machine: &Machine) {
        if place != asked {
            self.speak_against(
                Grade::Noisy,
                format!("placement {asked} needs more cores than there are, or a system that binds threads; it was {place}"),
            );
        }
        if place == Place::Free {
            self.notes.push("the scheduler chose the cores, so figures compare placements too".to_owned());
        }
        if machine.is_virtual {
            self.notes.push("virtual machine: the host decides when its cores run".to_owned());
        }
        match machine.governor.as_deref() {
            Some("performance") => {}
            Some(governor) => self.notes.push(format!("frequency governor {governor}: clocks may change")),
            None => self.notes.push("frequency governor not visible".to_owned()),
        }
        if let Some(quota) = machine.limits.quota {
            self.notes.push(format!("a control group allows {quota:.2} processors"));
        }
    }

    fn judge_use(&mut self, used: CpuTime) {
        let share = |ticks: u64| ticks as f64 / used.total.max(1) as f64;
        let others = share(used.total.saturating_sub(used.idle + used.stolen + used.own));
        let said = format!("others used {} of the cores that were measured on", percent(others));
        self.weigh(others, OTHERS_NOISY, OTHERS_UNUSABLE, said);
        let stolen = share(used.stolen);
        let said = format!("the host took {} of the cores that were measured on", percent(stolen));
        self.weigh(stolen, STOLEN_NOISY, STOLEN_UNUSABLE, said);
    }

    fn judge_throttling(&mut self, throttling: Throttling) {
        let Throttling { periods, throttled, .. } = throttling;
        let share = throttled as f64 / periods.max(1) as f64;
        let said = format!("the control group's quota was used up in {throttled} of {periods} periods");
        self.weigh(share, THROTTLED_NOISY, THROTTLED_UNUSABLE, said);
    }

    /// A check about every case speaks against every time; one about some cases against theirs.
    fn judge_answers(&mut self, answers: &[SelfCheck]) {
        let failed = || answers.iter().filter(|answer| !answer.passed);
        for answer in failed().filter(|answer| answer.about.is_empty()) {
            self.speak_against(
                Grade::Unusable,
                format!("a self-check of every case failed: {}", answer.said()),
            );
        }
        let doubted: BTreeSet<&String> = failed().flat_map(|answer| &answer.about).collect();
        if !doubted.is_empty() {
            let (cases, their) = if doubted.len() == 1 { ("case", "its") } else { ("cases", "their") };
            let reason =
                format!("self-checks failed for {} {cases}; {their} times are in doubt", doubted.len());
            self.reasons.push(reason);
        }
    }

    fn weigh(&mut self, value: f64, noisy: f64, unusable: f64, reason: String) {
        if value > unusable {
            self.speak_against(Grade::Unusable, reason);
        } else if value > noisy {
            self.speak_against(Grade::Noisy, reason);
        }
    }

    fn speak_against(&mut self, grade: Grade, reason: String) {
        self.grade = self.grade.max(grade);
        self.reasons.push(reason);
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

#[cfg(test)]
mod tests;
