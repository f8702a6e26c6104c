//! Pipes, devices, standard output and standard error: what is written to once, and never replaced.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
};

use crate::save_error::SaveError;

/// Standard output or standard error, if the path is one of its names.
pub(crate) fn standard(path: &Path) -> Option<fn() -> Box<dyn Write>> {
    match path.to_str()? {
        "/dev/stdout" | "/dev/fd/1" | "/proc/self/fd/1" => Some(|| Box::new(io::stdout())),
        "/dev/stderr" | "/dev/fd/2" | "/proc/self/fd/2" => Some(|| Box::new(io::stderr())),
        _ => None,
    }
}

/// Whether the path is neither a file nor a folder, but something that exists.
pub(crate) fn is_stream(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

/// Opens a pipe or a device. A pipe must have a reader already.
///
/// # Errors
/// [`SaveError::Unread`] if it has none, and [`SaveError::System`] for every other error.
pub(crate) fn open(path: &Path) -> Result<File, SaveError> {
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
    // From now on, a write waits for a reader that is slower.
    #[cfg(unix)]
    rustix::fs::fcntl_setfl(&file, rustix::fs::OFlags::empty()).map_err(|error| failed(error.into()))?;
    Ok(file)
}

/// Writes the contents and flushes them.
pub(crate) fn write(mut to: impl Write, contents: &[u8]) -> io::Result<()> {
    to.write_all(contents)?;
    to.flush()
}
