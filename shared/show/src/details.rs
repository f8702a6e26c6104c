//! The details: a row a case.

use measure::{CaseResult, Figures, Run};

use crate::{
    style::{colour, dim, sign, sign_and_word},
    table::{table, text},
    units::{count, duration, duration_range},
};

/// From this width on there is room for the intervals and for what was left behind.
const WIDE: usize = 118;

/// The details of a run, in a table that fits `width` columns as far as its ids allow.
#[must_use]
pub fn details(run: &Run, width: usize) -> String {
    let wide = width >= WIDE;
    let heads: &[&str] = match wide {
        true => &[
            "case",
            "verdict",
            "halt p50",
            "95 % of p50",
            "p99",
            "acknowledged",
            "× floor",
            "zombie beats",
            "threads left",
        ],
        false => &["", "case", "halt", "p99", "acknowl.", "× floor"],
    };
    let figures: Vec<usize> = (2..heads.len()).collect();
    let mut table = table(heads, &figures);
    for case in &run.cases {
        table.add_row(if wide { wide_row(case) } else { narrow_row(case) });
    }
    text(&table)
}

fn narrow_row(case: &CaseResult) -> Vec<String> {
    let sign = colour(case.verdict).apply_to(sign(case.verdict)).to_string();
    let p50 = |figures: Option<Figures>| figures.map(|figures| duration(figures.p50));
    let p99 = case.halt_ns.map(|halt| duration(halt.p99));
    [Some(sign), Some(case.id.clone()), p50(case.halt_ns), p99, p50(case.acknowledge_ns), distance(case)]
        .into_iter()
        .map(Option::unwrap_or_default)
        .collect()
}

fn wide_row(case: &CaseResult) -> Vec<String> {
    let halt = case.halt_ns;
    vec![
        case.id.clone(),
        sign_and_word(case.verdict),
        halt.map(|halt| duration(halt.p50)).unwrap_or_default(),
        halt.map(|halt| dim(&duration_range(halt.p50_low, halt.p50_high))).unwrap_or_default(),
        halt.map(|halt| duration(halt.p99)).unwrap_or_default(),
        case.acknowledge_ns.map(|acknowledge| duration(acknowledge.p50)).unwrap_or_default(),
        distance(case).unwrap_or_default(),
        Some(case.zombie_beats).filter(|&beats| beats > 0).map(count).unwrap_or_default(),
        case.threads_left
            .filter(|&threads| threads > 0)
            .map(|threads| threads.to_string())
            .unwrap_or_default(),
    ]
}

/// How far it is from its floor, or what it is bound by instead.
fn distance(case: &CaseResult) -> Option<String> {
    case.halt_ns?;
    Some(case.over_floor.map_or_else(|| case.bound.to_string(), |ratio| format!("{ratio:.1}")))
}
