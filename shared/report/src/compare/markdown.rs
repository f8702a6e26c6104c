//! A comparison as Markdown.

use std::fmt::Write;

use super::{Comparison, OutcomeChange, TimeChange, VerdictChange};

impl Comparison {
    /// The comparison as Markdown.
    #[must_use]
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
            let TimeChange { id, ratio, .. } = time;
            let was = value(time.was_ns, time.was_at_least, time.was_share);
            let is = value(time.is_ns, time.is_at_least, time.is_share);
            let (interval, shows) = (time.interval().unwrap_or_default(), time.shows.as_str());
            let _ = writeln!(text, "| {id} | {was} | {is} | {ratio:.2} | {interval} | {shows} |");
        }
        if let Some(allowance) = self.allowance() {
            let _ = writeln!(text, "\n{allowance}");
        }
        text
    }
}

impl TimeChange {
    /// The interval of the ratio, with two decimals; `None` if the rounds were too few.
    #[must_use]
    pub fn interval(&self) -> Option<String> {
        Some(format!("{:.2}–{:.2}", self.ratio_low?, self.ratio_high?))
    }
}

fn value(ns: u64, at_least: bool, share: Option<f64>) -> String {
    match (share, at_least) {
        (Some(share), false) => format!("{share:.2} of the beat"),
        (Some(share), true) => format!("at least {share:.2} of the beat"),
        (None, false) => format!("{ns} ns"),
        (None, true) => format!("at least {ns} ns"),
    }
}
