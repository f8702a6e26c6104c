//! Each recipe does what its README says of it: it is started, loaded and signalled as its user would do it.

mod alone;
mod children;
mod client;
mod program;
#[cfg(feature = "axum")]
mod requests;
mod service;
mod sockets;
mod tasks;
mod terminal;

use std::{fs, path::Path};

#[test]
fn a_recipe_has_at_most_110_lines_of_code_and_names_what_it_needs() {
    let files = alone::files();
    assert_eq!(files.len(), 10);
    for path in files {
        let text = fs::read_to_string(&path).expect("its text");
        let code = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
        let lines = code.count();
        assert!((25..=110).contains(&lines), "{} has {lines} lines of code", path.display());
        assert!(text.contains("//! ```toml\n"), "{} names no dependencies", path.display());
    }
}

/// The sentence of each item of the README's lists is the doc comment of a test.
#[test]
fn each_sentence_of_the_readme_is_a_test() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(folder.join("README.md")).expect("it is there");
    let tests = ["children", "requests", "service", "sockets", "tasks"].map(|name| {
        let text = fs::read_to_string(folder.join(format!("tests/recipes/{name}.rs"))).expect("it is there");
        joined(text.lines().filter_map(|line| line.strip_prefix("/// ")))
    });
    let lists = readme.split("\n\n").filter(|section| section.starts_with("- "));
    let sentences = lists.flat_map(|list| list[2..].split("\n- ")).map(|sentence| joined(sentence.lines()));
    let untested: Vec<String> =
        sentences.filter(|sentence| !tests.iter().any(|test| test.contains(sentence.as_str()))).collect();
    assert_eq!(untested, [""; 0]);
}

fn joined<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    lines.map(str::trim).collect::<Vec<_>>().join(" ")
}

fn said(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}
