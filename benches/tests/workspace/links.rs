//! Every link in a Markdown file leads to something that a reader is shown: a file of the repository, a line of it, or a
//! heading.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use libtest_mimic::Trial;
use report::links::anchor;

use crate::{commands::root, trial};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        trial("every link in a Markdown file leads somewhere", every_link_leads_somewhere),
        trial("what is no link to anything is found", what_leads_nowhere_is_found),
    ]
}

fn every_link_leads_somewhere() {
    let (mut followed, mut dead) = (0, Vec::new());
    for file in markdown_files() {
        let text = fs::read_to_string(&file).expect("Markdown is text");
        for link in links(&text) {
            followed += 1;
            if let Err(why) = follow(&file, &text, &link) {
                dead.push(format!("{}: {link}: {why}", file.display()));
            }
        }
    }
    assert!(followed > 1_000, "only {followed} links were found");
    assert!(dead.is_empty(), "{} of {followed} links lead nowhere:\n{}", dead.len(), dead.join("\n"));
}

/// Those that are committed or would be.
fn markdown_files() -> Vec<PathBuf> {
    let out = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "*.md"])
        .current_dir(root())
        .output()
        .expect("git");
    let names = String::from_utf8(out.stdout).expect("names are text");
    // What the tests of the reports have drawn leads to nothing that is there.
    let names = names.lines().filter(|name| !name.contains("snapshots/drawn"));
    names.map(|name| root().join(name)).filter(|path| path.is_file()).collect()
}

/// The addresses of a text's links and images, without those that lead to the network. What stands in code is no link.
fn links(text: &str) -> Vec<String> {
    let blocks = text.split("```").step_by(2);
    let spans = blocks.flat_map(|block| block.split("](").skip(1));
    let addresses = spans.filter_map(|rest| Some(rest.split_once(')')?.0.to_owned()));
    addresses.filter(|address| !address.contains("://") && !address.contains(' ')).collect()
}

/// Why a link of this file leads nowhere.
fn follow(file: &Path, text: &str, link: &str) -> Result<(), String> {
    let (path, place) = link.split_once('#').map_or((link, None), |(path, place)| (path, Some(place)));
    let target = if path.is_empty() { file.to_owned() } else { file.with_file_name("").join(path) };
    if !target.exists() {
        return Err("there is no such file".to_owned());
    }
    let Some(place) = place else { return Ok(()) };
    let other = if path.is_empty() { Ok(text.to_owned()) } else { fs::read_to_string(&target) };
    let other = other.map_err(|error| error.to_string())?;
    let is_markdown = target.extension().is_some_and(|ending| ending == "md");
    match place.strip_prefix('L').and_then(|line| line.parse::<usize>().ok()) {
        Some(line) if !is_markdown => {
            (line <= other.lines().count()).then_some(()).ok_or_else(|| "it has fewer lines".to_owned())
        }
        _ if is_markdown => {
            headings(&other).contains(place).then_some(()).ok_or("no such heading".to_owned())
        }
        _ => Err("only Markdown is shown with headings".to_owned()),
    }
}

/// The names of a text's headings in an address.
fn headings(text: &str) -> BTreeSet<String> {
    let lines = text.split("```").step_by(2).flat_map(str::lines);
    lines.filter(|line| line.starts_with('#')).map(|line| anchor(line.trim_start_matches('#'))).collect()
}

fn what_leads_nowhere_is_found() {
    let file = root().join("README.md");
    let text = "# One & two\n\n[a](no-such.md) [b](#one--two) [c](#two) [d](demos/README.md#no) [e](Cargo.toml#L1)\n\n\
                ```\n[f](in-code.md)\n```\n[g](Cargo.toml#L9999) [h](results/index.html#case) [i](https://a.b)\n";
    let dead: Vec<String> =
        links(text).into_iter().filter(|link| follow(&file, text, link).is_err()).collect();
    assert_eq!(
        dead,
        ["no-such.md", "#two", "demos/README.md#no", "Cargo.toml#L9999", "results/index.html#case"]
    );
}
