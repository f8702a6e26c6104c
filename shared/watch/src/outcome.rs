//! What came of each finding that fails a watch.

use humantime::format_duration;
use measure::units::duration;
use serde::{Deserialize, Serialize};

use crate::{
    fail_on::FailOn,
    program_run::{Left, ProgramRun},
    requests::Requests,
    shown::left::left,
    verdict::Verdict,
};

/// What one of them came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// What fails the watch, as it is written on the command line.
    pub what: String,
    /// In how many runs it was seen.
    pub seen: usize,
    /// What was seen, in a sentence; `None` if nothing was.
    pub said: Option<String>,
}

impl Outcome {
    /// What came of it in the runs of a program, of which what was left was watched for so long.
    pub(crate) fn of(what: FailOn, runs: &[ProgramRun], horizon_ns: u64) -> Self {
        let seen: Vec<&ProgramRun> = runs.iter().filter(|run| what.is_seen_in(run)).collect();
        let of = format!("in {} of {} runs", seen.len(), runs.len());
        let said = (!seen.is_empty()).then(|| said(what, &seen, &of, horizon_ns));
        Self { what: what.to_string(), seen: seen.len(), said }
    }
}

/// What was seen in these runs, in a sentence.
fn said(what: FailOn, seen: &[&ProgramRun], of: &str, horizon_ns: u64) -> String {
    let exits = || {
        let mut exits: Vec<String> = seen
            .iter()
            .map(|run| run.exit.map_or("it never ended".to_owned(), |exit| exit.to_string()))
            .collect();
        exits.sort();
        exits.dedup();
        exits.join(", ")
    };
    let sum = |of: fn(&Requests) -> u64| -> u64 {
        seen.iter().filter_map(|run| run.requests.as_ref()).map(of).sum()
    };
    match what {
        FailOn::StillStanding if seen.iter().any(|run| run.verdict == Verdict::Hung) => {
            format!("it still ran {} after the last rung {of}", duration(horizon_ns))
        }
        FailOn::StillStanding => {
            format!("what it had started still ran {} after its end {of}", duration(horizon_ns))
        }
        FailOn::Killed => format!("a signal that it was asked by ended it {of}: {}", exits()),
        FailOn::Crashed => format!("it crashed {of}: {}", exits()),
        FailOn::Status(status) => format!("it did not end with status {status} {of}: {}", exits()),
        FailOn::Late => {
            let first = seen[0].asked.first().map_or("", |asked| asked.ask.as_str());
            format!("it had not ended when {first} had had its time {of}")
        }
        FailOn::Lost => format!("{} requests were lost {of}", sum(Requests::lost)),
        FailOn::TurnedAway => {
            format!(
                "{} requests were turned away with a status of 500 or above {of}",
                sum(|it| it.turned_away)
            )
        }
        FailOn::Client => {
            let exit = seen[0].client.map_or_else(String::new, |exit| format!(" with {exit}"));
            format!("the client ended{exit} {of}")
        }
        FailOn::Left => {
            let all = seen.iter().fold(Left::default(), |all, run| all.with(&run.left));
            format!("it left {} {of}", left(&all))
        }
        FailOn::Slower(limit) => {
            let ends: Option<Vec<u64>> = seen.iter().map(|run| run.halt_ns).collect();
            let slowest = ends.and_then(|ends| ends.into_iter().max());
            let took = slowest.map_or("had no end".to_owned(), |ns| format!("took {}", duration(ns)));
            format!(
                "it {took} until its last process had ended {of}, and {} are allowed",
                format_duration(limit)
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{plan::Plan, program_result::ProgramResult, verdict::Exit};

    use super::*;

    /// A run that ended in good order with this status.
    fn run(status: i32) -> ProgramRun {
        ProgramRun::never_asked(Verdict::Stopped, Exit::Status(status), 1, Vec::new())
    }

    #[test]
    fn an_outcome_counts_its_runs_and_says_what_was_seen() {
        let plan = Plan { fail_on: vec![FailOn::Status(0), FailOn::Late], ..Plan::new("x", "x") };
        let runs = vec![run(0), run(7), run(0)];
        let program = ProgramResult::of(&plan, runs, Vec::new());
        let [status, late] = &program.fail_on[..] else { panic!("two were given") };
        assert_eq!((status.what.as_str(), status.seen), ("status", 1));
        assert_eq!(status.said.as_deref(), Some("it did not end with status 0 in 1 of 3 runs: status 7"));
        assert_eq!((late.seen, &late.said), (0, &None));
    }
}
