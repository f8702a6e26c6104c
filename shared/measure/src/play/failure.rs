//! Why there is no sample: what failed in a playing, or in the child that was to play.

use std::{io, process::ExitStatus, time::Duration};

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

/// Why a child has not played its order.
#[derive(Debug, thiserror::Error)]
pub enum ChildError {
    /// The system could not start it.
    #[error("its process could not be started: {0}")]
    Start(#[from] io::Error),
    /// It sent nothing for so long that the parent killed it.
    #[error("its process said nothing for {0:?} and was killed")]
    Silent(Duration),
    /// It crashed.
    #[error("its process ended with {status}{stderr_tail}")]
    Crashed {
        /// How it ended.
        status: ExitStatus,
        /// The end of its standard error, after a colon; empty if it wrote nothing there.
        stderr_tail: String,
    },
    /// It sent a line that is not a message.
    #[error("its process sent a line that is not a message: {0}")]
    Garbled(String),
    /// It reports that there is no verdict.
    #[error("{0}")]
    Play(String),
    /// It reports that a playing did not come to its end in time.
    #[error("{reason}")]
    OutOfPatience {
        /// What did not come.
        reason: String,
        /// How long the child waited for it, in ns.
        patience_ns: u64,
        /// Whether the work had halted, and only the call that stopped it did not return.
        halted: bool,
    },
    /// The parent was interrupted, and has killed the child.
    #[error("interrupted")]
    Interrupted,
}
