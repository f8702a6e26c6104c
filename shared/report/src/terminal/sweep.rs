//! A sweep as a table: the halting time at each value of the factor; of crowds, how the last halt grows.

use measure::{CaseResult, Factor, Floor, Run, Sweep, SweepPoint, units::count};
use stage::CrowdState;

use crate::{
    crowd::{HEADS, findings, growths, how_to_read, last_halt, sizes, why_no_more},
    facts::unusable_sweep,
    figure,
    findings::stood_on,
    precision::{Precision, resolution},
    terminal::{
        style::{bold, colour},
        table::{table, text},
    },
    verdict,
};

/// A sweep, behind its grade if that forbids its times.
pub fn sweep(sweep: &Sweep) -> String {
    let unusable = unusable_sweep(sweep).map(|said| format!("{}\n\n", bold(&said)));
    unusable.unwrap_or_default() + &in_tables(sweep)
}

/// The table of a sweep. If looks are varied, it has a row for each point, with what a turn costs; else a row for
/// each case and a column for each point.
fn in_tables(sweep: &Sweep) -> String {
    if sweep.sweep == Factor::Crowd {
        return crowds(sweep);
    }
    let is_look = sweep.sweep == Factor::Look;
    let table = if is_look { looks(&sweep.points) } else { cases(sweep) };
    let ratio = if is_look { "" } else { " Below: that over p50 of its floor, with its interval." };
    let mut lines = vec![format!("Times: from request to halt, p50; in brackets its 95 % interval.{ratio}")];
    let runs = || sweep.points.iter().map(|point| &point.run);
    lines.extend(runs().find_map(figure::no_intervals).map(str::to_owned));
    // The coarsest precision applies to all.
    let coarsest = runs().max_by_key(|run| run.resolution.as_ref().map(|resolution| resolution.ns));
    lines.extend(coarsest.map(resolution));
    format!("{table}\n{}\n", lines.join("\n"))
}

fn cases(sweep: &Sweep) -> String {
    let mut heads = vec![sweep.sweep.as_str()];
    heads.extend(sweep.points.iter().map(|point| point.value.as_str()));
    let mut table = table(&heads, &[]);
    let ids = sweep.points.first().map(|point| &point.run.cases).into_iter().flatten();
    for (index, first) in ids.enumerate() {
        let fields =
            sweep.points.iter().map(|point| point.run.cases.get(index).map(|case| field(&point.run, case)));
        table.add_row(std::iter::once(first.id.clone()).chain(fields.map(Option::unwrap_or_default)));
    }
    for floor in stood_on(sweep) {
        let fields = sweep.points.iter().map(|point| floor_of(&point.run, floor));
        table.add_row(std::iter::once(format!("the {} floor", floor.as_str())).chain(fields));
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
            point.run.cases.first().map(|case| halt(&point.run, case)).unwrap_or_default(),
        ]);
    }
    text(&table)
}

/// p50 with its interval, or the verdict if the work did not halt.
fn halt(run: &Run, case: &CaseResult) -> String {
    if case.halt_ns.is_none() {
        return colour(case.verdict).apply_to(verdict::with_its_sign(run, case)).to_string();
    }
    in_brackets(figure::halt(run, case), &figure::interval(run, case.halt_ns))
}

/// The same, and in a line below it the distance to the floor.
fn field(run: &Run, case: &CaseResult) -> String {
    let halt = halt(run, case);
    figure::over_floor_with_interval(run, case).map_or(halt.clone(), |ratio| format!("{halt}\n{ratio}"))
}

/// p50 of a floor with its interval, which the reader of a ratio needs.
fn floor_of(run: &Run, floor: Floor) -> String {
    let figures = run.floors.of(floor);
    let told = figures.map(|figures| Precision::of(run).time(figures.p50)).unwrap_or_default();
    in_brackets(told, &figure::interval(run, figures))
}

fn in_brackets(figure: String, interval: &str) -> String {
    if interval.is_empty() || interval == figure { figure } else { format!("{figure} ({interval})") }
}

/// For each state a table of the last halts over the sizes, and one of the findings; then how to read them, and why
/// some cases end before others.
fn crowds(sweep: &Sweep) -> String {
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
