//! The comparison of two runs: what makes them differ, verdicts, then times.

use console::style;
use report::compare::{Comparison, Shows, TimeChange};

use measure::units::duration;

use crate::{
    style::{bold, dim},
    table::{table, text},
};

/// The comparison as text: whatever else differs comes before any figure.
#[must_use]
pub fn comparison(comparison: &Comparison) -> String {
    let mut sections = Vec::new();
    let mut list = |head: &str, items: Vec<String>| {
        if !items.is_empty() {
            sections.push(format!("{}\n  {}\n", bold(head), items.join("\n  ")));
        }
    };
    list("The runs differ in more than their cases", comparison.differences.clone());
    let changes = comparison.verdicts.iter();
    let verdicts: Vec<String> = changes
        .map(|change| format!("{}: was {}, is {}", change.id, change.was, style(&change.is).red()))
        .collect();
    let none = vec!["none changed".to_owned()];
    list("Verdicts", if verdicts.is_empty() { none } else { verdicts });
    list("Not compared", comparison.only_in_one.clone());
    if !comparison.times.is_empty() {
        sections.push(times(&comparison.times));
    }
    sections.join("\n")
}

fn times(changes: &[TimeChange]) -> String {
    let mut table = table(&["case", "A", "B", "B / A", "interval", "shows"], &[1, 2, 3, 4]);
    for change in changes {
        let said = change.shows.as_str();
        table.add_row(vec![
            change.id.clone(),
            duration(change.was_ns),
            duration(change.is_ns),
            format!("{:.2}", change.ratio),
            dim(&format!("{:.2}–{:.2}", change.ratio_low, change.ratio_high)),
            match change.shows {
                Shows::Faster => style(said).blue().to_string(),
                Shows::Slower => style(said).red().to_string(),
                Shows::NoDifference => dim(said),
            },
        ]);
    }
    text(&table)
}
