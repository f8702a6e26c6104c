//! Where a run is written to: a file that is replaced as a whole.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use serde::Serialize;

/// Why a run's file could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
pub struct SaveError {
    path: PathBuf,
    source: io::Error,
}

/// Where a run will be written to.
#[derive(Debug)]
pub struct Destination {
    path: PathBuf,
}

impl Destination {
    /// Checks before the run that it can be written to, and creates its folder.
    ///
    /// # Errors
    /// [`SaveError`] names the file and what is wrong.
    pub fn open(path: &Path) -> Result<Self, SaveError> {
        let failed = |source| SaveError { path: path.to_owned(), source };
        if path.is_dir() {
            return Err(failed(io::ErrorKind::IsADirectory.into()));
        }
        if !is_device(path) {
            aside(path).map_err(failed)?;
        }
        Ok(Self { path: path.to_owned() })
    }

    /// Writes what there is so far, if the end of the run can replace it: not to a device.
    ///
    /// # Errors
    /// [`SaveError`] names the file and the system's error.
    pub fn keep(&self, run: &impl Serialize) -> Result<(), SaveError> {
        if is_device(&self.path) { Ok(()) } else { self.save(run) }
    }

    /// Writes the whole run as JSON, as [`save_file`] does, without a second copy of it in memory.
    ///
    /// # Errors
    /// [`SaveError`] names the file and the system's error.
    pub fn save(&self, run: &impl Serialize) -> Result<(), SaveError> {
        replace(&self.path, |file| {
            let mut file = BufWriter::new(file);
            serde_json::to_writer_pretty(&mut file, run)?;
            file.write_all(b"\n")?;
            file.flush()
        })
    }
}

/// Replaces a file as a whole: the contents go to a temporary file first, which is then renamed, so that no reader
/// sees half of it and a full disk leaves the former file intact. A symbolic link stays, and so does a device.
///
/// # Errors
/// [`SaveError`] names the file and the system's error.
pub fn save_file(path: &Path, contents: &[u8]) -> Result<(), SaveError> {
    replace(path, |file| file.write_all(contents))
}

fn replace(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), SaveError> {
    let replaced = || {
        if is_device(path) {
            return write(&mut OpenOptions::new().write(true).open(path)?);
        }
        let mut aside = aside(path)?;
        write(aside.as_file_mut())?;
        aside.persist(target(path))?;
        Ok(())
    };
    replaced().map_err(|source| SaveError { path: path.to_owned(), source })
}

/// Whether something is there that a rename must not replace.
fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir())
}

/// The file that a path leads to through all symbolic links, if it is there.
fn target(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// A temporary file in the folder of the file that it is to replace, which is created if it is not there.
fn aside(path: &Path) -> io::Result<tempfile::NamedTempFile> {
    let target = target(path);
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut aside = tempfile::Builder::new();
    // Readable for everyone, like other files that programs write; tempfile's default is for secrets.
    #[cfg(unix)]
    aside.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    aside.prefix(".run-").tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_as_a_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/run.json");
        let destination = Destination::open(&path).unwrap();
        assert!(!path.exists(), "nothing is written before there is something");
        for run in ["so far", "whole"] {
            destination.keep(&run).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), format!("\"{run}\"\n"));
        }
        let names = fs::read_dir(folder.path().join("new")).unwrap();
        assert_eq!(names.count(), 1, "something is left beside it");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (link, target) = (folder.path().join("link"), folder.path().join("target"));
        fs::write(&target, "before").unwrap();
        std::os::unix::fs::symlink("target", &link).unwrap();
        Destination::open(&link).unwrap();
        save_file(&link, b"through the link").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(target).unwrap(), "through the link");
    }

    #[test]
    fn a_folder_is_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let error = Destination::open(folder.path()).unwrap_err().to_string();
        assert!(error.starts_with(&folder.path().display().to_string()), "{error}");
    }
}
