//! How far a watch has come.

use crate::program_run::ProgramRun;

/// How far a watch has come.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// What happens now, in words.
    Now(String),
    /// A run is over.
    Over(Box<ProgramRun>),
}
