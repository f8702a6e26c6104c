//! The grade of a run: how far its figures can be trusted, and why. It never changes a verdict.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use stage::words;

use crate::{
    file::{case_result::CaseResult, provenance::Provenance},
    machine::{
        Machine,
        cgroup::Throttling,
        load::{CpuTime, Load},
        place::{Place, Placement},
    },
    play::floors::Floor,
    self_checks::check::SelfCheck,
    statistics::{medians, precision::Resolution, times::Figures},
};

/// If other processes used more than this share of the cores, the figures are less accurate.
const OTHERS_NOISY: f64 = 0.05;
/// If other processes used more than this share of the cores, the figures measure them.
const OTHERS_UNUSABLE: f64 = 0.40;
/// If the host ran something else for more than this share of the time, the figures are less accurate.
const STOLEN_NOISY: f64 = 0.01;
/// If the host ran something else for more than this share of the time, the figures measure the host.
const STOLEN_UNUSABLE: f64 = 0.10;
/// Any period in which the quota was used up counts: the work stood still for the rest of it.
const THROTTLED_NOISY: f64 = 0.0;
/// If the quota was used up in more than this share of the periods, p90 measures the quota.
const THROTTLED_UNUSABLE: f64 = 0.10;
/// If a floor moved by more than this share during the run, the figures are less accurate.
const DRIFT_NOISY: f64 = 0.20;
/// If a floor moved by more than this share during the run, a ratio to it means nothing.
const DRIFT_UNUSABLE: f64 = 1.0;
/// If the resolution is more than this share of the shortest hand-over, differences between such hand-overs are lost.
const RESOLUTION_NOISY: f64 = 0.50;
/// If the middle case's interval is wider than this share of its p50, only orders of magnitude can be told apart.
const WIDTH_NOISY: f64 = 0.30;
/// If the middle case's interval is wider than this share of its p50, not even these.
const WIDTH_UNUSABLE: f64 = 3.0;

words! {
    /// How far the figures of a run can be trusted.
    #[derive(Default)]
    Grade {
        /// Nothing speaks against them.
        #[default]
        Quiet = "quiet",
        /// They may be off by what the reasons say.
        Noisy = "noisy",
        /// They should not be used; the verdicts stand.
        Unusable = "unusable",
    }
}

impl Grade {
    /// A sentence that says what a reader may still use.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Quiet => "Verdicts and times can be used, but for the times of a case that is in doubt.",
            Self::Noisy => "Verdicts stand; times show their order of magnitude, and no small difference.",
            Self::Unusable => "Verdicts stand; times and ratios can't be used.",
        }
    }
}

/// The grade of a run, with its reasons and some notes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// The worst grade that any reason calls for.
    pub grade: Grade,
    /// What speaks against figures: against all of them, or against those of some cases, which does not
    /// change the grade.
    pub reasons: Vec<String>,
    /// What explains the figures without speaking against them.
    pub notes: Vec<String>,
}

/// What a run is graded by.
pub(crate) struct Evidence<'a> {
    /// The placement that was asked for.
    pub(crate) asked: Place,
    /// The placement that was used.
    pub(crate) place: Place,
    pub(crate) provenance: &'a Provenance,
    pub(crate) machine: &'a Machine,
    /// The processor time on the cores that were used, since the run's start.
    pub(crate) used: Option<CpuTime>,
    /// Since the run's start; `None` without a quota.
    pub(crate) throttling: Option<Throttling>,
    /// How far each floor moved, as a share.
    pub(crate) drifts: Vec<(Floor, f64)>,
    /// What the figures themselves show; `None` without any.
    pub(crate) figures: Option<Spread>,
    pub(crate) self_checks: &'a [SelfCheck],
}

/// How far the figures of a run can be told apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spread {
    /// The most rounds that any figure comes from.
    pub(crate) rounds: u32,
    /// The resolution, as a share of the shortest hand-over; `None` if it was not measured.
    pub(crate) resolution: Option<f64>,
    /// The width of the interval of the middle case, as a share of its p50; `None` without intervals.
    pub(crate) width: Option<f64>,
}

