//! Reads a run's file. An error names the file, what is wrong, and where.

use std::{
    cmp::Ordering,
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
};

use measure::{Run, SCHEMA, Sweep};
use serde::{
    Deserialize,
    de::{DeserializeOwned, IgnoredAny},
};

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
    #[error("{path}: no {kind}: {source}", path = path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What it should be.
        kind: &'static str,
        /// What was found, and in which line and column.
        source: serde_json::Error,
    },
    /// It is the JSON of something else.
    #[error("{path}: no {kind}: it has no field {field}", path = path.display())]
    Other {
        /// The file.
        path: PathBuf,
        /// What it should be.
        kind: &'static str,
        /// What such a file has.
        field: String,
    },
    /// It was written by an earlier version, whose fields meant something else.
    #[error("{path}: its schema is {found}, and this program reads {known}; measure it anew", path = path.display())]
    Older {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: u32,
        /// The one that this program writes.
        known: u32,
    },
    /// It was written by a later version.
    #[error("{path}: its schema is {found}, and this program reads {known}; use a later one", path = path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: u32,
        /// The one that this program writes.
        known: u32,
    },
}

/// The content of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum ResultsFile {
    /// A run.
    Run(Box<Run>),
    /// A sweep, each of whose points is a run.
    Sweep(Box<Sweep>),
}

impl ResultsFile {
    /// The run, if it is one.
    pub fn run(&self) -> Option<&Run> {
        if let Self::Run(run) = self { Some(run) } else { None }
    }

    /// The sweep, if it is one.
    pub fn sweep(&self) -> Option<&Sweep> {
        if let Self::Sweep(sweep) = self { Some(sweep) } else { None }
    }
}

/// A kind of files, all of which say the version of their form as `schema`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// What such a file is, as in `no run of still-standing`.
    pub name: &'static str,
    /// One of these fields such a file has, and other kinds have not.
    pub fields: &'static [&'static str],
    /// The version that this program writes, and reads.
    pub schema: u32,
}

const RUN: Kind = Kind { name: "run of still-standing", fields: &["cases", "points"], schema: SCHEMA };

/// The content of a file of this kind.
///
/// # Errors
/// See [`ReadError`].
pub fn read<T: DeserializeOwned>(path: &Path, kind: Kind) -> Result<T, ReadError> {
    let (text, _) = text(path, kind)?;
    parse(path, kind, &text)
}

/// The run in a file.
///
/// # Errors
/// See [`ReadError`].
pub fn run(path: &Path) -> Result<Run, ReadError> {
    read(path, RUN)
}

/// The run or the sweep in a file.
///
/// # Errors
/// See [`ReadError`].
pub fn results_file(path: &Path) -> Result<ResultsFile, ReadError> {
    let (text, head) = text(path, RUN)?;
    Ok(match head.sweep {
        Some(_) => ResultsFile::Sweep(Box::new(parse(path, RUN, &text)?)),
        None => ResultsFile::Run(Box::new(parse(path, RUN, &text)?)),
    })
}

/// The name of a file without its extension.
pub fn stem(file: &str) -> String {
    Path::new(file).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The part of a file that decides how the rest is read.
#[derive(Deserialize)]
struct Head {
    schema: u32,
    /// What a sweep varies; a run has no such field.
    sweep: Option<String>,
}

fn text(path: &Path, kind: Kind) -> Result<(Vec<u8>, Head), ReadError> {
    let text = fs::read(path).map_err(|source| ReadError::Unreadable { path: path.to_owned(), source })?;
    let fields: HashMap<String, IgnoredAny> = parse(path, kind, &text)?;
    if !kind.fields.iter().any(|field| fields.contains_key(*field)) {
        let field = kind.fields.join(" and no ");
        return Err(ReadError::Other { path: path.to_owned(), kind: kind.name, field });
    }
    let head: Head = parse(path, kind, &text)?;
    let (found, known) = (head.schema, kind.schema);
    match found.cmp(&known) {
        Ordering::Greater => Err(ReadError::Newer { path: path.to_owned(), found, known }),
        Ordering::Less => Err(ReadError::Older { path: path.to_owned(), found, known }),
        Ordering::Equal => Ok((text, head)),
    }
}

fn parse<'a, T: Deserialize<'a>>(path: &Path, kind: Kind, text: &'a [u8]) -> Result<T, ReadError> {
    let malformed = |source| ReadError::Malformed { path: path.to_owned(), kind: kind.name, source };
    serde_json::from_slice(text).map_err(malformed)
}

/// A run that was recorded for the tests: `snapshots/run.json`.
#[cfg(test)]
pub(crate) fn recorded_run(name: &str) -> Run {
    run(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded").join(name)).expect("it is recorded")
}

/// A sweep that was recorded for the tests: `snapshots/sweep-look.json`.
#[cfg(test)]
pub(crate) fn recorded_sweep(name: &str) -> Sweep {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded").join(name);
    read(&file, RUN).expect("it is recorded")
}
