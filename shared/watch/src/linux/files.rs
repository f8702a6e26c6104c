//! The files that a program leaves.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// How many files are looked at in a folder: a larger one is no folder for what must not be left.
const MANY: usize = 10_000;

/// The folders that are watched, and what was in them before the program was started.
pub(crate) struct Files {
    folders: Vec<PathBuf>,
    before: BTreeSet<PathBuf>,
}

impl Files {
    /// Looks at the folders as they are now.
    pub(crate) fn in_folders(folders: Vec<PathBuf>) -> Self {
        let before = inside(&folders);
        Self { folders, before }
    }

    /// What is new in them, and those of these sockets that are still there.
    pub(crate) fn left(&self, sockets: &[PathBuf]) -> Vec<String> {
        let mut left: BTreeSet<PathBuf> = inside(&self.folders).difference(&self.before).cloned().collect();
        left.extend(sockets.iter().filter(|socket| socket.exists()).cloned());
        left.iter().map(|path| path.display().to_string()).collect()
    }
}

/// The files in these folders and in the folders in them. A link is a file.
fn inside(folders: &[PathBuf]) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut folders: Vec<PathBuf> = folders.to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            if found.len() == MANY {
                return found;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                _ => drop(found.insert(entry.path())),
            }
        }
    }
    found
}

/// The path without this folder before it.
pub(crate) fn without(folder: &Path, path: &str) -> String {
    Path::new(path)
        .strip_prefix(folder)
        .map_or_else(|_| path.to_owned(), |rest| format!("$TMPDIR/{}", rest.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_new_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("old"), "").unwrap();
        let files = Files::in_folders(vec![folder.path().to_owned()]);
        fs::create_dir(path("new")).unwrap();
        fs::write(path("new/file"), "").unwrap();
        fs::write(path("old"), "changed").unwrap();
        let left = files.left(&[path("new/file"), path("gone.sock")]);
        assert_eq!(left, [path("new/file").display().to_string()]);
        assert_eq!(without(folder.path(), &left[0]), "$TMPDIR/new/file");
        assert_eq!(without(folder.path(), "/elsewhere"), "/elsewhere");
    }
}
