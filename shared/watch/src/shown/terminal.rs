//! What was seen of programs: each with its times, its requests, what it left, and its runs.

use measure::{Grade, units::duration};
use report::terminal::{
    style::{bold, dim, wrapped},
    table::{table, text},
};

use crate::{
    program_result::ProgramResult,
    record::Record,
    shown::{
        left::left,
        rows::{HEADS, RIGHT, RUN_HEADS, RUN_RIGHT, row, run_row},
        signs::coloured,
        words::{how_watched, interval, notes, quantile, requests, times, verdicts},
    },
};

/// How many runs are shown one by one.
const SHOWN: usize = 20;

/// The programs of a file, and how far the figures can be trusted.
pub(crate) fn each(record: &Record, width: usize) -> String {
    let mut shown: String = record.programs.iter().map(|program| one(program, width)).collect();
    shown += &grade(record, width);
    shown
}

/// How far the times can be trusted. A grade never speaks against a verdict, and says so where it is not the best.
fn grade(record: &Record, width: usize) -> String {
    let judgement = &record.judgement;
    let because = judgement.reasons.join("; ");
    let because = if because.is_empty() { because } else { format!(": {because}") };
    let meaning = match judgement.grade {
        Grade::Quiet => "",
        other => other.meaning(),
    };
    wrapped(&format!("Grade of the times: {}{because}. {meaning}", bold(judgement.grade.as_str())), "", width)
}

/// The programs of a file as one table, a row each; those that are not as expected, one by one below it.
pub(crate) fn table_of(record: &Record, width: usize) -> String {
    let mut table = table(&HEADS, &RIGHT);
    for program in &record.programs {
        let mut row = row(program);
        row[2] = coloured(program.verdict, &row[2]);
        table.add_row(row);
    }
    let unexpected = record.programs.iter().filter(|program| !program.is_as_expected());
    let details: String = unexpected.map(|program| format!("{}\n", one(program, width))).collect();
    format!("{}\n{details}{}", text(&table), grade(record, width))
}

fn one(program: &ProgramResult, width: usize) -> String {
    let mut shown = format!("{}  {}\n", bold(&program.name), program.command);
    shown += &wrapped(&dim(&how_watched(program)), "  ", width);
    shown += &wrapped(&coloured(program.verdict, &verdicts(program).join(" · ")), "  ", width);
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
    shown += &wrapped(&format!("Left: {}.", left(&program.left())), "", width);
    program.hints.iter().for_each(|hint| shown += &wrapped(&format!("Hint: {hint}."), "", width));
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
    let mut table = table(&RUN_HEADS, &RUN_RIGHT);
    for (number, run) in (1..).zip(program.runs.iter().take(SHOWN)) {
        let mut row = run_row(number, run);
        row[1] = coloured(Some(run.verdict), &row[1]);
        table.add_row(row);
    }
    let more = program.runs.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!("and {more} more in the file\n") } else { String::new() };
    let ready = program.ready_ns.map(|ready| format!("It was ready after {} (p50).\n", duration(ready.p50)));
    text(&table) + &more + &ready.unwrap_or_default()
}
