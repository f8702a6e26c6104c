//! A row of the table of servers.

use std::{
    env, fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
};

use watch::{Plan, Planned, Verdict};

/// A row: a server, how it is asked, and the verdict that is claimed; `None` if runs of it differ.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Server {
    pub(crate) name: &'static str,
    pub(crate) ask: &'static str,
    pub(crate) expected: Option<Verdict>,
    /// Completes the plan: what is started and how it is known to be ready. Its files go into the folder.
    pub(crate) prepare: fn(Plan, &Path) -> Result<Plan, String>,
}

impl Server {
    /// The plan of this row.
    pub(crate) fn planned(&self, folder: &Path) -> Planned {
        let way = self.ask.split(',').next().unwrap_or(self.ask);
        let folder = folder.join(format!("{}-{way}", self.name));
        fs::create_dir_all(&folder).expect("a folder for the server's files");
        let plan = Plan {
            ask: self.ask.parse().expect("a way to ask"),
            expected: self.expected,
            ..Plan::new(self.name, self.name)
        };
        match (self.prepare)(plan.clone(), &folder) {
            Ok(plan) => (plan, None),
            Err(missing) => (plan, Some(missing)),
        }
    }
}

/// A port of the loopback that nothing listens at.
///
/// # Errors
/// If the system has none.
pub(crate) fn free_port() -> Result<u16, String> {
    let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    address.map(|address| address.port()).map_err(|error| format!("no free port: {error}"))
}

/// The path of a program that is in `PATH` or in one of these folders.
///
/// # Errors
/// If it is in none, with the package that has it.
pub(crate) fn find(program: &str, package: &str, further: &[PathBuf]) -> Result<PathBuf, String> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain(further.iter().cloned());
    let found = folders.map(|folder| folder.join(program)).find(|path| path.is_file());
    found.ok_or_else(|| format!("no {program}: install it (Debian: apt-get install {package})"))
}

/// The first word of what a program prints that looks like a version.
pub(crate) fn version(program: &Path, argument: &str) -> Option<String> {
    let output = Command::new(program).arg(argument).output().ok()?;
    let text = [output.stdout, output.stderr].concat();
    version_in(&String::from_utf8_lossy(&text))
}

fn version_in(text: &str) -> Option<String> {
    let words = text.split(|letter: char| letter.is_whitespace() || "/()=".contains(letter));
    let bare =
        words.map(|word| word.trim_start_matches("go").trim_start_matches('v').trim_end_matches([',', '.']));
    let is_version = |word: &&str| {
        word.contains('.')
            && word.split('.').all(|part| !part.is_empty() && part.chars().all(|it| it.is_ascii_digit()))
    };
    bare.into_iter().find(is_version).map(str::to_owned)
}

/// Writes a file of a server.
///
/// # Errors
/// If the system can't.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), String> {
    path.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(path, text))
        .map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn a_version_is_found_in_what_a_program_says() {
        for (said, version) in [
            ("nginx version: nginx/1.22.1", "1.22.1"),
            ("v20.20.2", "20.20.2"),
            ("Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64", "7.0.15"),
            ("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)", "15.14"),
            ("Running uvicorn 0.54.0 with CPython 3.11.9 on Linux", "0.54.0"),
            ("gunicorn (version 27.0.1)", "27.0.1"),
            ("Python 3.11.9", "3.11.9"),
            ("go version go1.19.8 linux/amd64", "1.19.8"),
        ] {
            assert_eq!(version_in(said).as_deref(), Some(version), "{said}");
        }
        assert_eq!(version_in("none here."), None);
    }
}
