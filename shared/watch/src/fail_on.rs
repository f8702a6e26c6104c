//! What fails a watch, for a machine that checks every change.

use std::{fmt, str::FromStr, time::Duration};

use humantime::{format_duration, parse_duration};
use measure::units::duration;
use serde::{Deserialize, Serialize};

use crate::{
    plan::Plan,
    program_result::ProgramResult,
    program_run::ProgramRun,
    requests::Requests,
    shown::words,
    verdict::{Exit, Verdict},
};

/// What fails a watch if it is seen in any run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailOn {
    /// Something still ran when the watch ended.
    StillStanding,
    /// The signal that it was asked by ended it.
    Killed,
    /// A fault ended it, or a signal that nobody asked by.
    Crashed,
    /// It did not end with this status.
    Status(i32),
    /// It had not ended when it was asked again.
    Late,
    /// A request was lost.
    Lost,
    /// A request was answered with a status of 500 or above.
    TurnedAway,
    /// The client of the caller's own ended with another status than 0.
    Client,
    /// It left a process, a listener or a file.
    Left,
    /// It took longer than this until the last of its processes had ended.
    Slower(Duration),
}

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

/// Those that are a word alone.
const WORDS: [(&str, FailOn); 9] = [
    ("still-standing", FailOn::StillStanding),
    ("killed", FailOn::Killed),
    ("crashed", FailOn::Crashed),
    ("status", FailOn::Status(0)),
    ("late", FailOn::Late),
    ("lost", FailOn::Lost),
    ("turned-away", FailOn::TurnedAway),
    ("client", FailOn::Client),
    ("left", FailOn::Left),
];

impl FromStr for FailOn {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let word = WORDS.iter().find(|(word, _)| *word == text).map(|(_, what)| *what);
        let status = || text.strip_prefix("status=")?.parse().ok().map(Self::Status);
        let slower =
            || text.strip_prefix("slower=").and_then(|time| parse_duration(time).ok()).map(Self::Slower);
        word.or_else(status).or_else(slower).ok_or_else(|| {
            let words = WORDS.map(|(word, _)| word).join(", ");
            format!("\"{text}\" is none of {words}, status=143 and slower=2s")
        })
    }
}

impl fmt::Display for FailOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Slower(limit) => write!(f, "slower={}", format_duration(*limit)),
            Self::Status(status) if *status != 0 => write!(f, "status={status}"),
            _ => {
                let word = WORDS.iter().find(|(_, what)| what == self);
                f.write_str(word.map_or("", |(word, _)| word))
            }
        }
    }
}

impl FailOn {
    /// Why a watch by this plan can't show it; `None` if it can.
    #[must_use]
    pub fn unknown_in(self, plan: &Plan) -> Option<String> {
        let because = match self {
            Self::Lost | Self::TurnedAway if plan.load.is_empty() => "nothing is requested: give --load",
            Self::Client if plan.client.is_none() => "there is none: give --client",
            _ => return None,
        };
        Some(format!("--fail-on {self} can't be known, because {because}"))
    }

    /// What came of it in the runs of a program.
    pub(crate) fn outcome(self, program: &ProgramResult) -> Outcome {
        let seen: Vec<&ProgramRun> = program.runs.iter().filter(|run| self.is_seen_in(run)).collect();
        let of = format!("in {} of {} runs", seen.len(), program.runs.len());
        let said = (!seen.is_empty()).then(|| self.said(&seen, &of, program));
        Outcome { what: self.to_string(), seen: seen.len(), said }
    }

    /// Whether it was seen in a run. Of one that was never asked, only its end counts.
    pub(crate) fn is_seen_in(self, run: &ProgramRun) -> bool {
        let was_asked = !run.asked.is_empty();
        let requests = |of: fn(&Requests) -> u64| run.requests.as_ref().is_some_and(|seen| of(seen) > 0);
        match self {
            Self::StillStanding => matches!(run.verdict, Verdict::Hung | Verdict::StillStanding),
            Self::Killed => !run.crashed && matches!(run.exit, Some(Exit::Signal(_))),
            Self::Crashed => run.crashed,
            Self::Status(status) => run.exit != Some(Exit::Status(status)),
            Self::Late => was_asked && (run.asked.len() > 1 || run.exit.is_none()),
            Self::Lost => requests(Requests::lost),
            Self::TurnedAway => requests(|seen| seen.turned_away),
            Self::Client => run.client.is_some_and(|exit| exit != Exit::Status(0)),
            Self::Left => !run.left.is_empty(),
            Self::Slower(limit) => {
                was_asked && run.halt_ns.is_none_or(|halt| u128::from(halt) > limit.as_nanos())
            }
        }
    }

