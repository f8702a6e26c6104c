//! The grid of one runtime: a row for what the work does, a column for what one does to it, and in each field what became
//! of the work.

use std::fmt::Write;

use measure::{CaseResult, Run};
use stage::{Mechanism, Verdict, Work};

use crate::{
    figure,
    links::Links,
    verdict::{self, is_lossy, lossy_mark, played, symbol},
};

/// One row: a kind of work.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// The kind of work.
    pub work: Work,
    /// A field for each mechanism, in the order of [`Mechanism::ALL`].
    pub fields: Vec<Field<'a>>,
}

/// The cases of one work and one mechanism.
#[derive(Debug, Clone, Default)]
pub struct Field<'a> {
    /// All of them.
    pub cases: Vec<&'a CaseResult>,
    /// Those that stand for all: the plain one, or the first if every one is a variant; and the first that came out
    /// otherwise.
    pub shown: Vec<&'a CaseResult>,
}

/// What can come of work, as far as the grid tells it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Ended,
    GoesOn,
    NoAnswer,
    Nothing,
}

impl Outcome {
    fn of(case: &CaseResult) -> Self {
        match case.verdict {
            Some(Verdict::Stopped | Verdict::Killed) => Self::Ended,
            Some(Verdict::StillStanding) => Self::GoesOn,
            Some(Verdict::Hung) => Self::NoAnswer,
            Some(Verdict::NeverStarted | Verdict::NotOffered) | None => Self::Nothing,
        }
    }
}

impl<'a> Field<'a> {
    fn of(cases: Vec<&'a CaseResult>) -> Self {
        let plain = cases.iter().find(|case| case.variant.is_none()).or(cases.first()).copied();
        let other = plain.and_then(|plain| {
            let is_other =
                |case: &&&CaseResult| ![Outcome::Nothing, Outcome::of(plain)].contains(&Outcome::of(case));
            cases.iter().find(is_other).copied()
        });
        Self { shown: plain.into_iter().chain(other).collect(), cases }
    }

    /// Whether one of its cases lost something.
    pub fn is_lossy(&self) -> bool {
        self.cases.iter().any(|case| is_lossy(case))
    }

    /// Whether one of the cases that it shows ended the work.
    pub fn ends(&self) -> bool {
        self.shown.iter().any(|case| Outcome::of(case) == Outcome::Ended)
    }
}

/// The runtimes of a run, in its order.
pub fn runtimes(run: &Run) -> Vec<&str> {
    let mut runtimes: Vec<&str> = Vec::new();
    for case in played(run) {
        if !runtimes.contains(&case.runtime.as_str()) {
            runtimes.push(&case.runtime);
        }
    }
    runtimes
}

/// The rows of a runtime, without those that have no case.
pub fn rows<'a>(run: &'a Run, runtime: &str) -> Vec<Row<'a>> {
    let row = |work: &Work| {
        let field = |mechanism: &Mechanism| {
            let is_here = |case: &&CaseResult| case.work == *work && case.mechanism == *mechanism;
            Field::of(played(run).filter(|case| case.runtime == runtime).filter(is_here).collect())
        };
        Row { work: *work, fields: Mechanism::ALL.iter().map(field).collect() }
    };
    let rows = Work::ALL.iter().map(row);
    rows.filter(|row| row.fields.iter().any(|field| !field.cases.is_empty())).collect()
}

/// What the work does, in a few words.
pub fn doing(work: Work) -> &'static str {
    match work {
        Work::Awaiting => "waits at an await",
        Work::Yielding => "is ready, and yields",
        Work::Hogging => "is async, never waits",
        Work::Blocking => "sleeps on a thread",
        Work::Parked => "waits for a message",
        Work::Stuck => "waits in read, accept",
        Work::Spinning => "computes on a thread",
    }
}

/// What is done to the work, in a few words.
pub fn done(mechanism: Mechanism) -> &'static str {
    match mechanism {
        Mechanism::Flag => "it looks at one",
        Mechanism::Channel => "it gets a message",
        Mechanism::Drop => "its handle or owner",
        Mechanism::Abort => "from outside",
    }
}

/// How many kinds of work each mechanism ends, as the fields show it: `a flag ends 3 of 3 kinds of work, …`.
pub fn finding(runtime: &str, rows: &[Row]) -> String {
    let count = |(at, mechanism): (usize, &Mechanism)| {
        let fields = || rows.iter().map(|row| &row.fields[at]).filter(|field| !field.cases.is_empty());
        let all = fields().count();
        let what = match mechanism {
            Mechanism::Flag => "a flag",
            Mechanism::Channel => "a channel",
            Mechanism::Drop => "a drop",
            Mechanism::Abort => "an abort",
        };
        (all > 0).then(|| (what, fields().filter(|field| field.ends()).count(), all))
    };
    let counts: Vec<_> = Mechanism::ALL.iter().enumerate().filter_map(count).collect();
    let said = counts.iter().enumerate().map(|(at, (what, ended, all))| match at {
        0 => format!("{what} ends {ended} of {all} kinds of work"),
        _ => format!("{what} {ended} of {all}"),
    });
    format!("{runtime}: {}", said.collect::<Vec<_>>().join(", "))
}

