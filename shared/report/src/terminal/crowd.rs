//! A sweep of crowds as tables: how the last halt grows, and what the largest crowds have shown.

use crate::crowd::{HEADS, findings, growths, how_to_read, last_halt, sizes, why_no_more};
use measure::{Sweep, units::count};
use stage::CrowdState;

use crate::terminal::table::{table, text};

/// For each state a table of the last halts over the sizes, and one of the findings; then how to read them, and why
/// some cases end before others.
pub(crate) fn tables(sweep: &Sweep) -> String {
    let mut shown = String::new();
    for state in CrowdState::ALL {
        shown += &format!("{}\n{}\n", over_sizes(sweep, *state), largest(sweep, *state));
    }
    let reasons = why_no_more(sweep).into_iter().map(|reason| format!("No more of {reason}\n"));
    shown + &how_to_read(sweep) + "\n" + &reasons.collect::<String>()
}

fn over_sizes(sweep: &Sweep, state: CrowdState) -> String {
    let sizes = sizes(sweep);
    let heads: Vec<String> =
        [state.to_string()].into_iter().chain(sizes.iter().map(|size| count(*size))).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let figures: Vec<usize> = (1..heads.len()).collect();
    let mut table = table(&heads, &figures);
    for growth in growths(sweep, state) {
        let field = |size: &u64| {
            let point = growth.points.iter().find(|point| point.crowd.parts == *size);
            point.map(last_halt).unwrap_or_default()
        };
        table.add_row([growth.id.to_owned()].into_iter().chain(sizes.iter().map(field)));
    }
    text(&table)
}

fn largest(sweep: &Sweep, state: CrowdState) -> String {
    let mut heads = HEADS;
    heads[0] = state.as_str();
    let mut table = table(&heads, &[1, 2, 3, 4, 5, 6, 7, 8]);
    for (case, fields) in findings(sweep, state) {
        table.add_row([case.id.clone()].into_iter().chain(fields));
    }
    text(&table)
}
