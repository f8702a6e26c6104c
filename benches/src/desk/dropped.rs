//! What dropped futures lose: the section of the page on the methods that `demos/cancel-safety` has played. Its tables are
//! those rows of that README, whose test compares them with what is seen.

use report::desk::section::{Section, Table};

const README: &str = include_str!("../../../demos/cancel-safety/README.md");
const PICTURE: &str = include_str!("../../../demos/cancel-safety/read-frame.svg");

/// The section.
pub(super) fn section() -> Section {
    let (contradicted, silent) = (rows(is_contradicted), rows(is_silent_and_loses));
    Section {
        id: "dropped",
        title: "Dropped at every await",
        lead: format!(
            "A future can be dropped at each of its awaits. Here it was, each time in a fresh world, to see what that loses. {}",
            block("summary")
        ),
        picture: Some((title(PICTURE).to_owned(), PICTURE)),
        tables: vec![
            table(CONTRADICTIONS.to_owned(), contradicted, false),
            table(
                format!("{} methods lose something, and their documentation is silent", silent.len()),
                silent,
                true,
            ),
        ],
        more: ("Every method, and the worlds in which they are played", "demos/cancel-safety/README.md"),
    }
}

fn table(caption: String, rows: Vec<Vec<String>>, is_folded: bool) -> Table {
    let head = fields(block("methods").lines().next().unwrap_or_default());
    Table { caption, head, rows, is_folded }
}

/// The rows of the README's table of which this is true, without its sign for a contradiction.
fn rows(is_meant: fn(&[String]) -> bool) -> Vec<Vec<String>> {
    let rows = block("methods").lines().skip(2).map(fields).filter(|row| is_meant(row));
    rows.map(|row| row.iter().map(|field| field.replace(CONTRADICTED, "")).collect()).collect()
}

/// The caption of the first table.
const CONTRADICTIONS: &str = "What was seen is not what the documentation says. Awaits: how often the future waited, and was \
                              dropped there. Which lose: the numbers of these drops.";

/// The sign of a contradiction.
const CONTRADICTED: &str = "**no:** ";

fn is_contradicted(row: &[String]) -> bool {
    row.iter().any(|field| field.starts_with(CONTRADICTED))
}

fn is_silent_and_loses(row: &[String]) -> bool {
    row.iter().any(|field| field.starts_with("nothing; ")) && row.last().is_some_and(|which| which != "none")
}

/// What stands between the fields' bars.
fn fields(line: &str) -> Vec<String> {
    line.trim_matches('|').split('|').map(|field| field.trim().to_owned()).collect()
}

/// What is generated in the README between two marks.
fn block(name: &str) -> &'static str {
    let between =
        |text: &'static str, begin: &str, end: &str| Some(text.split_once(begin)?.1.split_once(end)?.0);
    let block = between(README, &format!("<!-- {name} -->"), &format!("<!-- /{name} -->"));
    block.expect("the README has it").trim()
}

/// What a picture says of itself.
fn title(svg: &str) -> &str {
    svg.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>")).map_or("", |(title, _)| title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_contradiction_that_is_counted_is_a_row() {
        let counted =
            block("summary").split_once(" methods were played. ").and_then(|(_, rest)| rest.split_once(' '));
        let section = section();
        let [contradicted, silent] = &section.tables[..] else { panic!("{section:?}") };
        assert_eq!(contradicted.rows.len().to_string(), counted.expect("a sum").0);
        assert!(contradicted.rows.iter().any(|row| row[0] == "tokio_util::codec::Framed, SinkExt::send"));
        assert!(silent.rows.iter().any(|row| row[0] == "async_channel::Sender::send"), "{silent:?}");
        for table in &section.tables {
            assert!(table.rows.iter().all(|row| row.len() == table.head.len()), "{table:?}");
        }
    }

    #[test]
    fn a_row_is_silent_and_loses_or_it_is_not() {
        let row = |line| is_silent_and_loses(&fields(line));
        assert!(row("| a::b | 1.0.0 | nothing; it owns a buffer | 8 of 9 bytes lost | 8 | all |"));
        assert!(!row("| a::b | 1.0.0 | nothing; its neighbours say safe | nothing is lost | 1 | none |"));
        assert!(!row("| a::b | 1.0.0 | not safe: the count is lost | 3 of 8 bytes lost | 4 | 2 to 4 |"));
    }
}
