//! The matrix: a row for each runtime and kind of work, a column for each mechanism.

use crate::{loss, matrix::Group, precision::Precision};
use measure::Run;
use stage::Mechanism;

use crate::terminal::{
    style::{bold, colour, legend, name, symbol},
    table::{table, text},
};

/// From this width on, a cell has the verdict's name beside its sign.
const WIDE: usize = 110;

/// The matrix of a run, `width` columns wide at most. Each cell has the verdicts that were seen and p50 of the
/// halt; if several cases share the cell, the range of their p50.
#[must_use]
pub fn matrix(run: &Run, width: usize) -> String {
    let mut heads = vec![""];
    heads.extend(Mechanism::ALL.iter().map(|mechanism| mechanism.as_str()));
    let mut table = table(&heads, &[]);
    for column in table.column_iter_mut() {
        column.set_padding((0, if width < WIDE { 1 } else { 2 }));
    }
    let mut runtime = String::new();
    let precision = Precision::of(run);
    for row in crate::matrix::rows(run) {
        if row.runtime != runtime {
            runtime = row.runtime;
            table.add_row(vec![bold(&runtime)]);
        }
        let fields = row.fields.iter().map(|groups| {
            let lines: Vec<String> = groups.iter().map(|group| line(group, width, precision)).collect();
            lines.join("\n")
        });
        table.add_row(std::iter::once(format!("  {}", row.work)).chain(fields));
    }
    let lossy = run.cases.iter().any(loss::is_lossy);
    format!(
        "{}\n{}\n{}{}\n",
        text(&table),
        legend(width),
        if lossy { format!("{}.\n", loss::LEGEND) } else { String::new() },
        "Times: from request to halt, p50, the least and the most of the field's cases."
    )
}

/// The sign of a verdict, its name if there is room, and the times.
fn line(group: &Group, width: usize, precision: Precision) -> String {
    let said = match group.times() {
        Some(_) if width >= WIDE => format!("{} {}", name(group.verdict), group.said(precision)),
        _ => group.said(precision),
    };
    let surprise = if group.as_expected { "" } else { " !" };
    colour(group.verdict).apply_to(format!("{} {said}{surprise}", symbol(group.verdict))).to_string()
}
