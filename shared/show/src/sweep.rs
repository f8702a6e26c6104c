//! A sweep as a table: the halting time at each value of the factor.

use measure::{Sweep, SweepPoint};

use measure::units::{duration, duration_range};

use crate::table::{table, text};

/// The table of a sweep. Where looks are varied, a row a point, with what a turn costs;
/// elsewhere a row a case and a column a point.
#[must_use]
pub fn sweep(sweep: &Sweep) -> String {
    let table = if sweep.sweep == "look" { looks(&sweep.points) } else { cases(sweep) };
    format!("{table}\nTimes: from request to halt, p50; in brackets its 95 % interval.\n")
}

fn cases(sweep: &Sweep) -> String {
    let mut heads = vec![sweep.sweep.as_str()];
    heads.extend(sweep.points.iter().map(|point| point.value.as_str()));
    let mut table = table(&heads, &[]);
    let ids = sweep.points.first().map(|point| &point.run.cases).into_iter().flatten();
    for (index, first) in ids.enumerate() {
        let fields =
            sweep.points.iter().map(|point| point.run.cases.get(index).map(halt).unwrap_or_default());
        table.add_row(std::iter::once(first.id.clone()).chain(fields));
    }
    text(&table)
}

fn looks(points: &[SweepPoint]) -> String {
    let mut table = table(&["looks once in", "a turn takes", "× without a look", "halt"], &[1, 2]);
    for point in points {
        table.add_row(vec![
            format!("{} turns", point.value),
            point.turn_ns.map(|ns| format!("{ns:.2} ns")).unwrap_or_default(),
            point.slowdown.map(|ratio| format!("{ratio:.2}")).unwrap_or_default(),
            point.run.cases.first().map(halt).unwrap_or_default(),
        ]);
    }
    text(&table)
}

/// p50 with its interval; where it did not halt, the verdict.
fn halt(case: &measure::CaseResult) -> String {
    match case.halt_ns {
        Some(halt) => match halt.interval() {
            Some((low, high)) => format!("{} ({})", duration(halt.p50), duration_range(low, high)),
            None => duration(halt.p50),
        },
        None => crate::style::sign_and_word(case.verdict),
    }
}
