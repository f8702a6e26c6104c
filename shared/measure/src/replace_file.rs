//! Replaces a file as a whole.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

/// The file that a path leads to through all symbolic links, whether it exists or not.
pub(crate) fn followed(path: &Path) -> io::Result<PathBuf> {
    /// Linux follows as many, and then says that there are too many.
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

/// The folder of a file.
pub(crate) fn folder(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Replaces a file with one that contains this text. It writes a temporary file first and renames it, so
/// that no reader sees half of it and a full disk leaves the former file intact.
pub(crate) fn replace(file: &Path, contents: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder(file))?;
    let mut aside = tempfile::Builder::new();
    // Readable for everyone, like other files that programs write; tempfile's default is for secrets.
    #[cfg(unix)]
    aside.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let mut aside: NamedTempFile = aside.prefix(".run-").tempfile_in(folder(file))?;
    aside.write_all(contents)?;
    aside.persist(file)?;
    Ok(())
}