/// What stands beside a case's sign: its variant, and its time if it has halted.
pub fn said(run: &Run, case: &CaseResult) -> String {
    let variant = case.variant.as_deref().unwrap_or_default();
    let time = figure::takes(run, case);
    [variant, &time].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The head of a table of grids.
pub fn head(first: &str) -> String {
    let columns: Vec<String> = Mechanism::ALL.iter().map(|it| format!("**{it}**: {}", done(*it))).collect();
    format!("{first} {} |\n{}\n", columns.join(" | "), "| --- ".repeat(first.matches('|').count() + 3) + "|")
}

/// A field in Markdown: each case that it shows leads to its figures.
pub fn field(run: &Run, field: &Field, links: &Links) -> String {
    let case = |case: &&CaseResult| {
        let said = format!("{} {}", symbol(case.verdict), said(run, case));
        links.case(said.trim_end(), case) + if case.is_as_expected() { "" } else { " **!**" }
    };
    let cases: Vec<String> = field.shown.iter().map(case).collect();
    cases.join("<br>") + lossy_mark(field.is_lossy())
}

/// The grid of one runtime in Markdown; empty if it has no case.
pub fn markdown(run: &Run, runtime: &str, links: &Links) -> String {
    let rows = rows(run, runtime);
    if rows.is_empty() {
        return String::new();
    }
    let mut text = head("| the work |");
    for row in &rows {
        let fields: Vec<String> = row.fields.iter().map(|it| field(run, it, links)).collect();
        let _ = writeln!(text, "| **{}**: {} | {} |", row.work, doing(row.work), fields.join(" | "));
    }
    let shown = rows.iter().flat_map(|row| &row.fields);
    text + "\n" + &legend(&shown.collect::<Vec<_>>()) + "\n"
}

/// What the signs of these fields mean.
pub fn legend(fields: &[&Field]) -> String {
    let shown = || fields.iter().flat_map(|field| &field.shown);
    let has = |verdict: &Option<Verdict>| shown().any(|case| case.verdict == *verdict);
    let all = Verdict::ALL.iter().copied().map(Some).chain([None]).filter(has);
    let signs: Vec<String> = all.map(|verdict| format!("{} {}", symbol(verdict), meaning(verdict))).collect();
    let lossy = fields.iter().any(|field| field.is_lossy()).then(|| verdict::LOSSY.to_owned());
    let signs: Vec<String> = signs.into_iter().chain(lossy).collect();
    format!(
        "{}. Times: from request to halt, p50; *next look*: the work looks once a beat. A field shows its plain case and \
         the first that came out otherwise.",
        signs.join(" · ")
    )
}

/// What a verdict means, in as few words as can be.
pub fn meaning(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Stopped) => "it ended",
        Some(Verdict::Killed) => "it ended, without clean-up",
        Some(Verdict::StillStanding) => "the call returned, the work goes on",
        Some(Verdict::Hung) => "the call did not return",
        Some(Verdict::NeverStarted) => "it never began",
        Some(Verdict::NotOffered) => "there is no such way",
        None => "every playing failed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results_file::recorded_run;

    /// A case of the recorded run with this name and this verdict.
    fn case(variant: Option<&str>, verdict: Verdict) -> CaseResult {
        let recorded = recorded_run("snapshots/run.json").cases[0].clone();
        CaseResult { variant: variant.map(str::to_owned), verdict: Some(verdict), ..recorded }
    }

    #[test]
    fn a_field_shows_the_plain_case_and_the_first_that_came_out_otherwise() {
        use Verdict::{Hung, Killed, NotOffered, StillStanding, Stopped};
        let of = |cases: &[(Option<&'static str>, Verdict)]| -> Vec<String> {
            let cases: Vec<CaseResult> = cases.iter().map(|(name, verdict)| case(*name, *verdict)).collect();
            let field = Field::of(cases.iter().collect());
            field.shown.iter().map(|it| it.variant.clone().unwrap_or_else(|| "plain".to_owned())).collect()
        };
        assert_eq!(of(&[]), [""; 0]);
        assert_eq!(of(&[(Some("a"), Stopped), (None, Hung)]), ["plain", "a"]);
        assert_eq!(of(&[(Some("a"), Stopped), (Some("b"), Killed), (Some("c"), StillStanding)]), ["a", "c"]);
        assert_eq!(of(&[(None, Stopped), (Some("b"), NotOffered)]), ["plain"]);
    }

    #[test]
    fn the_finding_counts_the_kinds_of_work_that_a_mechanism_ends() {
        let run = recorded_run("snapshots/run.json");
        let rows = rows(&run, "tokio");
        let said = finding("tokio", &rows);
        assert!(said.starts_with("tokio: ") && said.contains("an abort "), "{said}");
        let table = markdown(&run, "tokio", &Links::from_results(true));
        assert_eq!(table.lines().filter(|line| line.starts_with("| **")).count(), rows.len(), "{table}");
        assert!(table.contains("](cases.md#tokioabort"), "{table}");
        assert_eq!(markdown(&run, "no-such", &Links::from_results(true)), "");
    }
}
