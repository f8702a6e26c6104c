//! Why there is no sample: what failed in a playing, or in the child that was to play.

use std::{io, time::Duration};

use serde::{Deserialize, Serialize};

/// Why there is no sample. A child sends it to its parent, and the file of a run keeps it beside the round in which it
/// happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Failure {
    /// The demo panicked.
    #[error("the case panicked: {0}")]
    Panicked(String),
    /// The demo never awaited its quick task.
    #[error("the case did not come to its quick task within {:?}", Duration::from_nanos(*patience_ns))]
    NoQuickTask {
        /// How long it had, in ns.
        patience_ns: u64,
    },
    /// The demo's function returned without an acknowledgement.
    #[error("the case returned without an acknowledgement")]
    NoAcknowledgement,
    /// The demo's function returned, and never asked the work to stop.
    #[error("the case has no request")]
    NoRequest,
    /// The demo did not ask the work to stop in time.
    #[error(
        "the case did not ask its work to stop within {:?} of its quick task",
        Duration::from_nanos(*patience_ns)
    )]
    LateRequest {
        /// How long it had, in ns.
        patience_ns: u64,
    },
    /// The work ended by itself: nothing was stopped.
    #[error("the work ended before it was asked to stop, after {beats} beats{why}")]
    EndedBeforeAsked {
        /// How often it had beaten.
        beats: u64,
        /// What is known of its end, after a colon; empty if nothing is known.
        why: String,
    },
    /// The work has ended, but the call that stopped it does not return.
    #[error(
        "the work halted, but the call that stopped it did not return within {:?}",
        Duration::from_nanos(*patience_ns)
    )]
    HaltedUnheard {
        /// How long it had, in ns.
        patience_ns: u64,
    },
    /// The work neither halts nor beats, and is not stuck in a wait either.
    #[error("the work neither halted nor showed a sign of life within {:?}", Duration::from_nanos(*patience_ns))]
    Silent {
        /// How long it had, in ns.
        patience_ns: u64,
    },
    /// The child's binary does not contain what its parent ordered.
    #[error("this binary has no such {0}")]
    Unknown(String),
    /// The runtime has no such mechanism, or this machine lacks what the case needs.
    #[error("not offered: {0}")]
    NotOffered(String),
    /// The system could not start the child, or says no more of it.
    #[error("its process could not be started: {0}")]
    NotStarted(String),
    /// The child sent nothing for so long that the parent killed it.
    #[error("its process said nothing for {:?} and was killed", Duration::from_nanos(*for_ns))]
    SaidNothing {
        /// For how long, in ns.
        for_ns: u64,
    },
    /// The child crashed: how it ended and, after a colon, the end of its standard error.
    #[error("its process ended with {0}")]
    Crashed(String),
    /// The child sent a line that is not a message.
    #[error("its process sent a line that is not a message: {0}")]
    Garbled(String),
    /// The parent was interrupted, and has killed the child.
    #[error("interrupted")]
    Interrupted,
}

impl Failure {
    /// The least that the halt took which did not come, in ns; `None` if that is not what failed.
    pub(crate) fn halt_at_least_ns(&self) -> Option<u64> {
        match self {
            Self::Silent { patience_ns } => Some(*patience_ns),
            _ => None,
        }
    }

    /// The least that the acknowledgement took which did not come, in ns; `None` if that is not what failed.
    pub(crate) fn acknowledgement_at_least_ns(&self) -> Option<u64> {
        match self {
            Self::HaltedUnheard { patience_ns } => Some(*patience_ns),
            _ => None,
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::NotStarted(error.to_string())
    }
}
