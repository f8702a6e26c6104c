//! What was seen of one run of a program.

use serde::{Deserialize, Serialize};
use stage::words;

use crate::{
    requests::Requests,
    verdict::{Exit, Verdict},
};

/// What was seen of one run of a program. Times are in ns after the request, which is the instant before the first rung,
/// unless they say otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProgramRun {
    /// What became of it.
    pub verdict: Verdict,
    /// From its start until it was ready; 0 if it was started elsewhere.
    pub ready_ns: u64,
    /// The rungs that it was asked by; none if it ended before, so that no time is known.
    pub asked: Vec<Asked>,
    /// When nothing listened any more, so that new connections were refused; `None` if something did all the time, or if it had
    /// no listener.
    pub refused_ns: Option<u64>,
    /// What became of the requests; `None` without a load.
    pub requests: Option<Requests>,
    /// How the client of the caller's own ended; `None` without one, and if it still ran when the watch ended.
    #[serde(default)]
    pub client: Option<Exit>,
    /// When its main process ended; `None` if it still ran when the watch ended.
    pub end_ns: Option<u64>,
    /// What its main process was when it was asked; `None` if it never was.
    #[serde(default)]
    pub main: Option<Main>,
    /// How its main process ended.
    pub exit: Option<Exit>,
    /// Whether its main process died of the signal that it was first asked by, though it had a handler for it.
    pub caught: bool,
    /// Whether a fault ended its main process, or a signal that nobody asked by, whatever it left.
    #[serde(default)]
    pub crashed: bool,
    /// The number of the rung that ended its main process, from 0 on.
    pub ended_by: Option<usize>,
    /// When the last of its processes ended; `None` if one still ran when the watch ended.
    pub halt_ns: Option<u64>,
    /// When the watch ended, if something still ran then.
    pub watched_ns: Option<u64>,
    /// What its main process was doing, if it still ran when the watch ended.
    pub state: Option<String>,
    /// What it left.
    pub left: Left,
    /// The last lines that it printed.
    pub printed_last: Vec<String>,
}

impl ProgramRun {
    /// A run of a program that was ready, and ended before it was asked.
    pub(crate) fn never_asked(
        verdict: Verdict,
        exit: Exit,
        ready_ns: u64,
        printed_last: Vec<String>,
    ) -> Self {
        Self {
            verdict,
            ready_ns,
            asked: Vec::new(),
            refused_ns: None,
            requests: None,
            client: None,
            end_ns: None,
            main: None,
            exit: Some(exit),
            caught: false,
            crashed: verdict == Verdict::Crashed,
            ended_by: None,
            halt_ns: None,
            watched_ns: None,
            state: None,
            left: Left::default(),
            printed_last,
        }
    }
}

/// What the main process of a program was when it was asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Main {
    /// Its name.
    pub name: String,
    /// How many processes it had started that still ran.
    pub children: usize,
    /// What it does with the signal that it was first asked by; `None` if that was no signal.
    pub takes: Option<Takes>,
    /// The function of the kernel in which its first thread waited when it was asked again, or when the watch ended.
    pub waits_in: Option<String>,
}

words! {
    /// What a process does with a signal.
    Takes {
        /// It has a handler, its own or its runtime's.
        Handled = "handled",
        /// It ignores it.
        Ignored = "ignored",
        /// Its first thread blocks it.
        Blocked = "blocked",
        /// Nothing: the system ends it.
        Default = "default",
    }
}

/// A rung that the program was asked by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// How.
    pub ask: String,
    /// When, in ns after the request.
    pub at_ns: u64,
    /// What came of it, if that is worth a word: the status of an answer, or why it could not be asked.
    pub note: Option<String>,
}

/// What a program left when the watch ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// Processes that it had started and that still ran, by their command lines. Its main process is not among them.
    pub processes: Vec<String>,
    /// Addresses at which something still listened.
    pub listeners: Vec<String>,
    /// Sockets that it had made in the file system, and what it had put into its folder for temporary files and into the
    /// folders that were watched.
    pub files: Vec<String>,
}

impl Left {
    /// Everything, in words: processes first, then listeners, then files. What is there more than once is counted.
    #[must_use]
    pub fn all(&self) -> Vec<String> {
        self.by_kind().concat()
    }

    /// The processes, the listeners and the files, in words.
    pub(crate) fn by_kind(&self) -> [Vec<String>; 3] {
        [("process", &self.processes), ("listener", &self.listeners), ("file", &self.files)].map(
            |(what, names)| {
                let said = |(name, count): (&String, usize)| match count {
                    1 => format!("{what} {name}"),
                    many => format!("{many} × {what} {name}"),
                };
                counts(names).into_iter().map(said).collect()
            },
        )
    }

    /// Whether it left nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.processes.is_empty() && self.listeners.is_empty() && self.files.is_empty()
    }

    /// What two runs left: each thing as often as the run left it that left more of it.
    pub(crate) fn with(&self, other: &Self) -> Self {
        Self {
            processes: most(&self.processes, &other.processes),
            listeners: most(&self.listeners, &other.listeners),
            files: most(&self.files, &other.files),
        }
    }
}

/// How often each name is there, in the order in which they come first.
fn counts(names: &[String]) -> Vec<(&String, usize)> {
    let mut counts: Vec<(&String, usize)> = Vec::new();
    for name in names {
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    counts
}

/// The names of one, and those of the other that are not among them, or there more often.
fn most(one: &[String], other: &[String]) -> Vec<String> {
    let had = counts(one);
    let further = counts(other).into_iter().flat_map(|(name, count)| {
        let known = had.iter().find(|(known, _)| *known == name).map_or(0, |(_, count)| *count);
        vec![name.clone(); count.saturating_sub(known)]
    });
    one.iter().cloned().chain(further).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn what_is_left_is_said_by_kind_and_counted() {
        let left = Left {
            processes: names(&["worker", "z", "worker"]),
            listeners: names(&["127.0.0.1:80"]),
            files: names(&["a"]),
        };
        assert_eq!(left.all(), ["2 × process worker", "process z", "listener 127.0.0.1:80", "file a"]);
        assert!(!left.is_empty() && Left::default().is_empty() && Left::default().all().is_empty());
    }

    #[test]
    fn what_runs_left_is_what_the_worst_left() {
        let of = |processes: &[&str]| Left { processes: names(processes), ..Left::default() };
        let all = of(&["a", "b"]).with(&of(&["a", "a", "c"]));
        assert_eq!(all.processes, ["a", "b", "a", "c"]);
        assert_eq!(all.all(), ["2 × process a", "process b", "process c"]);
    }
}
