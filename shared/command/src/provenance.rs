//! Where a run comes from: the build, and the command line in a form that works in any checkout.

use std::{borrow::Cow, env, path::Path};

use measure::{OPT_LEVEL, Provenance};

/// The package that `cargo run` at the root of the workspace starts.
const DEFAULT_PACKAGE: &str = "still-standing";

/// The provenance of a run that this process makes.
pub(crate) fn provenance() -> Provenance {
    let words: Vec<String> = env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    // `cargo run` sets these variables for the program; a shell doesn't.
    let package = env::var_os("CARGO").and_then(|_| env::var("CARGO_PKG_NAME").ok());
    let profile = env!("BUILT_PROFILE");
    Provenance {
        command: call(&words, package.as_deref(), profile),
        commit: Some(env!("BUILT_COMMIT")).filter(|commit| !commit.is_empty()).map(str::to_owned),
        profile: profile.to_owned(),
        opt_level: OPT_LEVEL.to_owned(),
    }
}

/// The command line as a user would type it: a call of cargo if cargo started the program, or the program's
/// name. The path of the program and that of its output file are left out, because they say something about
/// the user's machine and nothing about the run.
fn call(words: &[String], package: Option<&str>, profile: &str) -> String {
    let (program, arguments) = words.split_first().map_or(("", words), |(first, rest)| (first, rest));
    let mut call: Vec<Cow<'_, str>> = Vec::new();
    match package {
        Some(package) => {
            call.extend(["cargo", "run"].map(Cow::from));
            call.extend((profile == "release").then_some("--release").map(Cow::from));
            if package != DEFAULT_PACKAGE {
                call.extend(["-p", package].map(Cow::from));
            }
        }
        None => {
            let name = Path::new(program).file_name().map_or(program.into(), |name| name.to_string_lossy());
            call.push(quoted(&name).into_owned().into());
        }
    }
    let arguments = without_out(arguments);
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
        let comparison = Some("still-standing");
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
            (&["a program", "~"], by_hand, "release", "'a program' '~'"),
        ] {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(call(&words, package, profile), written);
        }
    }

    #[test]
    fn the_build_is_known() {
        let provenance = provenance();
        assert!(["debug", "release"].contains(&provenance.profile.as_str()), "{provenance:?}");
        assert!(!provenance.opt_level.is_empty());
        let commit = provenance.commit.unwrap_or("0".repeat(12));
        let digits = commit.strip_suffix('+').unwrap_or(&commit);
        assert!(digits.len() >= 12 && digits.chars().all(|digit| digit.is_ascii_hexdigit()), "{commit}");
    }
}
