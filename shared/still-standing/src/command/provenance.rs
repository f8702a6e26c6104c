//! Where a run comes from: the build, and the command line in a form that works in any checkout.

use std::{borrow::Cow, env, path::Path, process::Command};

use measure::{Catalog, OPT_LEVEL, PROFILE, Provenance};

use crate::command::Program;

/// What cargo tells a bench that it is to measure and not to test.
pub(crate) const BENCH: &str = "--bench";

/// The package that `cargo run` at the root of the workspace starts.
const DEFAULT_PACKAGE: &str = "comparison";

/// The provenance of a run that this process makes with a program's cases; `None` if it plays no case.
pub(crate) fn provenance(program: Option<&Program>) -> Provenance {
    let words: Vec<String> = env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    let package = package();
    let features: Vec<&str> = program.into_iter().flat_map(|program| program.catalog.features()).collect();
    // It is built from what is there only if cargo has just looked.
    let folder = program.and_then(|program| program.catalog.folder()).filter(|_| package.is_some());
    let known = program.and_then(|program| program.commit).map(str::to_owned);
    Provenance {
        command: call(&words, package.as_deref(), &features, PROFILE),
        commit: known.or_else(|| folder.and_then(commit_in)),
        profile: PROFILE.to_owned(),
        opt_level: OPT_LEVEL.to_owned(),
    }
}

/// The package that cargo runs; `None` if a person has started the program. `cargo run` sets these variables for the
/// program; a shell doesn't.
fn package() -> Option<String> {
    env::var_os("CARGO").and_then(|_| env::var("CARGO_PKG_NAME").ok())
}

/// How this program is called, up to the arguments: `cargo run --release --`.
pub(crate) fn call_without_arguments(catalog: &Catalog) -> String {
    let words: Vec<String> = env::args().take(1).chain(env::args().filter(|word| word == BENCH)).collect();
    let features: Vec<&str> = catalog.features().into_iter().collect();
    let package = package();
    let call = call(&words, package.as_deref(), &features, PROFILE);
    if package.is_some() { call + " --" } else { call }
}

/// The commit of the checkout that holds this folder, with `+` behind it if a file that git knows has changed.
/// The files of runs, which are new ones, are no change.
fn commit_in(folder: &Path) -> Option<String> {
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
        let provenance = provenance(None);
        assert!(["debug", "release"].contains(&provenance.profile.as_str()), "{provenance:?}");
        assert!(!provenance.opt_level.is_empty());
        let commit = provenance.commit.unwrap_or("0".repeat(12));
        let digits = commit.strip_suffix('+').unwrap_or(&commit);
        assert!(digits.len() >= 12 && digits.chars().all(|digit| digit.is_ascii_hexdigit()), "{commit}");
    }
}
