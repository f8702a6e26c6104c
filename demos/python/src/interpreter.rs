//! Python's interpreter: where it is, what it has, and how it plays a script.

use std::{
    fmt::Display,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

use still_standing::{Comment, Guest, Versions, seen_from_here};

/// Python, as the harness knows it.
pub const PYTHON: Guest = Guest {
    name: "python3",
    folder: SCRIPTS,
    path: "demos/python/src",
    comment: Comment::Docstring,
    warm_up: 1,
    is_here,
    command,
    versions,
};

/// The folder of the scripts: they are read where they were when this was built.
const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
/// The virtual environment with the packages, from the root of the repository.
const ENVIRONMENT: &str = "demos/python/.venv";
/// The library that three scripts call: `build.rs` has built it from `src/abort/extension.rs`.
const EXTENSION: &str = env!("EXTENSION");
/// The least version, for `asyncio` as the scripts use it.
const LEAST: (u32, u32) = (3, 11);
/// Tells the version, and which of the packages are there.
const TELL: &str = "import sys, importlib.util as find
print(*sys.version_info[:2], *(name for name in ('gevent', 'trio') if find.find_spec(name)))";

/// Tells the versions of the interpreter and of these packages, a line each.
const VERSIONS: &str = "import platform, importlib.metadata as known
print('python', platform.python_version())
for name in ('gevent', 'trio'):
    try: print(name, known.version(name))
    except known.PackageNotFoundError: pass";

/// A script is given to the interpreter as it is.
fn command(script: &Path) -> Result<Command, String> {
    let mut command = Command::new(program());
    command
        .arg(script)
        .env("PYTHONPATH", SCRIPTS)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("STILL_STANDING_EXTENSION", EXTENSION);
    Ok(command)
}

/// What a run was played with: nothing where there is no Python that plays these scripts.
fn versions() -> Versions {
    let output = python().ok().and_then(|_| Command::new(program()).args(["-c", VERSIONS]).output().ok());
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let pairs = text.lines().filter_map(|line| line.split_once(' '));
    pairs.map(|(name, version)| (name.to_owned(), version.to_owned())).collect()
}

/// A Python that was found.
struct Python {
    version: (u32, u32),
    packages: Vec<String>,
}

/// Whether there is a Python that plays these scripts.
///
/// # Errors
/// What is missing.
pub fn is_here() -> Result<(), String> {
    python().map(drop)
}

/// Whether it has trio.
///
/// # Errors
/// What is missing, and how to come by it.
pub fn has_trio() -> Result<(), String> {
    has("trio")
}

/// Whether it has gevent.
///
/// # Errors
/// What is missing, and how to come by it.
pub(crate) fn has_gevent() -> Result<(), String> {
    has("gevent")
}

/// Whether the library is there that three scripts call.
///
/// # Errors
/// What is missing.
pub(crate) fn has_extension() -> Result<(), String> {
    is_here()?;
    let is_there = Path::new(EXTENSION).exists();
    if is_there {
        Ok(())
    } else {
        Err(format!("the extension was not built, or is no longer in {EXTENSION}"))
    }
}

/// Looks into the virtual environment alone: whatever else is installed may be of any age.
fn has(package: &str) -> Result<(), String> {
    let (python, environment) = (python()?, seen_from_here(ENVIRONMENT));
    let is_there =
        python.packages.iter().any(|name| name == package) && interpreter_in(&environment).exists();
    if is_there { Ok(()) } else { Err(no_package(package, &environment)) }
}

fn no_package(package: &str, environment: &Path) -> String {
    let advice = "demos/python/README.md has the one command that installs it";
    format!("there is no {package} in {}: {advice}", environment.display())
}

/// The one that was found; asked once a process.
fn python() -> Result<&'static Python, String> {
    static PYTHON: OnceLock<Result<Python, String>> = OnceLock::new();
    PYTHON.get_or_init(|| Python::find(&program())).as_ref().map_err(Clone::clone)
}

/// The Python of the virtual environment where there is one, and else the system's.
fn program() -> PathBuf {
    let own = interpreter_in(&seen_from_here(ENVIRONMENT));
    Some(own).filter(|own| own.exists()).unwrap_or_else(|| "python3".into())
}

fn interpreter_in(environment: &Path) -> PathBuf {
    environment.join("bin/python3")
}

impl Python {
    fn find(program: &Path) -> Result<Self, String> {
        let cannot = |error: &dyn Display| format!("there is no python3 that starts: {error}");
        let mut ask = Command::new(program);
        let output = ask.args(["-c", TELL]).stderr(Stdio::null()).output().map_err(|error| cannot(&error))?;
        if !output.status.success() {
            return Err(cannot(&output.status));
        }
        let python = Self::parse(&String::from_utf8_lossy(&output.stdout)).ok_or("python3 has no version")?;
        let ((major, minor), (least_major, least_minor)) = (python.version, LEAST);
        if python.version < LEAST {
            return Err(format!("python3 is {major}.{minor}, older than {least_major}.{least_minor}"));
        }
        Ok(python)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let mut number = || words.next()?.parse().ok();
        let version = (number()?, number()?);
        Some(Self { version, packages: words.map(str::to_owned).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_python_tells_its_version_and_its_packages() {
        let python = Python::parse("3 12 gevent trio\n").unwrap();
        assert_eq!(python.version, (3, 12));
        assert_eq!(python.packages, ["gevent", "trio"]);
        assert!(Python::parse("Python?").is_none());
    }

    #[test]
    fn a_package_that_is_not_there_is_missing_in_the_whole_path_that_was_looked_at() {
        let reason = no_package("trio", &seen_from_here("no/such/.venv"));
        let here = std::env::current_dir().unwrap().join("no/such/.venv");
        assert!(reason.starts_with(&format!("there is no trio in {}: ", here.display())), "{reason}");
    }

    #[test]
    fn what_does_not_start_is_no_python() {
        let reason = |program: &str| Python::find(Path::new(program)).map(drop).unwrap_err();
        assert!(reason("/no/such/python3").starts_with("there is no python3"));
        assert!(reason("false").starts_with("there is no python3"));
        assert_eq!(reason("true"), "python3 has no version");
    }
}
