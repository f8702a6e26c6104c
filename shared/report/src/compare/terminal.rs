//! A comparison as a terminal shows it: what makes them differ, verdicts, then times.

use super::{Comparison, Shows, TimeChange};
use console::style;

use measure::units::duration;

use crate::terminal::style::{bold, dim, table, text};

impl Comparison {
    /// The comparison as text for a terminal. It begins with what else differs between the runs, before any figure.
    #[must_use]
    pub fn to_terminal(&self) -> String {
        let mut sections = Vec::new();
        let mut list = |head: &str, items: Vec<String>| {
            if !items.is_empty() {
                sections.push(format!("{}\n  {}\n", bold(head), items.join("\n  ")));
            }
        };
        list("The runs differ in more than their cases", self.differences.clone());
        let changes = self.verdicts.iter();
        let verdicts: Vec<String> = changes
            .map(|change| format!("{}: was {}, is {}", change.id, change.was, style(&change.is).red()))
            .collect();
        let none = vec!["none changed".to_owned()];
        list("Verdicts", if verdicts.is_empty() { none } else { verdicts });
        let outcomes = self.outcomes.iter();
        let outcomes =
            outcomes.map(|it| format!("{}: {} was {}, is {}", it.id, it.what, it.was, style(&it.is).red()));
        list("Lost or left", outcomes.collect());
        list("Not compared", self.only_in_one.clone());
        if !self.times.is_empty() {
            sections.push(times(&self.times));
        }
        if let Some(allowance) = self.allowance() {
            sections.push(format!("{}\n", dim(&allowance.replace(". ", ".\n"))));
        }
        sections.join("\n")
    }
}

/// The times, those that differ first.
fn times(changes: &[TimeChange]) -> String {
    let mut table = table(&["case", "A", "B", "B / A", "interval", "shows"], &[1, 2, 3, 4]);
    let (differ, others): (Vec<_>, Vec<_>) = changes.iter().partition(|change| change.shows.is_difference());
    for change in differ.into_iter().chain(others) {
        let said = change.shows.as_str();
        table.add_row(vec![
            change.id.clone(),
            value(change.was_ns, change.was_at_least, change.was_share),
            value(change.is_ns, change.is_at_least, change.is_share),
            format!("{:.2}", change.ratio),
            dim(&change.interval().unwrap_or_default()),
            match change.shows {
                Shows::Faster => style(said).blue().to_string(),
                Shows::Slower => style(said).red().to_string(),
                Shows::NoDifference | Shows::BelowResolution | Shows::NotEnoughRounds => dim(said),
            },
        ]);
    }
    text(&table)
}

/// A time. A case that looks once a beat has its share of the beat instead.
fn value(ns: u64, at_least: bool, share: Option<f64>) -> String {
    let value = share.map_or_else(|| duration(ns), |share| format!("{share:.2} beats"));
    if at_least { format!("at least {value}") } else { value }
}