impl Spread {
    /// That of a run's cases; `None` if none of them has a time to halt.
    pub(crate) fn of(cases: &[CaseResult], resolution: Option<&Resolution>) -> Option<Self> {
        let halts = || cases.iter().filter_map(|case| Some((case, case.halt_ns?)));
        // The halt of a polled case is spread over its beat, and says nothing about the machine.
        let floored = halts().filter(|(case, _)| case.floor().is_some());
        let width = |halt: Figures| Some(((halt.p50_high? - halt.p50_low?) as f64) / halt.p50.max(1) as f64);
        let mut widths: Vec<f64> = floored.filter_map(|(_, halt)| width(halt)).collect();
        Some(Self {
            rounds: halts().map(|(_, halt)| halt.rounds).max()?,
            resolution: resolution.map(|resolution| resolution.share),
            width: medians::of(&mut widths),
        })
    }
}

impl Judgement {
    /// Grades a run by what was seen while it was played.
    pub(crate) fn new(evidence: &Evidence<'_>) -> Self {
        let mut judgement = Self::default();
        judgement.judge_build(evidence.provenance);
        judgement.judge_cores(evidence.asked, evidence.place, evidence.machine);
        if let Some(used) = evidence.used {
            judgement.judge_use(used);
        }
        if let Some(throttling) = evidence.throttling {
            judgement.judge_throttling(throttling);
        }
        for &(floor, drift) in &evidence.drifts {
            let moved = format!("the floor {} moved by {} during the run", floor.as_str(), percent(drift));
            judgement.weigh(drift, DRIFT_NOISY, DRIFT_UNUSABLE, moved);
        }
        if let Some(spread) = evidence.figures {
            judgement.judge_spread(spread);
        }
        judgement.judge_self_checks(evidence.self_checks);
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
                format!(
                    "placement {asked} needs more cores, or a system that binds threads; the run used {place}"
                ),
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
        let reason = format!("other processes used {} of the cores that were measured on", percent(others));
        self.weigh(others, OTHERS_NOISY, OTHERS_UNUSABLE, reason);
        let stolen = share(used.stolen);
        let reason = format!("the host took {} of the cores that were measured on", percent(stolen));
        self.weigh(stolen, STOLEN_NOISY, STOLEN_UNUSABLE, reason);
    }

    fn judge_throttling(&mut self, throttling: Throttling) {
        let Throttling { periods, throttled, .. } = throttling;
        let share = throttled as f64 / periods.max(1) as f64;
        let reason = format!("the control group's quota was used up in {throttled} of {periods} periods");
        self.weigh(share, THROTTLED_NOISY, THROTTLED_UNUSABLE, reason);
    }

    fn judge_spread(&mut self, spread: Spread) {
        let Spread { rounds, resolution, width } = spread;
        // Whether a figure without an interval would come again is not known.
        if (rounds as usize) < medians::LEAST {
            let few = if rounds == 1 { "one round is".to_owned() } else { format!("{rounds} rounds are") };
            self.speak_against(
                Grade::Noisy,
                format!("{few} too few for an interval, which needs {}", medians::LEAST),
            );
        }
        if let Some(share) = resolution {
            let reason = format!("the resolution is {} of the shortest hand-over", percent(share));
            self.weigh(share, RESOLUTION_NOISY, f64::INFINITY, reason);
        }
        if let Some(width) = width {
            let reason = format!("the interval of the middle case is {} of its p50 wide", percent(width));
            self.weigh(width, WIDTH_NOISY, WIDTH_UNUSABLE, reason);
        }
    }

    /// A failed check about every case speaks against all times; one about some cases, against theirs.
    fn judge_self_checks(&mut self, self_checks: &[SelfCheck]) {
        let failed: Vec<&SelfCheck> = self_checks.iter().filter(|check| !check.passed).collect();
        for check in failed.iter().filter(|check| check.about.is_empty()) {
            self.speak_against(
                Grade::Unusable,
                format!("a self-check of every case failed: {}", check.said()),
            );
        }
        let doubted: BTreeSet<&String> = failed.iter().flat_map(|check| &check.about).collect();
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

/// The machine, and the use of its cores since a measurement began.
pub struct Conditions {
    machine: Machine,
    load: Load,
}

impl Conditions {
    /// Begins to count how the cores are used that this process may use.
    #[must_use]
    pub fn begin() -> Self {
        let cores = Placement::new(Place::Free).used();
        Self { machine: Machine::this(&cores), load: Load::start(cores) }
    }

    /// The machine.
    #[must_use]
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// How far figures can be trusted that were measured since it began.
    #[must_use]
    pub fn judgement(&self, provenance: &Provenance) -> Judgement {
        Judgement::new(&Evidence {
            asked: Place::Free,
            place: Place::Free,
            provenance,
            machine: &self.machine,
            used: self.load.used(),
            throttling: self.load.throttling(),
            drifts: Vec::new(),
            figures: None,
            self_checks: &[],
        })
    }
}
