//! Where a run is written to: a file that is replaced as a whole, or a stream that is written to once.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::{
    output_lock::{Lock, LockError},
    output_stream::{self, is_stream, standard},
    replace_file::{folder, followed, replace},
    save_error::SaveError,
};

/// Where a run will be written to. It is locked from before the run to its end, so that no other run
/// writes to the same file meanwhile.
#[derive(Debug)]
pub struct Destination {
    path: PathBuf,
    target: Target,
}

#[derive(Debug)]
enum Target {
    /// A file, to which every symbolic link has been followed.
    File { file: PathBuf, _lock: Lock },
    /// A pipe or a device, which a rename would replace.
    Stream(File),
    /// Standard output or standard error. Text is appended to it, even if it is a file.
    Standard(fn() -> Box<dyn Write>),
}

impl Destination {
    /// Checks before the run that it can be written to, creates its folder, and locks it.
    ///
    /// # Errors
    /// [`SaveError`] names the file and what is wrong.
    pub fn open(path: &Path) -> Result<Self, SaveError> {
        let failed = |source| SaveError::System { path: path.to_owned(), source };
        let target = match standard(path) {
            Some(stream) => Target::Standard(stream),
            None if path.is_dir() => return Err(failed(io::ErrorKind::IsADirectory.into())),
            None if is_stream(path) => Target::Stream(output_stream::open(path)?),
            None => {
                let file = followed(path).map_err(failed)?;
                fs::create_dir_all(folder(&file)).map_err(failed)?;
                let lock = Lock::beside(&file).map_err(|error| match error {
                    LockError::Taken => SaveError::Taken { path: path.to_owned() },
                    LockError::System(source) => failed(source),
                })?;
                Target::File { file, _lock: lock }
            }
        };
        Ok(Self { path: path.to_owned(), target })
    }

    /// Writes what there is so far, if the end of the run can replace it: not to a stream.
    ///
    /// # Errors
    /// [`SaveError`] names the file and the system's error.
    pub fn keep(&self, text: &str) -> Result<(), SaveError> {
        match self.target {
            Target::File { .. } => self.save(text),
            Target::Stream(_) | Target::Standard(_) => Ok(()),
        }
    }

    /// Writes the whole text. A file is replaced as a whole, so that no reader sees half of it and a full
    /// disk leaves the former file intact.
    ///
    /// # Errors
    /// [`SaveError`] names the file and the system's error.
    pub fn save(&self, text: &str) -> Result<(), SaveError> {
        let written = match &self.target {
            Target::File { file, .. } => replace(file, text.as_bytes()),
            Target::Stream(stream) => output_stream::write(stream, text.as_bytes()),
            Target::Standard(stream) => output_stream::write(stream(), text.as_bytes()),
        };
        written.map_err(|source| SaveError::System { path: self.path.clone(), source })
    }
}

/// Writes a file as [`Destination::save`] does, without locking it.
///
/// # Errors
/// [`SaveError`] names the file and the system's error.
pub fn save_file(path: &Path, contents: &[u8]) -> Result<(), SaveError> {
    let failed = |source| SaveError::System { path: path.to_owned(), source };
    if is_stream(path) {
        return output_stream::write(output_stream::open(path)?, contents).map_err(failed);
    }
    let file = followed(path).map_err(failed)?;
    replace(&file, contents).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_as_a_whole_and_held_by_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/run.json");
        let held = Destination::open(&path).unwrap();
        assert!(matches!(Destination::open(&path), Err(SaveError::Taken { .. })));
        held.keep("so far").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "so far");
        held.save("whole").unwrap();
        drop(held);
        Destination::open(&path).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "whole");
        let names = fs::read_dir(folder.path().join("new")).unwrap();
        assert_eq!(names.count(), 1, "something is left beside it");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_its_target_is_held() {
        let folder = tempfile::tempdir().unwrap();
        let (link, target) = (folder.path().join("link"), folder.path().join("target"));
        std::os::unix::fs::symlink("target", &link).unwrap();
        let held = Destination::open(&link).unwrap();
        assert!(matches!(Destination::open(&target), Err(SaveError::Taken { .. })));
        held.save("through the link").unwrap();
        assert!(link.is_symlink() && target.is_file());
        save_file(&link, b"again").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(target).unwrap(), "again");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_pipe_is_written_to_once_if_it_has_a_reader() {
        use rustix::fs::{CWD, FileType, Mode, mknodat};

        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        mknodat(CWD, &pipe, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        assert!(matches!(Destination::open(&pipe), Err(SaveError::Unread { .. })));
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read_to_string(pipe)
        });
        // Opening fails until the reader has opened the pipe.
        let held = loop {
            match Destination::open(&pipe) {
                Err(SaveError::Unread { .. }) => std::thread::yield_now(),
                held => break held.unwrap(),
            }
        };
        held.keep("so far").unwrap();
        held.save("whole").unwrap();
        drop(held);
        assert_eq!(reader.join().unwrap().unwrap(), "whole");
    }

    #[test]
    fn a_folder_is_no_file() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(Destination::open(folder.path()), Err(SaveError::System { .. })));
    }
}
