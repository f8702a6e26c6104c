//! Why a playing has no verdict.

use std::time::Duration;

/// Why a playing has no verdict.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
    /// The demo panicked.
    #[error("the case panicked: {0}")]
    Panicked(String),
    /// The demo never awaited its quick task.
    #[error("the case did not come to its quick task within {0:?}")]
    NoQuickTask(Duration),
    /// The demo's function returned without an acknowledgement.
    #[error("the case returned without an acknowledgement")]
    NoAcknowledgement,
    /// The demo never asked the work to stop.
    #[error("the case has no request")]
    NoRequest,
    /// The work ended by itself: nothing was stopped.
    #[error("the work ended before it was asked to stop, after {beats} beats{why}")]
    EndedBeforeAsked {
        /// How often it had beaten.
        beats: u64,
        /// What is known of its end, after a colon; empty if nothing is known.
        why: String,
    },
    /// The work has ended, but the call that stopped it does not return.
    #[error("the work halted, but the call that stopped it did not return within {0:?}")]
    HaltedUnheard(Duration),
    /// The work neither halts nor beats, and is not stuck in a wait either.
    #[error("the work neither halted nor showed a sign of life within {0:?}")]
    Silent(Duration),
    /// The child's binary does not contain what its parent ordered.
    #[error("this binary has no such {0}")]
    Unknown(&'static str),
    /// The runtime has no such mechanism, or this machine lacks what the case needs.
    #[error("not offered: {0}")]
    NotOffered(String),
}
