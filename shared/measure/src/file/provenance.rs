//! Where a run comes from: the source, the build, the command line in a form that works in any checkout, and the versions
//! of what it measures.

use std::{borrow::Cow, collections::BTreeMap, env, path::Path, process::Command};

use stage::{Case, Demo, OPT_LEVEL, PROFILE, RUSTC_VERSION, Versions};

/// What cargo tells a bench that it is to measure and not to test.
pub const BENCH: &str = "--bench";

/// The package that `cargo run` at the root of the workspace starts.
const DEFAULT_PACKAGE: &str = "comparison";

/// Where a run comes from. The program with the command line knows it, and it is the same for every run of one
/// call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The command line that played it, without the file that it was written to.
    pub command: String,
    /// The commit that the program was built from, with `+` appended if the source had uncommitted changes;
    /// `None` if it was built outside a checkout.
    pub commit: Option<String>,
    /// Cargo's profile: `release`, or `debug`.
    pub profile: String,
    /// Cargo's opt-level: `3` is built for speed.
    pub opt_level: String,
}

impl Provenance {
    /// That of a run which this process makes, built from this commit and with these features.
    #[must_use]
    pub fn of_this_process(features: &[&str], commit: Option<String>) -> Self {
        let words: Vec<String> = env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
        Self {
            command: call(&words, package_of_cargo().as_deref(), features, PROFILE),
            commit,
            profile: PROFILE.to_owned(),
            opt_level: OPT_LEVEL.to_owned(),
        }
    }
}

/// The package that cargo runs; `None` if a person has started the program. `cargo run` sets these variables for the
/// program; a shell doesn't.
#[must_use]
pub fn package_of_cargo() -> Option<String> {
    env::var_os("CARGO").and_then(|_| env::var("CARGO_PKG_NAME").ok())
}

/// How this program is called, up to the arguments: `cargo run --release --`.
#[must_use]
pub fn call_without_arguments(features: &[&str]) -> String {
    let words: Vec<String> = env::args().take(1).chain(env::args().filter(|word| word == BENCH)).collect();
    let package = package_of_cargo();
    let call = call(&words, package.as_deref(), features, PROFILE);
    if package.is_some() { call + " --" } else { call }
}

/// The commit of the checkout that holds this folder, with `+` behind it if a file that git knows has changed.
/// The files of runs, which are new ones, are no change.
#[must_use]
pub fn commit_in(folder: &Path) -> Option<String> {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").arg("-C").arg(folder).args(arguments).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let commit = git(&["rev-parse", "--short=12", "HEAD"])?;
    let changes = git(&["--no-optional-locks", "status", "--porcelain", "--untracked-files=no"])?;
    Some(if changes.is_empty() { commit } else { commit + "+" })
}

/// The command line as a user would type it: a call of cargo if cargo started the program, with the features that it
/// was built with, or the program's name. The path of the program and that of its output file are left out, because they
/// say something about the user's machine and nothing about the run.
fn call(words: &[String], package: Option<&str>, features: &[&str], profile: &str) -> String {
    let (program, arguments) =
        words.split_first().map_or(("", words), |(first, rest)| (first.as_str(), rest));
    let name = Path::new(program).file_name().map_or(program.into(), |name| name.to_string_lossy());
    let is_bench = arguments.iter().any(|argument| argument == BENCH);
    let mut call: Vec<Cow<'_, str>> = Vec::new();
    let with = (!features.is_empty()).then(|| ["--features".into(), features.join(",").into()]);
    match package {
        // Cargo adds a hash to the name of a bench.
        Some(_) if is_bench => {
            let name = name.rsplit_once('-').map_or(&*name, |(name, _)| name).to_owned();
            call.extend(["cargo", "bench"].map(Cow::from));
            call.extend(["--profile", "dev"].map(Cow::from).into_iter().filter(|_| profile != "release"));
            call.extend(with.into_iter().flatten());
            call.push(BENCH.into());
            call.push(name.into());
        }
        Some(package) => {
            call.extend(["cargo", "run"].map(Cow::from));
            call.extend((profile == "release").then_some("--release").map(Cow::from));
            if package != DEFAULT_PACKAGE {
                call.extend(["-p", package].map(Cow::from));
            }
            call.extend(with.into_iter().flatten());
        }
        None => call.push(quoted(&name).into_owned().into()),
    }
    let arguments: Vec<&str> =
        without_out(arguments).into_iter().filter(|argument| *argument != BENCH).collect();
    if package.is_some() && !arguments.is_empty() {
        call.push("--".into());
    }
    call.extend(arguments.into_iter().map(quoted));
    call.join(" ")
}

