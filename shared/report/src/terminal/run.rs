//! What a run leaves in the terminal: the matrix, a row for each case, and the last lines about machine, grade and what was
//! not as expected.

use console::measure_text_width;
use measure::{
    CaseResult, Run,
    units::{count, duration},
};
use stage::{Mechanism, Verdict};

use crate::{
    facts::{conditions, environment, processor, slow_build, unusable},
    figure::{self, remarks},
    findings::{beat_costs, floors},
    matrix::{Group, rows, verdicts},
    precision::{Precision, resolution},
    terminal::{
        style::{bold, colour, dim, legend, name, symbol, wrapped},
        table::{table, text},
    },
    verdict::{self, lost, played},
};

/// From this width on, a cell of the matrix has the verdict's name beside its sign.
const NAMED: usize = 110;

/// The matrix of a run, `width` columns wide at most. Each cell has the verdicts that were seen and p50 of the
/// halt; if several cases share the cell, the range of their p50.
pub fn matrix(run: &Run, width: usize) -> String {
    let mut heads = vec![""];
    heads.extend(Mechanism::ALL.iter().map(|mechanism| mechanism.as_str()));
    let mut table = table(&heads, &[]).with_gap(if width < NAMED { 1 } else { 2 });
    let mut runtime = String::new();
    let precision = Precision::of(run);
    let rows = rows(run);
    for row in &rows {
        if row.runtime != runtime {
            runtime.clone_from(&row.runtime);
            table.add_row(vec![bold(&runtime)]);
        }
        let fields = row.fields.iter().map(|groups| {
            let lines: Vec<String> = groups.iter().map(|group| line(group, width, precision)).collect();
            lines.join("\n")
        });
        table.add_row(std::iter::once(format!("  {}", row.work)).chain(fields));
    }
    let lossy = run.cases.iter().any(verdict::is_lossy);
    format!(
        "{}{}\n{}{}{}\n",
        unusable(run).map(|said| format!("{}\n\n", bold(&said))).unwrap_or_default(),
        text(&table),
        legend(verdicts(&rows), width),
        if lossy { format!("{}.\n", verdict::LOSSY) } else { String::new() },
        "Times: from request to halt, p50, the least and the most of the field's cases."
    )
}

/// The sign of a verdict, its name if there is room, and the times.
fn line(group: &Group, width: usize, precision: Precision) -> String {
    let said = match group.times() {
        Some(_) if width >= NAMED => format!("{} {}", name(group.verdict), group.said(precision)),
        _ => group.said(precision),
    };
    let surprise = if group.as_expected { "" } else { " !" };
    colour(group.verdict).apply_to(format!("{} {said}{surprise}", symbol(group.verdict))).to_string()
}

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
    ("early by", WIDE, |run, case| figure::p50_between(run, case.acknowledged_early_by_ns)),
    ("waited", WIDE, |run, case| figure::p50_between(run, case.waited_ns)),
    ("workers", WIDEST, |_, case| case.workers.map(|workers| workers.to_string()).unwrap_or_default()),
    ("zombie beats", WIDEST, |_, case| unless_zero(case.zombie_beats)),
    ("threads left", WIDEST, |_, case| unless_zero(case.threads_left.unwrap_or(0).into())),
];

/// The details of a run, in a table that fits `width` columns. If long ids leave no room for the last columns,
/// those are left out.
pub fn details(run: &Run, width: usize) -> String {
    let is_counted = run.cases.iter().any(|case| !lost(case).is_empty());
    let is_shown = |(head, least, _): &&Column| *least <= width && (*head != LOST || is_counted);
    let mut columns: Vec<&Column> = COLUMNS.iter().filter(is_shown).collect();
    loop {
        let drawn = details_of(run, &columns);
        let is_narrow = drawn.lines().all(|line| measure_text_width(line) <= width);
        if is_narrow || columns.len() <= LEAST {
            return drawn + &explanation(run, &columns) + &instead(run, width);
        }
        columns.pop();
    }
}

