//! The rows of the two documents in the README: each is there, and names what shows it; each case has the verdict that
//! the row says, and each program is one that a test starts.

use std::{fs, path::Path};

use still_standing::Case;

/// How many claims and examples the two documents have.
const ROWS: usize = 49;

/// A link of a row, and the word behind it.
struct Shown<'a> {
    name: &'a str,
    path: &'a str,
    verdict: &'a str,
}

#[test]
fn every_row_of_the_two_documents_names_what_shows_it() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(here.join("README.md")).expect("the README");
    let cases = demo_python::demo().cases;
    let rows: Vec<Vec<&str>> = readme.lines().filter_map(numbered).collect();
    let numbers: Vec<_> = rows.iter().map(|row| row[0].to_owned()).collect();
    assert_eq!(numbers, (1..=ROWS).map(|number| number.to_string()).collect::<Vec<_>>());
    for row in rows {
        let [number, _, shown, holds] = row[..] else { panic!("not four cells: {row:?}") };
        let all = all_shown(shown);
        assert!(!all.is_empty() && !holds.is_empty(), "row {number} shows nothing");
        for it in all {
            assert!(here.join(it.path).exists(), "row {number}: {}", it.path);
            if it.path.starts_with("src/") {
                is_as_said(&cases, &it);
            } else {
                assert!(
                    it.path.starts_with("tests/claims/") || it.path.starts_with("plain/"),
                    "row {number}"
                );
            }
        }
    }
}

/// The cells of a row that begins with a number.
fn numbered(line: &str) -> Option<Vec<&str>> {
    let cells: Vec<&str> = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect();
    cells[0].parse::<usize>().ok().map(|_| cells)
}

fn all_shown(cell: &str) -> Vec<Shown<'_>> {
    cell.split("; ").filter_map(shown).collect()
}

fn shown(link: &str) -> Option<Shown<'_>> {
    let (name, rest) = link.strip_prefix("[`")?.split_once("`](")?;
    let (path, verdict) = rest.split_once(')')?;
    Some(Shown { name, path, verdict: verdict.trim_start_matches(": ") })
}

fn is_as_said(cases: &[Case], shown: &Shown<'_>) {
    let case = cases.iter().find(|case| case.name == shown.name);
    let case = case.unwrap_or_else(|| panic!("there is no case {}", shown.name));
    assert_eq!(shown.verdict, case.expected.as_str(), "{}", shown.name);
    assert!(case.source().path.ends_with(shown.path), "{} is not in {}", shown.name, shown.path);
}
