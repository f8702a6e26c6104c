//! What was seen of one program over all its runs.

use std::collections::BTreeMap;

use measure::Figures;
use serde::{Deserialize, Serialize};

use crate::{
    address::HttpAddress,
    hints::{self, Seen},
    outcome::Outcome,
    plan::{Plan, shortened},
    program_run::{Left, ProgramRun},
    requests::Requests,
    verdict::{Verdict, worst},
};

/// What was seen of one program over all its runs. Times are in ns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProgramResult {
    /// Its name.
    pub name: String,
    /// Its version, if it is known.
    pub version: Option<String>,
    /// Its command line.
    pub command: String,
    /// The id of its main process, if it was started elsewhere, so that its exit status is not known.
    #[serde(default)]
    pub process: Option<i32>,
    /// Whether its standard input was empty (/dev/null).
    #[serde(default)]
    pub has_no_input: bool,
    /// How it was known to be ready.
    pub ready: String,
    /// How it was asked.
    pub ask: String,
    /// How long it was watched after the last rung, and after the end of its main process.
    pub horizon_ns: u64,
    /// What was requested of it meanwhile.
    pub load: Vec<String>,
    /// The command that was a client of it.
    #[serde(default)]
    pub client: Option<String>,
    /// By how many clients that was requested.
    pub connections: u32,
    /// The verdict that is claimed, if one is.
    pub expected: Option<Verdict>,
    /// The verdict that was seen. If runs differ, it is the worst; `None` if there was no run.
    pub verdict: Option<Verdict>,
    /// How often each verdict was seen.
    pub verdicts: BTreeMap<String, u64>,
    /// How often each end of its main process was seen: `status 0`, `signal TERM`.
    #[serde(default)]
    pub exits: BTreeMap<String, u64>,
    /// Why it was not played, if this machine lacks it.
    pub reason: Option<String>,
    /// From its start until it was ready.
    pub ready_ns: Option<Figures>,
    /// From the request until new connections were refused.
    pub refused_ns: Option<Figures>,
    /// From the request to the last answer to what was in flight at it.
    pub last_in_flight_answer_ns: Option<Figures>,
    /// From the request to the end of its main process.
    pub end_ns: Option<Figures>,
    /// From the request to the end of the last of its processes. Where one still ran, it is at least as long as it was
    /// watched.
    pub halt_ns: Option<Figures>,
    /// What became of all requests; `None` without a load.
    pub requests: Option<Requests>,
    /// The runs.
    pub runs: Vec<ProgramRun>,
    /// What came of each thing that was to fail the watch.
    #[serde(default)]
    pub fail_on: Vec<Outcome>,
    /// What to do about what was seen.
    #[serde(default)]
    pub hints: Vec<String>,
    /// Why a run could not be played to its end.
    pub errors: Vec<String>,
}

impl ProgramResult {
    /// What was seen in these runs of a plan.
    #[must_use]
    pub fn of(plan: &Plan, runs: Vec<ProgramRun>, errors: Vec<String>) -> Self {
        let verdicts = counted(runs.iter().map(|run| run.verdict.as_str().to_owned()));
        let exits = exits(&runs);
        let each = |of: fn(&ProgramRun) -> Option<u64>| {
            Figures::of_rounds(&runs.iter().filter_map(of).collect::<Vec<_>>(), &[])
        };
        let halts: Vec<u64> = runs.iter().filter_map(|run| run.halt_ns).collect();
        let watched: Vec<u64> = runs.iter().filter_map(|run| run.watched_ns).collect();
        let mut program = Self {
            verdict: worst(runs.iter().map(|run| run.verdict)),
            verdicts,
            exits,
            ready_ns: if plan.running.is_some() { None } else { each(|run| Some(run.ready_ns)) },
            refused_ns: each(|run| run.refused_ns),
            last_in_flight_answer_ns: each(|run| run.requests.as_ref()?.last_in_flight_answer_ns),
            end_ns: each(|run| run.end_ns),
            halt_ns: Figures::of_rounds(&halts, &watched),
            requests: Requests::sum(runs.iter().filter_map(|run| run.requests.clone())),
            runs,
            errors,
            ..Self::unplayed(plan, None)
        };
        program.hints = hints(&program.runs, plan);
        program.fail_on =
            plan.fail_on.iter().map(|what| Outcome::of(*what, &program.runs, program.horizon_ns)).collect();
        program
    }

    /// A program that was not played, for this reason.
    #[must_use]
    pub fn not_offered(plan: &Plan, reason: String) -> Self {
        Self { verdict: Some(Verdict::NotOffered), ..Self::unplayed(plan, Some(reason)) }
    }

    fn unplayed(plan: &Plan, reason: Option<String>) -> Self {
        Self {
            name: plan.name.clone(),
            version: plan.version.clone(),
            command: plan.command(),
            process: plan.running.map(|running| running.id),
            has_no_input: plan.has_no_input(),
            ready: plan.ready.to_string(),
            ask: plan.ask.to_string(),
            horizon_ns: plan.horizon.as_nanos() as u64,
            load: plan.load.iter().map(|address| requested(plan, address)).collect(),
            client: plan.client.as_deref().map(shortened),
            connections: if plan.load.is_empty() { 0 } else { plan.connections },
            expected: plan.expected,
            verdict: None,
            verdicts: BTreeMap::new(),
            exits: BTreeMap::new(),
            reason,
            ready_ns: None,
            refused_ns: None,
            last_in_flight_answer_ns: None,
            end_ns: None,
            halt_ns: None,
            requests: None,
            runs: Vec::new(),
            fail_on: Vec::new(),
            hints: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// Its name and how it was asked: what tells it from the others of a file.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{} {}", self.name, self.ask)
    }

    /// Whether every run had the verdict that is claimed; true where none is, and where it was not played.
    #[must_use]
    pub fn is_as_expected(&self) -> bool {
        let is_claimed = self.verdict == Some(Verdict::NotOffered)
            || self.expected.is_none_or(|expected| self.runs.iter().all(|run| run.verdict == expected));
        is_claimed && self.errors.is_empty()
    }

    /// How many requests were lost, in all runs; `None` without a load.
    #[must_use]
    pub fn lost(&self) -> Option<u64> {
        self.requests.as_ref().map(Requests::lost)
    }

    /// What its runs left, each thing as often as the run left it that left most of it.
    #[must_use]
    pub fn left(&self) -> Left {
        self.runs.iter().fold(Left::default(), |all, run| all.with(&run.left))
    }
}

/// What to do about what was seen in these runs, each thing once.
fn hints(runs: &[ProgramRun], plan: &Plan) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for hint in runs.iter().flat_map(|run| hints::hints(&Seen::of(run, plan))) {
        if !all.iter().any(|known| known == hint) {
            all.push(hint.to_owned());
        }
    }
    all
}

/// How often each end of the main process was seen in these runs.
pub(crate) fn exits(runs: &[ProgramRun]) -> BTreeMap<String, u64> {
    counted(runs.iter().filter_map(|run| run.exit).map(|exit| exit.to_string()))
}

/// How often each of these is there.
fn counted(words: impl Iterator<Item = String>) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    words.for_each(|word| *counts.entry(word).or_default() += 1);
    counts
}

/// What is requested, with the method if that is another than GET, and how if that is by HTTP/2.
fn requested(plan: &Plan, address: &HttpAddress) -> String {
    let by = if plan.manner.is_http2 { " by HTTP/2" } else { "" };
    match plan.manner.method.0 {
        http::Method::GET => format!("{address}{by}"),
        ref method => format!("{method} {address}{by}"),
    }
}
