//! What a script, a workflow, a README or a `--help` tells cargo to build is there: every package and every feature.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use libtest_mimic::Trial;
use serde_json::Value;

use crate::{
    commands::{COMPARISON, readmes, root},
    trial,
};

pub(crate) fn trials() -> Vec<Trial> {
    vec![trial("every package and every feature that is named is there", every_name_is_there)]
}

fn every_name_is_there() {
    let (packages, features) = there();
    let documents = readmes().into_iter().chain([
        root().join(".ci/run"),
        root().join(".github/workflows/ci.yml"),
        root().join("CONTRIBUTING.md"),
    ]);
    let texts = documents.map(|path| (path.display().to_string(), read(&path)));
    let mut named = 0;
    for (document, text) in texts.chain([("--help".to_owned(), help())]) {
        for name in named_after(&text, &["-p", "--package"]) {
            named += 1;
            assert!(packages.contains(&name), "{document}: there is no package {name}");
        }
        for name in named_after(&text, &["--features"]).iter().flat_map(|it| it.split(',')) {
            named += 1;
            assert!(features.contains(name), "{document}: there is no feature {name}");
        }
    }
    assert!(named > 10, "only {named} names were found");
}

/// The packages of the workspace, and the features of all of them.
fn there() -> (BTreeSet<String>, BTreeSet<String>) {
    let out = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .expect("cargo");
    let metadata: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let name = |package: &Value| package["name"].as_str().expect("a name").to_owned();
    let features = packages.iter().filter_map(|package| package["features"].as_object());
    (packages.iter().map(name).collect(), features.flat_map(|it| it.keys().cloned()).collect())
}

/// The words behind one of these options in what is said to cargo. What a shell puts in place is no name.
fn named_after(text: &str, options: &[&str]) -> Vec<String> {
    let text = text.replace("\\\n", " ").replace("--features=", "--features ");
    let calls = text.lines().filter_map(|line| line.split_once("cargo ").map(|(_, call)| call));
    let mut names = Vec::new();
    for call in calls {
        let words: Vec<&str> = call.split([' ', '`']).take_while(|word| *word != "--").collect();
        let named = words.windows(2).filter(|pair| options.contains(&pair[0])).map(|pair| pair[1]);
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_,".contains(letter);
        let name = |word: &str| word.split(|letter| !is_plain(letter)).next().unwrap_or_default().to_owned();
        names.extend(named.map(name).filter(|name| !name.is_empty()));
    }
    names
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn help() -> String {
    let out = Command::new(PathBuf::from(COMPARISON)).arg("--help").output().expect("the comparison");
    String::from_utf8(out.stdout).expect("help is text")
}
