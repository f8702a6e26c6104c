//! A run as it is written to its file: one JSON object, with the version of its schema.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    file::{
        case_result::CaseResult,
        round::{Floors, Reference},
    },
    machine::{Machine, cgroup::Throttling, topology::ChosenCores},
    parent::environment::Environment,
    rounds::settings::Settings,
    self_checks::check::SelfCheck,
    statistics::{
        grade::Judgement,
        precision::{Costs, Resolution},
    },
};

/// The version of the file's schema. It grows when a field changes its name or its meaning, and stays when a field is
/// added. Since 4 the file holds the samples, and its names are those of the code.
pub const SCHEMA: u32 = 5;

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
    /// The commit that the program was built from, with `+` appended if the source had uncommitted
    /// changes; `None` if it was built outside a checkout.
    pub commit: Option<String>,
    /// The command line that played it, without the file that it was written to.
    pub command: Option<String>,
    /// What was asked for.
    pub settings: Settings,
    /// How many rounds were completed.
    pub rounds_played: u32,
    /// The placement that was used, which differs from `settings.place` if this machine can't provide that.
    pub place_in_force: String,
    /// The cores that the requester and the work were given; `None` if the scheduler chose them.
    pub cores: Option<ChosenCores>,
    /// How often the control group's quota held the run back; `None` without a quota.
    pub throttling: Option<Throttling>,
    /// What the harness itself costs where it touches the work.
    pub costs: Option<Costs>,
    /// Cargo's profile: `release`, which is built for speed, or `debug`.
    pub profile: String,
    /// Cargo's opt-level: `3` is built for speed.
    pub opt_level: String,
    /// The environment variables of the runtimes that the harness set, or cleared.
    pub environment: Environment,
    /// How many workers each runtime with worker threads had, unless a case needs more.
    pub workers: u32,
    /// The difference below which two figures of this run can't be told apart; `None` if its controls were
    /// not measured.
    pub resolution: Option<Resolution>,
    /// The floors.
    pub floors: Floors,
    /// The negative controls: the same spin loop beside each runtime, which does not touch it.
    pub controls: Vec<Reference>,
    /// The self-checks that a run has time for.
    pub self_checks: Vec<SelfCheck>,
    /// How far the figures can be trusted.
    pub judgement: Judgement,
    /// The cases, in the order of their tables.
    pub cases: Vec<CaseResult>,
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
        serde_json::to_string_pretty(self).expect("a run has a JSON form") + "\n"
    }
}
