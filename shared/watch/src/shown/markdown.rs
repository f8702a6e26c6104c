//! What was seen of programs, as Markdown.

use std::fmt::Write;

use measure::units::duration;
use report::{draw::Picture, verdict::in_legend};

use crate::{
    program_result::ProgramResult,
    record::Record,
    shown::{
        rows::{HEADS, RUN_HEADS, row, run_row},
        words::{how_watched, requests, verdicts},
    },
};

/// The page of one file, with the picture that stands beside it.
pub(crate) fn page(record: &Record, file: &str, picture: Option<&Picture>) -> String {
    let mut text = format!("## {file}\n\n{}\n", block(record));
    if let Some(picture) = picture {
        let _ = writeln!(text, "![{}]({})\n", picture.title(), picture.file);
    }
    for program in record.programs.iter().filter(|program| !program.runs.is_empty()) {
        let _ = writeln!(text, "### {}\n\n{}\n", program.id(), one(program));
    }
    text
}

/// The table of all programs of a file, with what it was measured on.
pub(crate) fn block(record: &Record) -> String {
    let aligned = [3, 4, 5, 6, 7, 8];
    let mut text = head(&HEADS, &aligned);
    for program in &record.programs {
        let _ = writeln!(text, "| {} |", row(program).map(|field| escaped(&field)).join(" | "));
    }
    let verdicts = record.programs.iter().filter_map(|program| program.verdict);
    let mut legend: Vec<String> = verdicts.map(|verdict| in_legend(Some(verdict))).collect();
    legend.sort();
    legend.dedup();
    let _ = writeln!(
        text,
        "\n{}. Times: from the request, p50 of the runs. \"in flight\": sent before the request and not yet answered; \
         \"lost\": taken and not answered. {}",
        legend.join(" · "),
        measured_on(record)
    );
    text
}

/// One program, with its runs.
fn one(program: &ProgramResult) -> String {
    let mut text = format!("`{}`, {}. ", program.command, how_watched(program));
    let _ = write!(text, "{}. ", verdicts(program).join(" · "));
    if let Some(seen) = &program.requests {
        let _ = write!(text, "Requests: {}. ", requests(seen));
    }
    if let Some(last) = program.runs.iter().rev().find_map(|run| run.printed_last.last()) {
        let _ = write!(text, "It printed last: `{}`.", last.replace('`', "'"));
    }
    let _ = writeln!(text, "\n\n{}", runs(program).trim_end());
    text
}

fn runs(program: &ProgramResult) -> String {
    let mut text = head(&RUN_HEADS, &[0, 2, 3, 4, 5, 6, 7]);
    for (number, run) in (1..).zip(&program.runs) {
        let _ = writeln!(text, "| {} |", run_row(number, run).map(|field| escaped(&field)).join(" | "));
    }
    text
}

fn head(heads: &[&str], right: &[usize]) -> String {
    let rule = |index: usize| if right.contains(&index) { "---:" } else { "---" };
    let rules: Vec<&str> = (0..heads.len()).map(rule).collect();
    format!("| {} |\n| {} |\n", heads.join(" | "), rules.join(" | "))
}

fn escaped(field: &str) -> String {
    field.replace('|', "\\|")
}

/// What the figures were measured on.
fn measured_on(record: &Record) -> String {
    let machine = &record.machine;
    let longest = record.programs.iter().map(|program| program.horizon_ns).max().unwrap_or_default();
    format!(
        "{}, {} cores, {} {}; watched {} after the end; grade {}. Measured with `{}`{}.",
        machine.cpu.as_deref().unwrap_or("unknown processor"),
        machine.cores,
        machine.os,
        machine.kernel.as_deref().unwrap_or_default(),
        duration(longest),
        record.judgement.grade.as_str(),
        record.command.as_deref().unwrap_or_default(),
        if record.partial { ", and interrupted" } else { "" },
    )
}
