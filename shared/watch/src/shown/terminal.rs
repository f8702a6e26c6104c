//! What was seen of programs: each with its times, its requests, what it left, and its runs.

use measure::units::duration;
use report::terminal::style::{bold, colour, dim, table, text, wrapped};

use crate::{
    program_result::ProgramResult,
    record::Record,
    shown::{
        rows::{HEADS, RUN_HEADS, row, run_row},
        words::{how_watched, interval, left_by_all, notes, quantile, requests, times, verdicts},
    },
};

/// How many runs are shown one by one.
const SHOWN: usize = 20;

/// The programs of a file, and how far the figures can be trusted.
pub(crate) fn each(record: &Record, width: usize) -> String {
    let mut shown: String = record.programs.iter().map(|program| one(program, width)).collect();
    let judgement = &record.judgement;
    let because = judgement.reasons.join("; ");
    let because = if because.is_empty() { because } else { format!(": {because}") };
    shown += &format!("Grade: {}{because}.\n", bold(judgement.grade.as_str()));
    shown
}

/// The programs of a file as one table, a row each; those that are not as expected, one by one below it.
pub(crate) fn table_of(record: &Record, width: usize) -> String {
    let mut table = table(&HEADS, &[3, 4, 5, 6, 7, 8]);
    for program in &record.programs {
        let mut row = row(program);
        row[2] = colour(program.verdict).apply_to(&row[2]).to_string();
        table.add_row(row);
    }
    let unexpected = record.programs.iter().filter(|program| !program.is_as_expected());
    let details: String = unexpected.map(|program| format!("{}\n", one(program, width))).collect();
    format!("{}\n{details}Grade: {}.\n", text(&table), bold(record.judgement.grade.as_str()))
}

fn one(program: &ProgramResult, width: usize) -> String {
    let mut shown = format!("{}  {}\n", bold(&program.name), program.command);
    shown += &wrapped(&dim(&how_watched(program)), "  ", width);
    shown +=
        &wrapped(&colour(program.verdict).apply_to(verdicts(program).join(" · ")).to_string(), "  ", width);
    if program.runs.is_empty() {
        return shown + &program.errors.join("\n") + "\n";
    }
    shown.push('\n');
    let mut figures = table(&["from the request to", "p50", "95 % of p50", "max"], &[1, 2, 3]);
    for (to, of) in times(program) {
        figures.add_row([to.to_owned(), quantile(of, of.p50), dim(&interval(of)), quantile(of, of.max)]);
    }
    shown += &text(&figures);
    shown.push('\n');
    if let Some(seen) = &program.requests {
        shown += &wrapped(&format!("Requests: {}.", requests(seen)), "", width);
    }
    shown += &wrapped(&format!("Left: {}.", left_by_all(program)), "", width);
    if let Some(run) = program.runs.last() {
        notes(run).iter().for_each(|note| shown += &wrapped(&format!("{note}."), "", width));
        if !run.printed_last.is_empty() {
            shown += "It printed last:\n";
            run.printed_last.iter().for_each(|line| shown += &format!("  {}\n", dim(line)));
        }
    }
    shown.push('\n');
    shown + &runs(program) + "\n"
}

fn runs(program: &ProgramResult) -> String {
    let mut table = table(&RUN_HEADS, &[0, 2, 3, 4, 5, 6, 7]);
    for (number, run) in (1..).zip(program.runs.iter().take(SHOWN)) {
        let mut row = run_row(number, run);
        row[1] = colour(Some(run.verdict)).apply_to(&row[1]).to_string();
        table.add_row(row);
    }
    let more = program.runs.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!("and {more} more in the file\n") } else { String::new() };
    let ready = program.ready_ns.map(|ready| format!("It was ready after {} (p50).\n", duration(ready.p50)));
    text(&table) + &more + &ready.unwrap_or_default()
}
