//! The details: a row a case.

use console::measure_text_width;
use measure::{CaseResult, Figures, Run};

use measure::units::{count, duration, duration_range};

use crate::{
    style::{colour, dim, sign},
    table::{table, text},
};

/// From this width on there is room for the intervals and for what the API's word was worth.
const WIDE: usize = 118;
/// From this width on there is room for what was left behind.
const WIDEST: usize = 150;

/// The sign, the case and its halt are shown however narrow it is.
const LEAST: usize = 3;

/// A column: its head, the least width of the table that has it, and what stands in it.
type Column = (&'static str, usize, fn(&CaseResult) -> String);

const COLUMNS: &[Column] = &[
    ("", 0, |case| colour(case.verdict).apply_to(sign(case.verdict)).to_string()),
    ("case", 0, |case| case.id.clone()),
    ("halt", 0, |case| p50(case.halt_ns)),
    ("95 % of p50", WIDE, |case| {
        let interval = case.halt_ns.and_then(|halt| halt.interval());
        interval.map(|(low, high)| dim(&duration_range(low, high))).unwrap_or_default()
    }),
    ("p99", 0, |case| case.halt_ns.map(|halt| duration(halt.p99)).unwrap_or_default()),
    ("× floor", 0, distance),
    ("told", 0, |case| p50(case.acknowledge_ns)),
    ("word false", WIDE, |case| p50_unless_zero(case.word_false_ns)),
    ("waited", WIDE, |case| p50_unless_zero(case.waited_ns)),
    ("zombie beats", WIDEST, |case| unless_zero(case.zombie_beats)),
    ("records lost", WIDEST, |case| case.records_lost.map(count).unwrap_or_default()),
    ("threads left", WIDEST, |case| unless_zero(case.threads_left.unwrap_or(0).into())),
];

/// The details of a run, in a table that fits `width` columns: where long ids leave no room for them,
/// the last columns are left out.
#[must_use]
pub fn details(run: &Run, width: usize) -> String {
    let mut columns: Vec<&Column> = COLUMNS.iter().filter(|(_, least, _)| *least <= width).collect();
    loop {
        let drawn = rows(run, &columns);
        let is_narrow = drawn.lines().all(|line| measure_text_width(line) <= width);
        if is_narrow || columns.len() <= LEAST {
            return drawn + &explanation(&columns);
        }
        columns.pop();
    }
}

fn rows(run: &Run, columns: &[&Column]) -> String {
    let heads: Vec<&str> = columns.iter().map(|(head, _, _)| *head).collect();
    let figures: Vec<usize> = (2..heads.len()).collect();
    let mut table = table(&heads, &figures);
    for case in &run.cases {
        table.add_row(columns.iter().map(|(_, _, content)| content(case)));
    }
    text(&table)
}

fn explanation(columns: &[&Column]) -> String {
    let shown = |name: &str| columns.iter().any(|(head, _, _)| *head == name);
    let lines = [
        (shown("told"), "told: from request to acknowledgement."),
        (true, "A polled case is told as a share of its beat, in theory 0.50."),
        (
            shown("word false"),
            "word false: from acknowledgement to halt. waited: from halt to acknowledgement. All p50.",
        ),
    ];
    lines.into_iter().filter(|(is_shown, _)| *is_shown).map(|(_, line)| format!("{line}\n")).collect()
}

fn p50(figures: Option<Figures>) -> String {
    figures.map(|figures| duration(figures.p50)).unwrap_or_default()
}

fn p50_unless_zero(figures: Option<Figures>) -> String {
    p50(figures.filter(|figures| figures.p50 > 0))
}

fn unless_zero(number: u64) -> String {
    if number > 0 { count(number) } else { String::new() }
}

/// How far it is from its floor; its share of the beat, where it looks once a beat; else what it
/// is bound by.
fn distance(case: &CaseResult) -> String {
    match (case.halt_ns, case.over_floor, case.share_of_beat) {
        (None, ..) => String::new(),
        (_, Some(ratio), _) => format!("{ratio:.1}"),
        (_, _, Some(share)) => format!("{:.2} beat", share.p50),
        _ => case.bound.to_string(),
    }
}
