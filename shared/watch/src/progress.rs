//! How far the runs of a plan have come, and why one could not be played.

use crate::program_run::ProgramRun;

/// How far the runs of a plan have come.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// What happens now, in words.
    Now(String),
    /// A run is over.
    Over(Box<ProgramRun>),
}

/// Why a run could not be played to its end. Nothing is left of it.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
    /// The run failed, for a reason that is the program's or the plan's.
    #[error("{program}, {run}: {reason}")]
    Failed {
        /// The name of the program.
        program: String,
        /// Which run.
        run: String,
        /// Why.
        reason: String,
    },
    /// The process that keeps the run ended without a word.
    #[error(
        "{program}, {run}: the process that watches it {how}; nothing is left of the run, so start it again"
    )]
    Lost {
        /// The name of the program.
        program: String,
        /// Which run.
        run: String,
        /// How it ended.
        how: String,
    },
    /// Playing was interrupted.
    #[error("interrupted")]
    Interrupted,
    /// The system refused something.
    #[error("the system refused to {what}: {source}")]
    System {
        /// What.
        what: &'static str,
        /// Why.
        source: std::io::Error,
    },
    /// Programs are only watched on Linux.
    #[error("programs are only watched on Linux: subreapers, pidfds and /proc show what a program leaves")]
    NotHere,
}