    /// What was seen in these runs, in a sentence.
    fn said(self, seen: &[&ProgramRun], of: &str, program: &ProgramResult) -> String {
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
        match self {
            Self::StillStanding if seen.iter().any(|run| run.verdict == Verdict::Hung) => {
                format!("it still ran {} after the last rung {of}", duration(program.horizon_ns))
            }
            Self::StillStanding => {
                format!("what it had started still ran {} after its end {of}", duration(program.horizon_ns))
            }
            Self::Killed => format!("a signal that it was asked by ended it {of}: {}", exits()),
            Self::Crashed => format!("it crashed {of}: {}", exits()),
            Self::Status(status) => format!("it did not end with status {status} {of}: {}", exits()),
            Self::Late => {
                let first = seen[0].asked.first().map_or("", |asked| asked.ask.as_str());
                format!("it had not ended when {first} had had its time {of}")
            }
            Self::Lost => format!("{} requests were lost {of}", sum(Requests::lost)),
            Self::TurnedAway => {
                format!(
                    "{} requests were turned away with a status of 500 or above {of}",
                    sum(|it| it.turned_away)
                )
            }
            Self::Client => {
                let exit = seen[0].client.map_or_else(String::new, |exit| format!(" with {exit}"));
                format!("the client ended{exit} {of}")
            }
            Self::Left => {
                let left =
                    seen.iter().fold(crate::program_run::Left::default(), |all, run| all.with(&run.left));
                format!("it left {} {of}", words::left(&left))
            }
            Self::Slower(limit) => {
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program_run::{Asked, Left};

    fn asked(rungs: usize) -> Vec<Asked> {
        vec![Asked { ask: "TERM".to_owned(), at_ns: 0, note: None }; rungs]
    }

    /// A run that ended in good order, 1 ms after it was asked.
    fn good() -> ProgramRun {
        ProgramRun {
            asked: asked(1),
            verdict: Verdict::Stopped,
            halt_ns: Some(1_000_000),
            requests: Some(Requests::default()),
            client: Some(Exit::Status(0)),
            ..ProgramRun::never_asked(Verdict::Stopped, Exit::Status(0), 1, Vec::new())
        }
    }

    #[test]
    fn each_is_read_as_it_is_written() {
        for text in WORDS.map(|(word, _)| word).into_iter().chain(["status=143", "slower=2s"]) {
            assert_eq!(text.parse::<FailOn>().map(|what| what.to_string()), Ok(text.to_owned()));
        }
        for wrong in ["", "slow", "slower", "slower=2", "status=", "Killed", "hung"] {
            assert!(wrong.parse::<FailOn>().is_err_and(|error| error.contains("turned-away")), "{wrong}");
        }
    }

    #[test]
    fn each_is_seen_where_it_is_and_nowhere_else() {
        let all: Vec<FailOn> =
            WORDS.iter().map(|(_, what)| *what).chain(["slower=1s".parse().unwrap()]).collect();
        let requests =
            |lost, turned_away| Some(Requests { cut_off: lost, turned_away, ..Requests::default() });
        let signal = |signal| Some(Exit::Signal(signal));
        for (run, expected) in [
            (good(), &[][..]),
            (ProgramRun { exit: Some(Exit::Status(7)), ..good() }, &["status"]),
            (ProgramRun { verdict: Verdict::Killed, exit: signal(15), ..good() }, &["killed", "status"]),
            (
                ProgramRun { verdict: Verdict::Crashed, exit: signal(11), crashed: true, ..good() },
                &["crashed", "status"],
            ),
            (ProgramRun { asked: asked(2), ..good() }, &["late"]),
            (
                ProgramRun { asked: asked(2), verdict: Verdict::Killed, exit: signal(9), ..good() },
                &["killed", "status", "late"],
            ),
            (
                ProgramRun { verdict: Verdict::Hung, exit: None, halt_ns: None, ..good() },
                &["still-standing", "status", "late", "slower=1s"],
            ),
            (
                ProgramRun { verdict: Verdict::StillStanding, halt_ns: None, ..good() },
                &["still-standing", "slower=1s"],
            ),
            // What crashed and left something running has done both.
            (
                ProgramRun { verdict: Verdict::StillStanding, exit: signal(6), crashed: true, ..good() },
                &["still-standing", "crashed", "status"],
            ),
            (ProgramRun { requests: requests(1, 0), ..good() }, &["lost"]),
            (ProgramRun { requests: requests(0, 1), ..good() }, &["turned-away"]),
            (ProgramRun { client: Some(Exit::Status(7)), ..good() }, &["client"]),
            (ProgramRun { client: None, ..good() }, &[]),
            (
                ProgramRun { left: Left { files: vec!["x".to_owned()], ..Left::default() }, ..good() },
                &["left"],
            ),
            (ProgramRun { halt_ns: Some(2_000_000_000), ..good() }, &["slower=1s"]),
            // It was never asked.
            (ProgramRun::never_asked(Verdict::EndedByItself, Exit::Status(0), 1, Vec::new()), &[]),
            (ProgramRun::never_asked(Verdict::EndedByItself, Exit::Status(1), 1, Vec::new()), &["status"]),
        ] {
            let seen: Vec<String> =
                all.iter().filter(|what| what.is_seen_in(&run)).map(ToString::to_string).collect();
            assert_eq!(seen, expected, "{run:?}");
        }
    }

    #[test]
    fn what_a_plan_does_not_show_is_not_known() {
        let mut plan = Plan::new("x", "x");
        for (what, option) in [("lost", "--load"), ("turned-away", "--load"), ("client", "--client")] {
            let what: FailOn = what.parse().unwrap();
            assert!(what.unknown_in(&plan).is_some_and(|said| said.contains(option)), "{what}");
        }
        plan.load = vec!["http://127.0.0.1/".parse().unwrap()];
        plan.client = Some("true".to_owned());
        for (word, what) in WORDS {
            assert_eq!(what.unknown_in(&plan), None, "{word}");
        }
    }

    #[test]
    fn an_outcome_counts_its_runs_and_says_what_was_seen() {
        let plan = Plan { fail_on: vec![FailOn::Status(0), FailOn::Late], ..Plan::new("x", "x") };
        let runs = vec![good(), ProgramRun { exit: Some(Exit::Status(7)), ..good() }, good()];
        let program = ProgramResult::of(&plan, runs, Vec::new());
        let [status, late] = &program.fail_on[..] else { panic!("two were given") };
        assert_eq!((status.what.as_str(), status.seen), ("status", 1));
        assert_eq!(status.said.as_deref(), Some("it did not end with status 0 in 1 of 3 runs: status 7"));
        assert_eq!((late.seen, &late.said), (0, &None));
    }
}
