//! The details: a row a case.

use crate::{figure, horizon, loss::lost};
use console::measure_text_width;
use measure::{
    CaseResult, Run,
    units::{count, duration},
};

use crate::terminal::{
    style::{colour, dim, symbol},
    table::{table, text},
};

/// From this width on there is room for the intervals, and for how early the acknowledgement came.
const WIDE: usize = 118;
/// From this width on there is room for the workers, and for what was left behind.
const WIDEST: usize = 150;

/// The columns that a table of any width has: the sign, the case and its halt.
const LEAST: usize = 3;

/// The head of the halt's interval.
const INTERVAL: &str = "95 % of p50";

/// The head of what was lost.
const LOST: &str = "records lost";

/// A column: its head, the least width of a table that has it, and the text of its cell.
type Column = (&'static str, usize, fn(&Run, &CaseResult) -> String);

const COLUMNS: &[Column] = &[
    ("", 0, |_, case| colour(case.verdict).apply_to(symbol(case.verdict)).to_string()),
    ("case", 0, |_, case| case.id.clone()),
    ("halt", 0, halt),
    (INTERVAL, WIDE, |run, case| dim_unless_empty(&figure::interval(run, case.halt_ns))),
    ("above floor", 0, figure::distance),
    ("95 % of it", WIDE, |run, case| {
        dim_unless_empty(&figure::over_floor_interval(run, case).unwrap_or_default())
    }),
    ("acknowledged", 0, |run, case| figure::p50(run, case.acknowledge_ns)),
    ("p99", 0, |run, case| {
        case.halt_ns.map(|halt| figure::quantile(run, &halt, halt.p99)).unwrap_or_default()
    }),
    (LOST, WIDE, |_, case| lost(case)),
    ("early by", WIDE, |run, case| figure::p50_unless_zero(run, case.acknowledged_early_by_ns)),
    ("waited", WIDE, |run, case| figure::p50_unless_zero(run, case.waited_ns)),
    ("workers", WIDEST, |_, case| case.workers.map(|workers| workers.to_string()).unwrap_or_default()),
    ("zombie beats", WIDEST, |_, case| unless_zero(case.zombie_beats)),
    ("threads left", WIDEST, |_, case| unless_zero(case.threads_left.unwrap_or(0).into())),
];

/// The details of a run, in a table that fits `width` columns. If long ids leave no room for the last columns,
/// those are left out.
#[must_use]
pub fn details(run: &Run, width: usize) -> String {
    let is_counted = run.cases.iter().any(|case| !lost(case).is_empty());
    let is_shown = |(head, least, _): &&Column| *least <= width && (*head != LOST || is_counted);
    let mut columns: Vec<&Column> = COLUMNS.iter().filter(is_shown).collect();
    loop {
        let drawn = rows(run, &columns);
        let is_narrow = drawn.lines().all(|line| measure_text_width(line) <= width);
        if is_narrow || columns.len() <= LEAST {
            return drawn + &explanation(run, &columns);
        }
        columns.pop();
    }
}

fn rows(run: &Run, columns: &[&Column]) -> String {
    let heads: Vec<&str> = columns.iter().map(|(head, _, _)| *head).collect();
    let figures: Vec<usize> = (2..heads.len()).collect();
    let mut table = table(&heads, &figures);
    for case in &run.cases {
        table.add_row(columns.iter().map(|(_, _, content)| content(run, case)));
    }
    text(&table)
}

fn explanation(run: &Run, columns: &[&Column]) -> String {
    let shown = |name: &str| columns.iter().any(|(head, _, _)| *head == name);
    let no_intervals = figure::no_intervals(run).filter(|_| shown(INTERVAL));
    let in_doubt = run.cases.iter().any(|case| !case.doubts.is_empty());
    let lines = [
        (no_intervals.is_some(), no_intervals.unwrap_or_default()),
        (in_doubt, "?: a self-check about the case failed; the last lines say which."),
        (shown("acknowledged"), "acknowledged: from request to acknowledgement."),
        (true, "The halt of a polled case is shown as a share of its beat, in theory 0.50."),
        (
            shown("early by"),
            "early by: acknowledged so long before the halt. waited: from halt to acknowledgement. All p50.",
        ),
    ];
    lines.into_iter().filter(|(is_shown, _)| *is_shown).map(|(_, line)| format!("{line}\n")).collect()
}

/// p50 of the halt, or how long the work was watched if it never halted.
fn halt(run: &Run, case: &CaseResult) -> String {
    let halt = figure::halt(run, case);
    if !halt.is_empty() {
        return halt;
    }
    horizon::watched_ns(run, case).map(|ns| format!("> {}", duration(ns))).unwrap_or_default()
}

fn dim_unless_empty(text: &str) -> String {
    if text.is_empty() { String::new() } else { dim(text) }
}

fn unless_zero(number: u64) -> String {
    if number > 0 { count(number) } else { String::new() }
}
