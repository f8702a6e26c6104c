//! Why a child has not played its order.

use std::{io, process::ExitStatus, time::Duration};

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
