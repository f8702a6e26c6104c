//! What was seen of one run of a program.

use serde::{Deserialize, Serialize};
use stage::Verdict;

use crate::{requests::Requests, verdict::Exit};

/// What was seen of one run of a program. Times are in ns after the request, which is the instant before the first rung,
/// unless they say otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProgramRun {
    /// What became of it.
    pub verdict: Verdict,
    /// From its start until it was ready.
    pub ready_ns: u64,
    /// The rungs that it was asked by.
    pub asked: Vec<Asked>,
    /// When the first new connection was refused; `None` if none was, or if it had no listener.
    pub refused_ns: Option<u64>,
    /// What became of the requests; `None` without a load.
    pub requests: Option<Requests>,
    /// When its main process ended; `None` if it still ran when the watch ended.
    pub end_ns: Option<u64>,
    /// How its main process ended.
    pub exit: Option<Exit>,
    /// Whether the signal that ended its main process was one that it had a handler for.
    pub caught: bool,
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
    /// Everything, in words.
    pub fn all(&self) -> impl Iterator<Item = String> {
        let of = |what: &'static str, names: &[String]| {
            names.iter().map(|name| format!("{what} {name}")).collect::<Vec<_>>()
        };
        [of("process", &self.processes), of("listener", &self.listeners), of("file", &self.files)]
            .into_iter()
            .flatten()
    }

    /// Whether it left nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all().next().is_none()
    }
}
