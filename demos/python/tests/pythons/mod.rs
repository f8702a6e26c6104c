//! The Pythons that are installed.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The least version that is looked for.
const LEAST: (u32, u32) = (3, 10);

/// One Python of each version that is in the path, or among those that pyenv has installed.
pub(crate) fn pythons() -> BTreeMap<(u32, u32), PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let names = || (LEAST.1..30).map(|minor| format!("python3.{minor}")).chain(["python3".to_owned()]);
    let in_path = env::split_paths(&path).flat_map(|folder| names().map(move |name| folder.join(name)));
    let own = env::var_os("PYENV_ROOT").map(PathBuf::from);
    let own = own.or_else(|| Some(Path::new(&env::var_os("HOME")?).join(".pyenv")));
    let of_pyenv =
        own.and_then(|own| fs::read_dir(own.join("versions")).ok()).into_iter().flatten().flatten();
    let of_pyenv = of_pyenv.map(|version| version.path().join("bin/python3"));
    let all = of_pyenv.chain(in_path).filter(|python| python.exists());
    all.filter_map(|python| Some((version(&python)?, python)))
        .filter(|(version, _)| *version >= LEAST)
        .collect()
}

fn version(python: &Path) -> Option<(u32, u32)> {
    let tell = "import sys; print(*sys.version_info[:2])";
    let output = Command::new(python).args(["-c", tell]).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let (major, minor) = text.trim().split_once(' ')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
