//! What fails a watch, for a machine that checks every change.

use std::{fmt, str::FromStr, time::Duration};

use humantime::{format_duration, parse_duration};

use crate::{
    program_run::ProgramRun,
    requests::Requests,
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
}