/// The arguments without `--out FILE` and `--out=FILE`. After `--` nothing is an option.
fn without_out(arguments: &[String]) -> Vec<&str> {
    let mut kept = Vec::new();
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        match argument {
            "--out" => drop(rest.next()),
            "--" => {
                kept.push(argument);
                kept.extend(rest.by_ref());
            }
            _ if argument.starts_with("--out=") => {}
            _ => kept.push(argument),
        }
    }
    kept
}

/// A word as a shell reads it: in single quotes if it contains a character that is special to shells.
fn quoted(word: &str) -> Cow<'_, str> {
    let is_plain = |letter: char| letter.is_alphanumeric() || "_-+=:,./@%".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.into();
    }
    format!("'{}'", word.replace('\'', r"'\''")).into()
}

/// The versions of the compiler, of this program, and of every library that the demos measure; and the further
/// versions that the played demos report.
pub(crate) fn versions(demos: &[Demo], played: &[&Case]) -> BTreeMap<String, String> {
    let libraries = demos.iter().flat_map(|demo| demo.libraries);
    let mut versions: BTreeMap<String, String> =
        libraries.map(|(library, version)| ((*library).to_owned(), (*version).to_owned())).collect();
    let is_played = |demo: &&Demo| played.iter().any(|case| case.runtime == demo.runtime);
    versions
        .extend(demos.iter().filter(is_played).filter_map(|demo| demo.versions).flat_map(|report| report()));
    versions.extend(of_the_harness());
    versions
}

/// The versions of the compiler and of this program alone.
#[must_use]
pub fn of_the_harness() -> Versions {
    let own = [("rustc", RUSTC_VERSION), ("still-standing", env!("CARGO_PKG_VERSION"))];
    own.map(|(name, version)| (name.to_owned(), version.to_owned())).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_written_as_it_was_typed() {
        let by_hand = None;
        let comparison = Some("comparison");
        for (words, package, profile, written) in [
            (&["target/release/still-standing"][..], comparison, "release", "cargo run --release"),
            (&["x", "tokio", "--quick"], comparison, "debug", "cargo run -- tokio --quick"),
            (
                &["x", "--quick"],
                Some("demo-tokio"),
                "release",
                "cargo run --release -p demo-tokio -- --quick",
            ),
            (&["/somebody/target/debug/demo-tokio"], by_hand, "debug", "demo-tokio"),
            (&["./still-standing", "sweep", "beat"], by_hand, "release", "still-standing sweep beat"),
            (&["x", "--out", "a b", "--quick"], by_hand, "release", "x --quick"),
            (&["x", "--quick", "--out=a"], comparison, "release", "cargo run --release -- --quick"),
            (&["x", "--out", "a"], comparison, "release", "cargo run --release"),
            (&["x", "--out"], by_hand, "release", "x"),
            (&["x", "--", "--out", "a"], by_hand, "release", "x -- --out a"),
            (&["x", "a b", "it's", "", "$HOME"], by_hand, "release", r"x 'a b' 'it'\''s' '' '$HOME'"),
            (
                &["target/release/deps/stops-0f3a", "--quick", "--bench"],
                Some("my-pool"),
                "release",
                "cargo bench --bench stops -- --quick",
            ),
            (
                &["target/release/deps/stops-0f3a", "--bench"],
                Some("my-pool"),
                "release",
                "cargo bench --bench stops",
            ),
            (&["a program", "~"], by_hand, "release", "'a program' '~'"),
        ] {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(call(&words, package, &[], profile), written);
        }
    }

    #[test]
    fn a_call_names_the_features_of_the_build() {
        for (words, package, written) in [
            (
                &["x", "--quick"][..],
                Some("comparison"),
                "cargo run --release --features axum,wasmtime -- --quick",
            ),
            (&["x"], Some("demo-axum"), "cargo run --release -p demo-axum --features axum,wasmtime"),
            (&["x-0f3a", "--bench"], Some("my-pool"), "cargo bench --features axum,wasmtime --bench x"),
            // Whoever built it by hand knows how.
            (&["x"], None, "x"),
        ] {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(call(&words, package, &["axum", "wasmtime"], "release"), written);
        }
    }

    #[test]
    fn the_build_is_known() {
        let commit = commit_in(Path::new(env!("CARGO_MANIFEST_DIR")));
        let provenance = Provenance::of_this_process(&[], commit);
        assert!(["debug", "release"].contains(&provenance.profile.as_str()), "{provenance:?}");
        assert!(!provenance.opt_level.is_empty());
        let commit = provenance.commit.unwrap_or("0".repeat(12));
        let digits = commit.strip_suffix('+').unwrap_or(&commit);
        assert!(digits.len() >= 12 && digits.chars().all(|digit| digit.is_ascii_hexdigit()), "{commit}");
    }
}
