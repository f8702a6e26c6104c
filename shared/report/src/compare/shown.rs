//! A comparison as a terminal shows it, and as Markdown: how much differs, then what, and nothing else. All that was
//! compared stands in the JSON.

use std::fmt::Write;

use console::{measure_text_width, style};
use measure::units::duration;

use super::{Comparison, Shows, TimeChange};
use crate::terminal::{
    style::{bold, dim, wrapped},
    table::{table, text},
};

/// How many cases are named of those that only one of the two has.
const NAMED: usize = 5;

/// A head, and what stands below it.
type Section = (&'static str, Vec<String>);

impl Comparison {
    /// How much differs: `0 verdicts changed, 0 of 88 times differ`; and what the times show that do not.
    pub fn counts(&self) -> String {
        let changed = |number: usize, what: &str| match number {
            1 => format!("1 {what} changed"),
            many => format!("{many} {what}s changed"),
        };
        let mut said = vec![changed(self.verdicts.len(), "verdict")];
        said.extend(
            (!self.outcomes.is_empty()).then(|| changed(self.outcomes.len(), "loss or other outcome")),
        );
        let differ = self.differing().count();
        said.push(format!("{differ} of {} times differ", self.times.len()));
        let others = [Shows::BelowResolution, Shows::NotEnoughRounds].into_iter().filter_map(|shows| {
            let number = self.times.iter().filter(|time| time.shows == shows).count();
            (number > 0).then(|| format!("{number}: {}", shows.as_str()))
        });
        let others: Vec<String> = others.collect();
        let others = if others.is_empty() { String::new() } else { format!(" ({})", others.join("; ")) };
        format!("{}{others}.", said.join(", "))
    }

    /// What comes first: whose times can't be used, and how much differs.
    fn first(&self) -> Vec<String> {
        self.unusable.iter().cloned().chain([self.counts()]).collect()
    }

    fn differing(&self) -> impl Iterator<Item = &TimeChange> {
        self.times.iter().filter(|time| time.shows.is_difference())
    }

    /// What differs besides the times. An id and what is new are marked as the form of the text has it.
    fn sections(&self, id: fn(&str) -> String, new: fn(&str) -> String) -> [Section; 4] {
        let verdicts = self.verdicts.iter();
        let verdicts = verdicts.map(|it| {
            let instead =
                it.instead.as_ref().map_or_else(String::new, |case| format!("; instead: {}", id(case)));
            format!("{}: was {}, is {}{instead}", id(&it.id), it.was, new(&it.is))
        });
        let outcomes = self.outcomes.iter();
        let outcomes =
            outcomes.map(|it| format!("{}: {} was {}, is {}", id(&it.id), it.what, it.was, new(&it.is)));
        let mut alone: Vec<String> = self.only_in_one.iter().take(NAMED).cloned().collect();
        let more = self.only_in_one.len() - alone.len();
        alone.extend((more > 0).then(|| format!("and {more} more")));
        [
            ("The runs differ in more than their cases", self.differences.clone()),
            ("Verdicts", verdicts.collect()),
            ("Lost or left", outcomes.collect()),
            ("Not compared", alone),
        ]
    }

    /// The comparison as text for a terminal of this width.
    pub fn to_terminal(&self, width: usize) -> String {
        let first = self.first().iter().map(|said| wrapped(&bold(said), "", width)).collect();
        let mut shown: Vec<String> = vec![first];
        for (head, items) in self.sections(str::to_owned, |new| style(new).red().to_string()) {
            let items: Vec<String> = items.iter().map(|item| wrapped(item, "  ", width)).collect();
            if !items.is_empty() {
                shown.push(format!("{}\n{}", bold(head), items.concat()));
            }
        }
        if self.differing().next().is_some() {
            shown.push(self.times(width));
        }
        if let Some(allowance) = self.allowance() {
            let sentences = allowance.split_inclusive(". ").map(|said| wrapped(said.trim_end(), "", width));
            shown.push(dim(&sentences.collect::<String>()));
        }
        shown.join("\n")
    }

    /// The times that differ. What finds no room gives way from the right.
    fn times(&self, width: usize) -> String {
        let heads = ["case", "A", "B", "B / A", "shows", "interval"];
        let rows = self.differing().map(|time| {
            let said = time.shows.as_str();
            let said = if time.shows == Shows::Faster { style(said).blue() } else { style(said).red() };
            let (was, is) = time.values(duration, "beats");
            [time.id.clone(), was, is, time.ratio(), said.to_string(), time.interval().unwrap_or_default()]
        });
        let rows: Vec<[String; 6]> = rows.collect();
        let with = |columns: usize| {
            let mut table = table(&heads[..columns], &[1, 2, 3]);
            for row in &rows {
                table.add_row(&row[..columns]);
            }
            text(&table)
        };
        let fits = |shown: &String| shown.lines().all(|line| measure_text_width(line) <= width);
        (1..=heads.len()).rev().map(with).find(fits).unwrap_or_else(|| with(1))
    }

    /// The comparison as Markdown, its times as exact as they are.
    pub fn to_markdown(&self) -> String {
        let mut text = self.first().join("\n\n") + "\n";
        for (head, items) in self.sections(|id| format!("`{id}`"), |new| format!("**{new}**")) {
            if !items.is_empty() {
                let _ = writeln!(text, "\n{head}:\n");
                items.iter().for_each(|item| text.extend(["- ", item, "\n"]));
            }
        }
        if self.differing().next().is_some() {
            text.push_str(
                "\n| case | A | B | B / A | interval | shows |\n| --- | ---: | ---: | ---: | --- | --- |\n",
            );
        }
        for time in self.differing() {
            let (was, is) = time.values(|ns| format!("{ns} ns"), "of the beat");
            let (interval, shows) = (time.interval().unwrap_or_default(), time.shows.as_str());
            let _ =
                writeln!(text, "| {} | {was} | {is} | {} | {interval} | {shows} |", time.id, time.ratio());
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

    /// What it was and what it is: times or, of a case that looks once a beat, shares of the beat.
    fn values(&self, time: fn(u64) -> String, of_beat: &str) -> (String, String) {
        let value = |ns, at_least, share: Option<f64>| {
            let value = share.map_or_else(|| time(ns), |share| format!("{share:.2} {of_beat}"));
            if at_least { format!("at least {value}") } else { value }
        };
        (
            value(self.was_ns, self.was_at_least, self.was_share),
            value(self.is_ns, self.is_at_least, self.is_share),
        )
    }
}
