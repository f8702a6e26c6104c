//! Why a run's file could not be written.

use std::{io, path::PathBuf};

/// Why a run's file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The system reported an error.
    #[error("{}: {source}", path.display())]
    System {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// It is a pipe without a reader.
    #[error("{}: nobody reads this pipe", path.display())]
    Unread {
        /// The pipe.
        path: PathBuf,
    },
    /// Another run is about to write it.
    #[error("{}: another run writes to it", path.display())]
    Taken {
        /// The file.
        path: PathBuf,
    },
}