fn details_of(run: &Run, columns: &[&Column]) -> String {
    let heads: Vec<&str> = columns.iter().map(|(head, _, _)| *head).collect();
    let figures: Vec<usize> = (2..heads.len()).collect();
    let mut table = table(&heads, &figures);
    for case in played(run) {
        table.add_row(columns.iter().map(|(_, _, content)| content(run, case)));
    }
    text(&table)
}

fn explanation(run: &Run, columns: &[&Column]) -> String {
    let shown = |name: &str| columns.iter().any(|(head, _, _)| *head == name);
    let no_intervals = figure::no_intervals(run).filter(|_| shown(INTERVAL));
    let in_doubt = played(run).any(|case| !case.doubts.is_empty());
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

/// From each case that falls short to the one that does it right.
fn instead(run: &Run, width: usize) -> String {
    let named = played(run).map(|case| (&case.id, verdict::instead(case, str::to_owned)));
    let named = named.filter(|(_, right)| !right.is_empty());
    let lines: String = named.map(|(id, right)| wrapped(&format!("{id}: {right}"), "  ", width)).collect();
    if lines.is_empty() { lines } else { format!("What does it right instead:\n{lines}") }
}

/// p50 of the halt, or how long the work was watched if it never halted.
fn halt(run: &Run, case: &CaseResult) -> String {
    let halt = figure::halt(run, case);
    if !halt.is_empty() {
        return halt;
    }
    verdict::watched_ns(run, case).map(|ns| format!("> {}", duration(ns))).unwrap_or_default()
}

fn dim_unless_empty(text: &str) -> String {
    if text.is_empty() { String::new() } else { dim(text) }
}

fn unless_zero(number: u64) -> String {
    if number > 0 { count(number) } else { String::new() }
}

/// The last lines of a run.
pub fn closing(run: &Run) -> String {
    let mut lines = Vec::new();
    lines.extend(
        slow_build(run).map(|said| colour(None::<Verdict>).apply_to(format!("! {said}.")).to_string()),
    );
    let floors = floors(run);
    lines.extend((!floors.is_empty()).then(|| format!("Floors: {floors}.")));
    lines.push(resolution(run));
    let in_rust = run.costs.map_or_else(String::new, |costs| {
        format!("; in Rust {} ns and {} ns", costs.beat_ns, costs.stamp_ns)
    });
    lines.extend(beat_costs(run).map(|costs| format!("A beat and a stamp cost: {costs}{in_rust}.")));
    let machine = &run.machine;
    lines.push(format!(
        "Machine: {}, {} cores, {} {}; {}; seed {}.",
        processor(run),
        machine.cores,
        machine.os,
        machine.kernel.as_deref().unwrap_or_default(),
        conditions(run),
        run.settings.seed,
    ));
    if !run.environment.is_empty() {
        lines.push(format!("Environment: {}.", environment(run)));
    }
    let judgement = &run.judgement;
    let because = if judgement.reasons.is_empty() {
        String::new()
    } else {
        format!(": {}", judgement.reasons.join("; "))
    };
    lines.push(format!("Grade: {}{because}.", bold(judgement.grade.as_str())));
    lines.extend(judgement.notes.iter().map(|note| dim(&format!("  {note}"))));
    let passed = run.self_checks.iter().filter(|answer| answer.passed).count();
    lines.push(format!("{passed} of {} self-checks passed; `check` plays them all.", run.self_checks.len()));
    lines.extend(verdict::not_played(run));
    for case in played(run) {
        lines.extend(remarks(case).iter().map(|remark| format!("? {}: {remark}.", case.id)));
    }
    let played = played(run).count();
    let good = played - run.unexpected().count();
    lines.push(format!("{good} of {played} cases behaved as their demos say."));
    for case in run.unexpected() {
        let mut said = case.surprises();
        if case.verdicts.len() > 1 {
            let seen = case.verdicts.iter().map(|(word, count)| format!("{word} {count} times"));
            said.push(seen.collect::<Vec<_>>().join(", "));
        }
        said.extend(case.errors.iter().cloned());
        let line = format!("! {}: {}", case.id, said.join("; "));
        lines.push(colour(None::<Verdict>).apply_to(line).to_string());
    }
    lines.join("\n") + "\n"
}
