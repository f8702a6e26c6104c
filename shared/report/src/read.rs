//! Reads a run's file, and says which file, what and where when it cannot.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use measure::{Run, SCHEMA};
use serde::Deserialize;

/// Why a file is no run.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The system could not read it.
    #[error("{path}: {source}", path = path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is no JSON, or ends too early, or is the JSON of something else.
    #[error("{path}: no run of still-standing: {source}", path = path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What was found, and in which line and column.
        source: serde_json::Error,
    },
    /// It was written by a later version.
    #[error("{path}: its schema is {found}, and this program reads {SCHEMA}; use a later one", path = path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: u32,
    },
}

/// The run in a file.
///
/// # Errors
/// See [`ReadError`].
pub fn run(path: &Path) -> Result<Run, ReadError> {
    #[derive(Deserialize)]
    struct Version {
        schema: u32,
    }
    let malformed = |source| ReadError::Malformed { path: path.to_owned(), source };
    let text = fs::read(path).map_err(|source| ReadError::Unreadable { path: path.to_owned(), source })?;
    let version: Version = serde_json::from_slice(&text).map_err(malformed)?;
    if version.schema > SCHEMA {
        return Err(ReadError::Newer { path: path.to_owned(), found: version.schema });
    }
    serde_json::from_slice(&text).map_err(malformed)
}
