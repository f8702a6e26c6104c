//! Why a run has no verdict: the program was not there to be asked, or could not be watched.

use std::{fmt::Display, io, time::Duration};

use humantime::format_duration;

use crate::{
    hints::{Seen, When, behind},
    verdict::Exit,
};

/// Why a run has no verdict.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{program} cannot be started: {source}; check that it is installed, and that its path is right")]
    NotStarted { program: String, source: io::Error },
    #[error("process {0} ended before it was asked; see whether the program runs under another id now")]
    Gone(i32),
    #[error(
        "something listens at {0} before the program is started; end that, or have the program listen elsewhere"
    )]
    ListensAlready(String),
    #[error("{0} is there before the program is started, so it can't say when it is ready; remove it")]
    IsThereAlready(String),
    #[error("it ended with {exit} before it was ready{}{}", last_words(.printed), behind(.seen))]
    EndedBeforeReady { exit: Exit, printed: Vec<String>, seen: Box<Seen> },
    #[error(
        "it ended with {exit} before it was asked, and left {} running, as a daemon does{}",
        .left.join(", "),
        behind(&Seen { when: When::ForkedAway, ..Seen::default() })
    )]
    ForkedAway { exit: Exit, left: Vec<String> },
    #[error(
        "it was not ready within {} by {ready}{}; see whether that is what it does, or give it more with --ready-within{}{}",
        format_duration(*.within),
        .said.as_ref().map_or_else(String::new, |said| format!(": {said}")),
        last_words(.printed),
        behind(.seen)
    )]
    NeverReady {
        ready: String,
        within: Duration,
        said: Option<String>,
        printed: Vec<String>,
        seen: Box<Seen>,
    },
    #[error(
        "none of the {failed} requests before it was asked was answered with a status that is accepted ({accepted}): {said}; \
         give an address with --load that it answers, or what it wants with --header, --method and --status"
    )]
    LoadFails { failed: usize, accepted: String, said: String },
    #[error(
        "{line} was printed, and says no port; have the program print its port in the line that --ready names"
    )]
    NoPort { line: String },
    #[error("the system refused: {0}")]
    System(#[from] io::Error),
}

/// What it printed last, behind a message.
fn last_words(lines: &[impl Display]) -> String {
    match lines.last() {
        None => "; it printed nothing".to_owned(),
        Some(last) => format!("; it printed last: {last}"),
    }
}
