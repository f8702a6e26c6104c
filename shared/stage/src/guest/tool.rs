//! A compiler, an interpreter: whether it is there, and what it says of its version.

use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::{Path, PathBuf},
    process::{self, Command, Stdio},
    sync::OnceLock,
    time::Duration,
};

use crate::demo::Versions;

/// How long an answer is believed. Version managers such as asdf and volta put one and the same program before many
/// versions, so another answer need not come from another file.
const BELIEVED: Duration = Duration::from_secs(60);

/// A program that plays or compiles others. Make it a static: it is asked once a process.
#[derive(Debug)]
pub struct Tool {
    program: &'static str,
    install: &'static str,
    asked_by: &'static str,
    said: OnceLock<Option<String>>,
}

impl Tool {
    /// The tool that is started as `program`, and what to install where it is missing. It is asked for its `--version`.
    #[must_use]
    pub const fn new(program: &'static str, install: &'static str) -> Self {
        Self::asked_by(program, "--version", install)
    }

    /// The same, for a tool that is asked for its version by another argument.
    #[must_use]
    pub const fn asked_by(program: &'static str, argument: &'static str, install: &'static str) -> Self {
        Self { program, install, asked_by: argument, said: OnceLock::new() }
    }

    /// A command that starts it.
    #[must_use]
    pub fn command(&self) -> Command {
        Command::new(self.program)
    }

    /// What it says of its version.
    ///
    /// # Errors
    /// If it is not there, with what to install; and where the stage of its programs cannot be mapped.
    pub fn said(&self) -> Result<&str, String> {
        if !cfg!(target_os = "linux") {
            return Err(format!("what {} plays needs Linux", self.program));
        }
        let said = self.said.get_or_init(|| self.said_before().or_else(|| self.ask())).as_deref();
        said.ok_or_else(|| format!("there is no {}: install {}", self.program, self.install))
    }

    /// Asks it, and keeps the answer for the next process: a compiler of Java takes half a second to say its version.
    fn ask(&self) -> Option<String> {
        let said = said_by(self.program, &[self.asked_by])?;
        // Without a place to keep it, the next process asks again.
        let _ = self.kept().map(|kept| keep(&kept, &said));
        Some(said)
    }

    fn said_before(&self) -> Option<String> {
        said_lately(&self.kept()?, BELIEVED)
    }

    /// Where its answer is kept, by what its file is like: another file is asked anew.
    fn kept(&self) -> Option<PathBuf> {
        let path = env::var_os("PATH")?;
        let about =
            env::split_paths(&path).find_map(|folder| fs::metadata(folder.join(self.program)).ok())?;
        let mut hasher = DefaultHasher::new();
        (about.len(), about.modified().ok()?).hash(&mut hasher);
        Some(kept_in()?.join(format!("{}-{:016x}.said", self.program, hasher.finish())))
    }

    /// Its name and its version, if it is there.
    #[must_use]
    pub fn versions(&self) -> Versions {
        let version = self.said().ok().and_then(version_of);
        version.map(|version| (self.program.to_owned(), version.to_owned())).into_iter().collect()
    }
}

/// Keeps an answer for other processes, which see the whole of it or none.
fn keep(kept: &Path, said: &str) -> io::Result<()> {
    fs::create_dir_all(kept.with_file_name(""))?;
    let own = kept.with_extension(process::id().to_string());
    fs::write(&own, said)?;
    fs::rename(own, kept)
}

/// The answer that was kept, if it is not older than this.
fn said_lately(kept: &Path, believed: Duration) -> Option<String> {
    let age = fs::metadata(kept).ok()?.modified().ok()?.elapsed().ok()?;
    if age > believed { None } else { fs::read_to_string(kept).ok() }
}

/// The folder beside this program for what is kept from one process to the next.
pub(crate) fn kept_in() -> Option<PathBuf> {
    Some(env::current_exe().ok()?.with_file_name("guests"))
}

/// Where this path of the repository is, seen from the folder that the program is run from: in that folder or, failing
/// that, in the nearest one above it. If it is in none of them, it is named where it would belong: in the nearest that has
/// the folder around it, or else in that folder.
#[must_use]
pub fn seen_from_here(path: &str) -> PathBuf {
    seen_from(&env::current_dir().unwrap_or_default(), path)
}

fn seen_from(here: &Path, path: &str) -> PathBuf {
    let all = || here.ancestors().map(|folder| folder.join(path));
    let there = all().find(|path| path.exists());
    let belongs = || all().find(|path| path.parent().is_some_and(Path::exists));
    there.or_else(belongs).unwrap_or_else(|| here.join(path))
}

/// What a command prints, if it starts and succeeds.
#[must_use]
pub fn said_by(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The first word of a text that begins with a digit, after a `v` or a `go`, and has a point in it.
#[must_use]
pub fn version_of(text: &str) -> Option<&str> {
    let words = text.split(|letter: char| letter.is_whitespace() || "()\",".contains(letter));
    let mut words = words.map(|word| word.trim_start_matches("go").trim_start_matches('v'));
    words.find(|word| word.starts_with(|first: char| first.is_ascii_digit()) && word.contains('.'))
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn an_answer_is_kept_and_is_not_believed_for_ever() {
        let kept = env::temp_dir().join(format!("tool-{}", process::id())).join("tool.said");
        assert_eq!(said_lately(&kept, BELIEVED), None);
        for said in ["1.0", "1.1"] {
            keep(&kept, said).expect("the folder of temporary files can be written");
            assert_eq!(said_lately(&kept, BELIEVED).as_deref(), Some(said));
        }
        let old = SystemTime::now() - 2 * BELIEVED;
        fs::File::options()
            .write(true)
            .open(&kept)
            .and_then(|file| file.set_modified(old))
            .expect("it is ours");
        assert_eq!(said_lately(&kept, BELIEVED), None);
        fs::remove_dir_all(kept.with_file_name("")).expect("it is ours");
    }

    #[test]
    fn a_path_is_looked_for_in_a_folder_and_in_those_above() {
        let root = env::temp_dir().join(format!("seen-{}", process::id()));
        let below = root.join("one/two");
        fs::create_dir_all(&below).expect("the folder of temporary files can be written");
        assert_eq!(seen_from(&below, "a/tool"), below.join("a/tool"));
        fs::create_dir_all(root.join("a")).expect("it is ours");
        assert_eq!(seen_from(&below, "a/tool"), root.join("a/tool"));
        for nearer in [root.clone(), root.join("one"), below.clone()] {
            fs::create_dir_all(nearer.join("a/tool")).expect("it is ours");
            assert_eq!(seen_from(&below, "a/tool"), nearer.join("a/tool"));
        }
        fs::remove_dir_all(root).expect("it is ours");
    }

    #[test]
    fn a_version_is_found_in_what_a_tool_says() {
        for (text, version) in [
            ("gcc (Debian 12.2.0-14+deb12u1) 12.2.0\nCopyright", Some("12.2.0-14+deb12u1")),
            ("glibc 2.36", Some("2.36")),
            ("v20.20.2", Some("20.20.2")),
            ("javac 17.0.13", Some("17.0.13")),
            ("go version go1.24.4 linux/amd64", Some("1.24.4")),
            ("none", None),
        ] {
            assert_eq!(version_of(text), version, "{text}");
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_tool_that_is_not_there_says_what_to_install() {
        let tool = Tool::new("no-such-tool", "a tool");
        assert_eq!(tool.said().unwrap_err(), "there is no no-such-tool: install a tool");
        assert!(tool.versions().is_empty());
    }
}
