//! How a program ended, and what became of it, as a function of what was seen.

use std::fmt;

use serde::{Deserialize, Serialize};
use stage::Verdict;

use crate::signal::Signal;

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Exit {
    /// It ended itself, with this status.
    Status(i32),
    /// This signal ended it.
    Signal(i32),
}

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "status {status}"),
            Self::Signal(number) => write!(f, "signal {}", Signal::of_number(*number)),
        }
    }
}

/// The signal that nothing can catch.
const KILL: i32 = 9;

/// What decides a run's verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
    /// How the main process ended; `None` if it still ran when the watch ended.
    pub(crate) exit: Option<Exit>,
    /// Whether the program had a handler for the signal that ended it. Such a program cleans up, and then ends itself by
    /// the same signal, so that its parent learns why (`signal(7)`; Proctor, "Proper handling of SIGINT/SIGQUIT").
    pub(crate) caught: bool,
    /// Whether processes that it started still ran when the watch ended.
    pub(crate) is_outlived: bool,
}

/// What became of it. `stopped`: it ended itself, so it could clean up; `killed`: a signal ended it that it did not
/// handle, so it could not; `still-standing`: its main process ended, and what it had started goes on; `hung`: its main
/// process goes on.
pub(crate) fn verdict(seen: Seen) -> Verdict {
    match seen.exit {
        None => Verdict::Hung,
        Some(_) if seen.is_outlived => Verdict::StillStanding,
        Some(Exit::Status(_)) => Verdict::Stopped,
        Some(Exit::Signal(signal)) if seen.caught && signal != KILL => Verdict::Stopped,
        Some(Exit::Signal(_)) => Verdict::Killed,
    }
}

/// Which of the rungs, asked at these times, ended the main process; `None` if it goes on.
///
/// That is the last one before its end. A KILL only comes after a deadline, and what ends itself with a status just
/// then has not been killed: that was the rung before.
pub(crate) fn ended_by(asked_at: &[u64], is_kill: &[bool], end: Option<(u64, Exit)>) -> Option<usize> {
    let (end_ns, exit) = end?;
    let last = asked_at.iter().rposition(|&asked| asked <= end_ns)?;
    let is_self_ended = matches!(exit, Exit::Status(_));
    Some(if is_kill.get(last) == Some(&true) && is_self_ended { last.saturating_sub(1) } else { last })
}

/// The verdict that says most of runs that differ: the worst.
pub(crate) fn worst(verdicts: impl Iterator<Item = Verdict>) -> Option<Verdict> {
    const WORST_FIRST: [Verdict; 4] =
        [Verdict::Hung, Verdict::StillStanding, Verdict::Killed, Verdict::Stopped];
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

    #[test]
    fn a_verdict_is_how_it_ended_and_what_it_left() {
        for (exit, caught, is_outlived, expected) in [
            (Some(Exit::Status(0)), false, false, Verdict::Stopped),
            (Some(Exit::Status(143)), true, false, Verdict::Stopped),
            (Some(Exit::Signal(15)), false, false, Verdict::Killed),
            (Some(Exit::Signal(15)), true, false, Verdict::Stopped),
            (Some(Exit::Signal(9)), true, false, Verdict::Killed),
            (Some(Exit::Signal(11)), false, false, Verdict::Killed),
            (Some(Exit::Status(0)), false, true, Verdict::StillStanding),
            (Some(Exit::Signal(9)), false, true, Verdict::StillStanding),
            (None, true, false, Verdict::Hung),
            (None, false, true, Verdict::Hung),
        ] {
            let seen = Seen { exit, caught, is_outlived };
            assert_eq!(verdict(seen), expected, "{seen:?}");
        }
    }

    #[test]
    fn the_last_rung_before_the_end_ended_it() {
        let (status, killed) = (Exit::Status(0), Exit::Signal(9));
        for (asked, end, expected) in [
            (&[0_u64][..], Some((5, status)), Some(0)),
            (&[0, 10], Some((5, status)), Some(0)),
            (&[0, 10], Some((11, killed)), Some(1)),
            (&[0, 10], Some((11, status)), Some(0)),
            (&[0], None, None),
        ] {
            let is_kill = [false, true];
            assert_eq!(ended_by(asked, &is_kill[..asked.len()], end), expected, "{asked:?} {end:?}");
        }
        assert_eq!(ended_by(&[0], &[true], Some((1, killed))), Some(0));
    }

    #[test]
    fn the_worst_verdict_stands_for_runs_that_differ() {
        use Verdict::{Hung, Killed, StillStanding, Stopped};
        assert_eq!(worst([Stopped, Killed, Stopped].into_iter()), Some(Killed));
        assert_eq!(worst([StillStanding, Hung].into_iter()), Some(Hung));
        assert_eq!(worst([].into_iter()), None);
    }
}
