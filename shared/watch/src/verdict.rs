//! How a program ended, and what became of it, as a function of what was seen.

use std::fmt;

use serde::{Deserialize, Serialize};
use stage::words;

use crate::{ask::Ask, signal::Signal};

words! {
    /// What became of a program. What ended its main process decides, and not what it could have done about it.
    Verdict {
        /// It ended itself, with a status, after it was asked.
        Stopped = "stopped",
        /// The signal that it was asked by ended it, whether or not it had a handler that ran before.
        Killed = "killed",
        /// It ended after it was asked, and who watched it is not its parent, who alone learns how.
        Ended = "ended",
        /// A fault ended it (`SEGV`, `ABRT`, …), or a signal that nobody asked by.
        Crashed = "crashed",
        /// It was ready, and ended itself before it was asked.
        EndedByItself = "ended-by-itself",
        /// Its main process ended, and what it had started goes on.
        StillStanding = "still-standing",
        /// Its main process goes on.
        Hung = "hung",
        /// It was not played, because this machine lacks it.
        NotOffered = "not-offered",
    }
}

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Exit {
    /// It ended itself, with this status.
    Status(i32),
    /// This signal ended it.
    Signal(i32),
    /// It ended, and was started elsewhere: only the parent of a process learns how.
    Unknown,
}

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "status {status}"),
            Self::Signal(number) => write!(f, "signal {}", Signal::of_number(*number)),
            Self::Unknown => f.write_str("unknown status"),
        }
    }
}

/// The signals of a fault: the system sends them for what a program does wrong, and `abort` sends ABRT.
const FAULTS: [i32; 5] = [4, 6, 7, 8, 11];

impl Exit {
    /// The end that a status of the system tells of.
    #[cfg(unix)]
    pub(crate) fn of(status: std::process::ExitStatus) -> Option<Self> {
        let signal = std::os::unix::process::ExitStatusExt::signal(&status);
        status.code().map(Self::Status).or(signal.map(Self::Signal))
    }

    /// Whether it is the end of a program that was asked by these rungs, and ended by something else: by a fault, or by a
    /// signal that none of them sent.
    pub(crate) fn is_crash<'a>(self, asked: impl IntoIterator<Item = &'a Ask>) -> bool {
        match self {
            Self::Status(_) | Self::Unknown => false,
            Self::Signal(signal) => !asked.into_iter().any(|ask| may_bring(ask, signal)),
        }
    }
}

fn is_kill(ask: &Ask) -> bool {
    matches!(ask, Ask::Signal { signal: Signal::KILL, .. })
}

/// Whether this rung may have brought a signal. What a command or a request does is not known: it may send any but those
/// of a fault.
fn may_bring(ask: &Ask, signal: i32) -> bool {
    match ask {
        Ask::Signal { signal: sent, .. } => sent.number() == signal,
        Ask::StdinClosed => false,
        Ask::Run(_) | Ask::Http(..) => !FAULTS.contains(&signal),
    }
}

/// What decides a run's verdict.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen<'a> {
    /// How the main process ended; `None` if it still ran when the watch ended.
    pub(crate) exit: Option<Exit>,
    /// The rungs that it was asked by before it ended; none if it ended before.
    pub(crate) asked: &'a [&'a Ask],
    /// Whether something that it had started still ran when the watch ended.
    pub(crate) is_outlived: bool,
}

/// What became of it.
pub(crate) fn verdict(seen: Seen<'_>) -> Verdict {
    match seen.exit {
        None => Verdict::Hung,
        Some(_) if seen.is_outlived => Verdict::StillStanding,
        Some(exit) if exit.is_crash(seen.asked.iter().copied()) => Verdict::Crashed,
        Some(Exit::Signal(_)) => Verdict::Killed,
        Some(_) if seen.asked.is_empty() => Verdict::EndedByItself,
        Some(Exit::Status(_)) => Verdict::Stopped,
        // Nothing outlives that, so it needs no parent to say so.
        Some(Exit::Unknown) if seen.asked.last().is_some_and(|ask| is_kill(ask)) => Verdict::Killed,
        Some(Exit::Unknown) => Verdict::Ended,
    }
}

/// The number of the rung, of those asked before its end, that ended the main process; `None` if it goes on.
///
/// That is the last one, unless it ended in another way than that rung ends a program: KILL only comes after a deadline,
/// and what ends itself just then has not been killed. That was the rung before.
pub(crate) fn ended_by(asked: &[&Ask], exit: Option<Exit>) -> Option<usize> {
    let last = asked.len().checked_sub(1)?;
    match exit? {
        Exit::Signal(signal) => Some(asked.iter().rposition(|ask| may_bring(ask, signal)).unwrap_or(last)),
        Exit::Status(_) => Some(asked.iter().rposition(|ask| !is_kill(ask)).unwrap_or(last)),
        Exit::Unknown => Some(last),
    }
}

