//! A comparison as a terminal shows it, and as Markdown: what makes them differ, verdicts, then times.

use std::fmt::Write;

use console::style;
use measure::units::duration;

use super::{Comparison, OutcomeChange, Shows, TimeChange, VerdictChange};
use crate::terminal::style::{bold, dim, table, text};

impl Comparison {
    /// The comparison as text for a terminal. It begins with what else differs between the runs, before any figure.
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
            change.ratio(),
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

impl Comparison {
    /// The comparison as Markdown, its times as exact as they are.
    pub fn to_markdown(&self) -> String {
        let mut text = String::new();
        let mut list = |head: &str, items: &mut dyn Iterator<Item = String>| {
            let items: Vec<String> = items.map(|item| format!("- {item}\n")).collect();
            if !items.is_empty() {
                let _ = writeln!(text, "{head}\n\n{}", items.concat());
            }
        };
        list("The runs differ in more than their cases:", &mut self.differences.iter().cloned());
        let change =
            |change: &VerdictChange| format!("`{}`: was {}, is **{}**", change.id, change.was, change.is);
        list("Verdicts:", &mut self.verdicts.iter().map(change));
        let outcome =
            |it: &OutcomeChange| format!("`{}`: {} was {}, is **{}**", it.id, it.what, it.was, it.is);
        list("Lost or left:", &mut self.outcomes.iter().map(outcome));
        list("Not compared:", &mut self.only_in_one.iter().cloned());
        if !self.times.is_empty() {
            text.push_str(
                "| case | A | B | B / A | interval | shows |\n| --- | ---: | ---: | ---: | --- | --- |\n",
            );
        }
        for time in &self.times {
            let (id, ratio) = (&time.id, time.ratio());
            let was = exact_value(time.was_ns, time.was_at_least, time.was_share);
            let is = exact_value(time.is_ns, time.is_at_least, time.is_share);
            let (interval, shows) = (time.interval().unwrap_or_default(), time.shows.as_str());
            let _ = writeln!(text, "| {id} | {was} | {is} | {ratio} | {interval} | {shows} |");
        }
        if let Some(allowance) = self.allowance() {
            let _ = writeln!(text, "\n{allowance}");
        }
        text
    }
}

impl TimeChange {
    /// The ratio, with two decimals, or why there is none.
    pub fn ratio(&self) -> String {
        match self.is_below_resolution {
            true => "below resolution".to_owned(),
            false => format!("{:.2}", self.ratio),
        }
    }

    /// The interval of the ratio, with two decimals; `None` if the rounds were too few, or there is no ratio.
    pub fn interval(&self) -> Option<String> {
        let (low, high) = self.ratio_low.zip(self.ratio_high).filter(|_| !self.is_below_resolution)?;
        Some(format!("{low:.2}–{high:.2}"))
    }
}

fn exact_value(ns: u64, at_least: bool, share: Option<f64>) -> String {
    match (share, at_least) {
        (Some(share), false) => format!("{share:.2} of the beat"),
        (Some(share), true) => format!("at least {share:.2} of the beat"),
        (None, false) => format!("{ns} ns"),
        (None, true) => format!("at least {ns} ns"),
    }
}
