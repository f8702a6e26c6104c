//! A lock beside a file, so that two runs do not write to the same one. The system releases it when its
//! process ends, however that ends. It may leave an empty file behind, which locks nothing.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
};

/// Why a file could not be locked.
#[derive(Debug)]
pub(crate) enum LockError {
    /// Another process holds the lock, or this one does already.
    Taken,
    /// The system reported an error.
    System(io::Error),
}

/// A lock that is held until it is dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock of a file: `.run.json.lock` beside `run.json`.
    pub(crate) fn beside(file: &Path) -> Result<Self, LockError> {
        let mut name = OsString::from(".");
        name.push(file.file_name().unwrap_or_default());
        name.push(".lock");
        let path = file.with_file_name(name);
        loop {
            let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
            let lock = lock.map_err(LockError::System)?;
            lock.try_lock().map_err(|error| match error {
                TryLockError::WouldBlock => LockError::Taken,
                TryLockError::Error(error) => LockError::System(error),
            })?;
            // Its former holder may have removed the file between opening and locking.
            if is_at(&lock, &path) {
                return Ok(Self { path, _file: lock });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether `file` is still the one at `path`.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    let id = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let (file, path) = (file.metadata().map(id), fs::metadata(path).map(id));
    file.is_ok_and(|file| path.is_ok_and(|path| file == path))
}

/// Windows does not remove a file that is open.
#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> bool {
    true
}
