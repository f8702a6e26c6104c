//! What the README shows is what the tests run, and what the library printed.

use std::{env, fs};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");

/// The block behind the line `<!-- NAME -->` is this text. With `UPDATE_EXPECT=1` it is made so.
pub(crate) fn shows(name: &str, text: &str) {
    let readme = fs::read_to_string(README).expect("the README is there");
    let marker = format!("<!-- {name} -->\n");
    let at = readme.find(&marker).unwrap_or_else(|| panic!("the README has no {marker}")) + marker.len();
    let begin = at + readme[at..].find('\n').expect("a block") + 1;
    let end = begin + readme[begin..].find("```").expect("the end of the block");
    let text = format!("{}\n", text.trim_end());
    if env::var_os("UPDATE_EXPECT").is_some() {
        let written = format!("{}{text}{}", &readme[..begin], &readme[end..]);
        fs::write(README, written).expect("the README is written");
    } else {
        assert_eq!(readme[begin..end], text, "{name}: UPDATE_EXPECT=1 writes it");
    }
}

#[test]
fn the_examples_are_those_that_are_tested() {
    for (name, source) in [
        ("function", include_str!("frame.rs")),
        ("test", include_str!("frame.rs")),
        ("smol", include_str!("forward.rs")),
    ] {
        let marker = format!("// README: {name}\n");
        let (_, behind) = source.split_once(&marker).expect("it is marked");
        let (example, _) = behind.split_once("// README: end").expect("it ends");
        shows(name, example);
    }
}
