//! The README: its table, its examples and its report are made of what was played.

use std::fs;

use crate::{
    all, story,
    table::{self, Played},
};

/// Where it is.
pub const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");

/// The README with all that is generated in it made anew.
pub fn made() -> String {
    let mut readme = fs::read_to_string(PATH).expect("the README is there");
    let played: Vec<Played> =
        all().into_iter().map(|row| Played { report: row.play_until_it_waits(), row }).collect();
    let contradicted = played.iter().filter(|played| played.row.is_contradicted()).count();
    let count = played.len();
    let summary =
        format!("{count} methods were played. {contradicted} of them contradict their documentation.\n");
    readme = with(&readme, "summary", &summary);
    readme = with(&readme, "methods", &table::text(played));
    readme = with(&readme, "cases of drops", &table::cases());
    readme = with(&readme, "story of drops", &block("text", &story::report().to_string()));
    readme = with(&readme, "read_frame", &block("rust", &example("read_frame", include_str!("story.rs"))));
    for name in EXAMPLES {
        readme = with(&readme, name, &block("rust", &example(name, include_str!("rows/doubts.rs"))));
    }
    readme
}

/// The functions that the README shows.
const EXAMPLES: [&str; 9] = [
    "framed_write",
    "to_end",
    "closed_input",
    "last_sender",
    "notify_waiters",
    "simplex_receiver",
    "simplex_sender",
    "one_slice",
    "stdin",
];

/// What stands between two marks is this text.
fn with(readme: &str, name: &str, text: &str) -> String {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (before, rest) = readme.split_once(&begin).unwrap_or_else(|| panic!("the README has no {begin}"));
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("the README has no {end}"));
    format!("{before}{begin}{text}{end}{after}")
}

fn block(language: &str, text: &str) -> String {
    format!("```{language}\n{}\n```\n", text.trim_end())
}

/// The function that is marked with this name.
fn example(name: &str, source: &str) -> String {
    let marker = format!("// README: {name}\n");
    let (_, behind) = source.split_once(&marker).expect("it is marked");
    behind.split_once("// README: end").expect("it ends").0.to_owned()
}
