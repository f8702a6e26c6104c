//! Two runs, case by case: verdict changes first, then the ratios of p50.

use std::fmt::Write;

use measure::{CaseResult, Figures, Run, units::count};
use serde::Serialize;

/// What two runs show of one another. A is what was, B is what is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// What makes their figures differ for another reason than the cases: to be named before any
    /// figure.
    pub differences: Vec<String>,
    /// The cases whose verdict is another.
    pub verdicts: Vec<VerdictChange>,
    /// The cases that halted in both.
    pub times: Vec<TimeChange>,
    /// The cases that only one of them has.
    pub only_in_one: Vec<String>,
}

/// A case whose verdict is another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerdictChange {
    /// The case.
    pub id: String,
    /// Its verdict in A.
    pub was: String,
    /// Its verdict in B.
    pub is: String,
}

/// A case that halted in both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimeChange {
    /// The case.
    pub id: String,
    /// p50 in A, in ns.
    pub was_ns: u64,
    /// p50 in B, in ns.
    pub is_ns: u64,
    /// B over A.
    pub ratio: f64,
    /// The least ratio that the intervals of both allow.
    pub ratio_low: f64,
    /// The greatest ratio that the intervals of both allow.
    pub ratio_high: f64,
    /// What that shows.
    pub shows: Shows,
}

/// What a ratio with its interval shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shows {
    /// The intervals are apart, and B is below.
    Faster,
    /// The intervals are apart, and B is above.
    Slower,
    /// The intervals overlap: no difference that these runs can show.
    NoDifference,
}

impl Shows {
    /// The words for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Faster => "faster",
            Self::Slower => "slower",
            Self::NoDifference => "no difference that these runs can show",
        }
    }
}

impl Comparison {
    /// Compares B with A.
    #[must_use]
    pub fn new(a: &Run, b: &Run) -> Self {
        let with_its_like = |case: &'_ CaseResult| b.cases.iter().find(|other| other.id == case.id).cloned();
        let pairs: Vec<(&CaseResult, CaseResult)> =
            a.cases.iter().filter_map(|case| Some((case, with_its_like(case)?))).collect();
        let verdicts = pairs.iter().filter(|(was, is)| was.verdict != is.verdict);
        let only = |these: &Run, those: &Run, name: &str| -> Vec<String> {
            let missing =
                these.cases.iter().filter(|case| those.cases.iter().all(|other| other.id != case.id));
            missing.map(|case| format!("{} is only in {name}", case.id)).collect()
        };
        Self {
            differences: differences(a, b),
            verdicts: verdicts
                .map(|(was, is)| VerdictChange { id: was.id.clone(), was: verdict(was), is: verdict(is) })
                .collect(),
            times: pairs.iter().filter_map(|(was, is)| times(&was.id, was.halt_ns?, is.halt_ns?)).collect(),
            only_in_one: [only(a, b, "A"), only(b, a, "B")].concat(),
        }
    }

    /// Whether a case became slower by more than this share of p50, as far as these runs can show.
    #[must_use]
    pub fn is_slower_than(&self, share: f64) -> bool {
        self.times.iter().any(|time| time.shows == Shows::Slower && time.ratio > 1.0 + share)
    }

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
        list("Not compared:", &mut self.only_in_one.iter().cloned());
        if !self.times.is_empty() {
            text.push_str(
                "| case | A | B | B / A | interval | shows |\n| --- | ---: | ---: | ---: | --- | --- |\n",
            );
        }
        for TimeChange { id, was_ns, is_ns, ratio, ratio_low, ratio_high, shows } in &self.times {
            let shows = shows.as_str();
            let _ = writeln!(
                text,
                "| {id} | {was_ns} ns | {is_ns} ns | {ratio:.2} | {ratio_low:.2}–{ratio_high:.2} | {shows} |"
            );
        }
        text
    }

    /// The comparison as JSON text.
    ///
    /// # Panics
    /// Never: every field has a JSON form.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a comparison has a JSON form") + "\n"
    }
}

fn verdict(case: &CaseResult) -> String {
    case.verdict.map_or("no verdict", |verdict| verdict.as_str()).to_owned()
}

fn times(id: &str, was: Figures, is: Figures) -> Option<TimeChange> {
    let over = |is: u64, was: u64| (is as f64 / was.max(1) as f64 * 1e3).round() / 1e3;
    let ((was_low, was_high), (is_low, is_high)) = (was.drawn_interval(), is.drawn_interval());
    let shows = match () {
        () if is_high < was_low => Shows::Faster,
        () if is_low > was_high => Shows::Slower,
        () => Shows::NoDifference,
    };
    Some(TimeChange {
        id: id.to_owned(),
        was_ns: was.p50,
        is_ns: is.p50,
        ratio: over(is.p50, was.p50),
        ratio_low: over(is_low, was_high),
        ratio_high: over(is_high, was_low),
        shows,
    })
}

/// What else than the cases may make the figures differ.
fn differences(a: &Run, b: &Run) -> Vec<String> {
    let mut differences = Vec::new();
    let mut compare = |what: &str, was: String, is: String| {
        if was != is {
            differences.push(format!("{what}: {was} and {is}"));
        }
    };
    let cpu = |run: &Run| run.machine.cpu.clone().unwrap_or_else(|| "unknown".to_owned());
    compare("processor", cpu(a), cpu(b));
    compare("cores", a.machine.cores.to_string(), b.machine.cores.to_string());
    compare("system", a.machine.os.clone(), b.machine.os.clone());
    let kernel = |run: &Run| run.machine.kernel.clone().unwrap_or_else(|| "unknown".to_owned());
    compare("kernel", kernel(a), kernel(b));
    let beat = |run: &Run| format!("{} ns", count(run.settings.beat_ns));
    compare("beat", beat(a), beat(b));
    compare("placement", a.place_in_force.clone(), b.place_in_force.clone());
    compare("grade", a.judgement.grade.as_str().to_owned(), b.judgement.grade.as_str().to_owned());
    for library in a.versions.keys().chain(b.versions.keys().filter(|name| !a.versions.contains_key(*name))) {
        let version = |run: &Run| run.versions.get(library).cloned().unwrap_or_else(|| "none".to_owned());
        compare(library, version(a), version(b));
    }
    for (run, name) in [(a, "A"), (b, "B")] {
        if run.partial {
            differences.push(format!("{name} was interrupted, and is partial"));
        }
    }
    differences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(p50: u64, p50_low: u64, p50_high: u64) -> Figures {
        Figures { p50, p90: p50, p99: p50, max: p50, p50_low: Some(p50_low), p50_high: Some(p50_high) }
    }

    #[test]
    fn intervals_decide_and_not_the_ratio() {
        let shows = |was, is| times("x", was, is).map(|time| time.shows);
        assert_eq!(shows(figures(100, 90, 110), figures(200, 105, 300)), Some(Shows::NoDifference));
        assert_eq!(shows(figures(100, 99, 101), figures(103, 102, 104)), Some(Shows::Slower));
        assert_eq!(shows(figures(100, 99, 101), figures(97, 96, 98)), Some(Shows::Faster));
        assert_eq!(shows(figures(100, 99, 101), figures(100, 99, 101)), Some(Shows::NoDifference));
    }

    #[test]
    fn a_ratio_has_the_interval_that_both_runs_allow() {
        let time = times("x", figures(100, 80, 120), figures(200, 160, 240)).expect("a change");
        assert!((time.ratio_low - 1.333).abs() < 1e-9 && (time.ratio_high - 3.0).abs() < 1e-9, "{time:?}");
    }
}