/// The verdict that says most of runs that differ: the worst.
pub(crate) fn worst(verdicts: impl Iterator<Item = Verdict>) -> Option<Verdict> {
    const WORST_FIRST: [Verdict; 7] = [
        Verdict::Hung,
        Verdict::StillStanding,
        Verdict::Crashed,
        Verdict::Killed,
        Verdict::EndedByItself,
        Verdict::Ended,
        Verdict::Stopped,
    ];
    let rank = |verdict: &Verdict| {
        WORST_FIRST.iter().position(|known| known == verdict).unwrap_or(WORST_FIRST.len())
    };
    verdicts.min_by_key(rank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_said_by_name() {
        let said = [Exit::Status(0), Exit::Status(143), Exit::Signal(15), Exit::Signal(37)]
            .map(|exit| exit.to_string());
        assert_eq!(said, ["status 0", "status 143", "signal TERM", "signal RTMIN+3"]);
    }

    fn rungs(texts: &[&str]) -> Vec<Ask> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn what_ended_it_decides() {
        let (status, signal) = (|status| Some(Exit::Status(status)), |signal| Some(Exit::Signal(signal)));
        for (asked, exit, is_outlived, expected) in [
            (&["TERM"][..], status(0), false, Verdict::Stopped),
            (&["TERM"], status(143), false, Verdict::Stopped),
            (&["TERM"], signal(15), false, Verdict::Killed),
            (&["TERM", "KILL"], signal(9), false, Verdict::Killed),
            // It died of the first just when the second came.
            (&["TERM", "KILL"], signal(15), false, Verdict::Killed),
            (&["QUIT@group"], signal(3), false, Verdict::Killed),
            (&["ABRT"], signal(6), false, Verdict::Killed),
            // A fault in its handler, and a KILL that somebody else sent.
            (&["TERM"], signal(11), false, Verdict::Crashed),
            (&["TERM"], signal(6), false, Verdict::Crashed),
            (&["TERM"], signal(9), false, Verdict::Crashed),
            (&["stdin-closed"], signal(13), false, Verdict::Crashed),
            (&["run:stop it"], signal(15), false, Verdict::Killed),
            (&["run:stop it"], signal(11), false, Verdict::Crashed),
            (&["http:POST http://127.0.0.1/"], signal(2), false, Verdict::Killed),
            (&[], status(0), false, Verdict::EndedByItself),
            (&[], status(1), false, Verdict::EndedByItself),
            (&[], signal(15), false, Verdict::Crashed),
            (&["TERM"], status(0), true, Verdict::StillStanding),
            (&["TERM", "KILL"], signal(9), true, Verdict::StillStanding),
            (&["TERM"], signal(11), true, Verdict::StillStanding),
            (&["TERM"], None, false, Verdict::Hung),
            // It was started elsewhere.
            (&[], Some(Exit::Unknown), false, Verdict::EndedByItself),
            (&["TERM"], Some(Exit::Unknown), false, Verdict::Ended),
            (&["TERM", "INT"], Some(Exit::Unknown), false, Verdict::Ended),
            (&["TERM", "KILL"], Some(Exit::Unknown), false, Verdict::Killed),
            (&["KILL", "TERM"], Some(Exit::Unknown), false, Verdict::Ended),
            (&["TERM", "KILL"], Some(Exit::Unknown), true, Verdict::StillStanding),
            (&["TERM"], None, true, Verdict::Hung),
        ] {
            let rungs = rungs(asked);
            let seen = Seen { exit, asked: &rungs.iter().collect::<Vec<_>>(), is_outlived };
            assert_eq!(verdict(seen), expected, "{seen:?}");
        }
    }

    #[test]
    fn the_last_rung_that_ends_a_program_so_ended_it() {
        let (status, killed, ended) = (Exit::Status(0), Exit::Signal(9), Exit::Signal(15));
        for (asked, exit, expected) in [
            (&["TERM"][..], Some(status), Some(0)),
            (&["TERM", "KILL"], Some(killed), Some(1)),
            (&["TERM", "KILL"], Some(status), Some(0)),
            (&["TERM", "KILL"], Some(ended), Some(0)),
            (&["TERM", "INT"], Some(status), Some(1)),
            (&["TERM", "INT"], Some(Exit::Signal(11)), Some(1)),
            (&["KILL"], Some(killed), Some(0)),
            (&["KILL"], Some(status), Some(0)),
            (&["TERM", "KILL"], Some(Exit::Unknown), Some(1)),
            (&["TERM"], Some(Exit::Unknown), Some(0)),
            (&["TERM"], None, None),
            (&[], Some(status), None),
        ] {
            let rungs = rungs(asked);
            assert_eq!(ended_by(&rungs.iter().collect::<Vec<_>>(), exit), expected, "{asked:?} {exit:?}");
        }
    }

    #[test]
    fn the_worst_verdict_stands_for_runs_that_differ() {
        use Verdict::{Crashed, EndedByItself, Hung, Killed, StillStanding, Stopped};
        assert_eq!(worst([Stopped, Killed, Stopped].into_iter()), Some(Killed));
        assert_eq!(worst([Killed, Crashed, EndedByItself].into_iter()), Some(Crashed));
        assert_eq!(worst([StillStanding, Hung].into_iter()), Some(Hung));
        assert_eq!(worst([].into_iter()), None);
    }
}
