//! Where a run is written to: a file that is replaced as a whole, or a stream that is written to once.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use crate::output_lock::{Lock, LockError};

/// A run's file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The system does not allow it.
    #[error("{}: {source}", path.display())]
    System {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It is a pipe that nobody reads.
    #[error("{}: nobody reads this pipe", path.display())]
    Unread {
        /// The pipe.
        path: PathBuf,
    },
    /// Somebody else is about to write it.
    #[error("{}: another run writes to it", path.display())]
    Taken {
        /// The file.
        path: PathBuf,
    },
}

/// Where a run will be written to, held from before the run to its end. No other run that holds it so can
/// write to the same file meanwhile.
#[derive(Debug)]
pub struct Destination {
    path: PathBuf,
    target: Target,
}

#[derive(Debug)]
enum Target {
    /// A file, with every link on the way to it followed.
    File { file: PathBuf, _lock: Lock },
    /// A pipe or a device; a rename would replace it.
    Stream(File),
    /// Standard output or standard error, which go on where they are, even where they are files.
    Standard(fn() -> Box<dyn Write>),
}

impl Destination {
    /// Finds out before the run whether it can be written to, makes its folder, and holds it.
    ///
    /// # Errors
    /// [`SaveError`] names the file and what is wrong.
    pub fn open(path: &Path) -> Result<Self, SaveError> {
        let failed = |source| SaveError::System { path: path.to_owned(), source };
        let target = match standard(path) {
            Some(stream) => Target::Standard(stream),
            None if path.is_dir() => return Err(failed(io::ErrorKind::IsADirectory.into())),
            None if is_stream(path) => Target::Stream(open_stream(path)?),
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

    /// Writes what there is so far, where the end will replace it: not to a stream.
    ///
    /// # Errors
    /// [`SaveError`] names the file and what the system said.
    pub fn keep(&self, text: &str) -> Result<(), SaveError> {
        match self.target {
            Target::File { .. } => self.save(text),
            Target::Stream(_) | Target::Standard(_) => Ok(()),
        }
    }

    /// Writes the whole: a file aside first, then renamed, so that no reader finds half of it and a full
    /// disk leaves the former one whole.
    ///
    /// # Errors
    /// [`SaveError`] names the file and what the system said.
    pub fn save(&self, text: &str) -> Result<(), SaveError> {
        let written = match &self.target {
            Target::File { file, .. } => replace(file, text),
            Target::Stream(stream) => write(stream, text),
            Target::Standard(stream) => write(stream(), text),
        };
        written.map_err(|source| SaveError::System { path: self.path.clone(), source })
    }
}

/// Writes a text to a file as [`Destination::save`] does, without holding it.
///
/// # Errors
/// [`SaveError`] names the file and what the system said.
pub fn save_text(path: &Path, text: &str) -> Result<(), SaveError> {
    let failed = |source| SaveError::System { path: path.to_owned(), source };
    if is_stream(path) {
        return write(open_stream(path)?, text).map_err(failed);
    }
    let file = followed(path).map_err(failed)?;
    replace(&file, text).map_err(failed)
}

fn standard(path: &Path) -> Option<fn() -> Box<dyn Write>> {
    match path.to_str()? {
        "/dev/stdout" | "/dev/fd/1" | "/proc/self/fd/1" => Some(|| Box::new(io::stdout())),
        "/dev/stderr" | "/dev/fd/2" | "/proc/self/fd/2" => Some(|| Box::new(io::stderr())),
        _ => None,
    }
}

fn is_stream(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

/// Opens a pipe or a device. A pipe's reader must be there already: it is not waited for.
fn open_stream(path: &Path) -> Result<File, SaveError> {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        rustix::fs::OFlags::NONBLOCK.bits().cast_signed(),
    );
    let failed = |source| SaveError::System { path: path.to_owned(), source };
    let file = options.open(path).map_err(|error| match error.raw_os_error() {
        #[cfg(unix)]
        Some(code) if code == rustix::io::Errno::NXIO.raw_os_error() => {
            SaveError::Unread { path: path.to_owned() }
        }
        _ => failed(error),
    })?;
    // A reader that is slower than the writer is waited for.
    #[cfg(unix)]
    rustix::fs::fcntl_setfl(&file, rustix::fs::OFlags::empty()).map_err(|error| failed(error.into()))?;
    Ok(file)
}

fn write(mut to: impl Write, text: &str) -> io::Result<()> {
    to.write_all(text.as_bytes())?;
    to.flush()
}

/// The file that a path leads to, be it there or not.
fn followed(path: &Path) -> io::Result<PathBuf> {
    /// As Linux does, which then says that there are too many.
    const LINKS: usize = 40;

    let mut file = path.to_owned();
    for _ in 0..LINKS {
        match fs::read_link(&file) {
            Ok(target) => file = folder(&file).join(target),
            Err(_) => return Ok(file),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

fn folder(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Puts a file with this text in the place of the former one.
fn replace(file: &Path, text: &str) -> io::Result<()> {
    fs::create_dir_all(folder(file))?;
    let mut aside = tempfile::Builder::new();
    // As readable as any file that a program writes; tempfile's own default is for secrets.
    #[cfg(unix)]
    aside.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let mut aside: NamedTempFile = aside.prefix(".run-").tempfile_in(folder(file))?;
    aside.write_all(text.as_bytes())?;
    aside.persist(file)?;
    Ok(())
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
        save_text(&link, "again").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(target).unwrap(), "again");
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_written_to_once_if_somebody_reads_it() {
        use rustix::fs::{CWD, FileType, Mode, mknodat};

        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        mknodat(CWD, &pipe, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        assert!(matches!(Destination::open(&pipe), Err(SaveError::Unread { .. })));
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read_to_string(pipe)
        });
        // Until the reader has opened it, it has no reader.
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
