//! Reads a run's file. An error names the file, what is wrong, and where.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use measure::{Run, SCHEMA, Sweep};
use serde::{Deserialize, de::IgnoredAny};
use watch::Watched;

/// Why a file can't be read.
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
    /// It isn't JSON, ends too early, or is the JSON of something else.
    #[error("{path}: no run of still-standing: {source}", path = path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What was found, and in which line and column.
        source: serde_json::Error,
    },
    /// It was written by an earlier version, whose fields meant something else.
    #[error("{path}: its schema is {found}, and this program reads {SCHEMA}; measure it anew", path = path.display())]
    Older {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: u32,
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

/// The content of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum ResultsFile {
    /// A run.
    Run(Box<Run>),
    /// A sweep, each of whose points is a run.
    Sweep(Box<Sweep>),
    /// Programs that were watched.
    Watched(Box<Watched>),
}

impl ResultsFile {
    /// The run, if it is one.
    #[must_use]
    pub fn run(&self) -> Option<&Run> {
        if let Self::Run(run) = self { Some(run) } else { None }
    }

    /// The sweep, if it is one.
    #[must_use]
    pub fn sweep(&self) -> Option<&Sweep> {
        if let Self::Sweep(sweep) = self { Some(sweep) } else { None }
    }

    /// The programs, if it is of some.
    #[must_use]
    pub fn watched(&self) -> Option<&Watched> {
        if let Self::Watched(watched) = self { Some(watched) } else { None }
    }
}

/// The run in a file.
///
/// # Errors
/// See [`ReadError`].
pub fn run(path: &Path) -> Result<Run, ReadError> {
    let (text, _) = text(path)?;
    parse(path, &text)
}

/// The run, the sweep or the programs in a file.
///
/// # Errors
/// See [`ReadError`].
pub fn results_file(path: &Path) -> Result<ResultsFile, ReadError> {
    let (text, head) = text(path)?;
    Ok(match head {
        Head { sweep: Some(_), .. } => ResultsFile::Sweep(Box::new(parse(path, &text)?)),
        Head { programs: Some(_), .. } => ResultsFile::Watched(Box::new(parse(path, &text)?)),
        Head { .. } => ResultsFile::Run(Box::new(parse(path, &text)?)),
    })
}

/// The name of a file without its extension.
pub(crate) fn stem(file: &str) -> String {
    Path::new(file).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The part of a file that decides how the rest is read.
#[derive(Deserialize)]
struct Head {
    schema: u32,
    /// What a sweep varies; a run has no such field.
    sweep: Option<String>,
    /// The programs of a watch; a run has no such field.
    programs: Option<IgnoredAny>,
}

fn text(path: &Path) -> Result<(Vec<u8>, Head), ReadError> {
    let text = fs::read(path).map_err(|source| ReadError::Unreadable { path: path.to_owned(), source })?;
    let head: Head = parse(path, &text)?;
    if head.schema > SCHEMA {
        return Err(ReadError::Newer { path: path.to_owned(), found: head.schema });
    }
    if head.schema < SCHEMA {
        return Err(ReadError::Older { path: path.to_owned(), found: head.schema });
    }
    Ok((text, head))
}

fn parse<'a, T: Deserialize<'a>>(path: &Path, text: &'a [u8]) -> Result<T, ReadError> {
    serde_json::from_slice(text).map_err(|source| ReadError::Malformed { path: path.to_owned(), source })
}
