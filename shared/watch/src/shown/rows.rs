//! What was seen of programs, as the rows of tables.

use measure::{Figures, units::duration};

use crate::{
    program_result::ProgramResult,
    program_run::ProgramRun,
    shown::{
        left::left,
        signs::{name, symbol},
        words::{ended, exits, quantile},
    },
};

/// The heads of the table of programs.
pub(crate) const HEADS: [&str; 11] = [
    "program",
    "asked by",
    "verdict",
    "exit",
    "refuses after",
    "last answer in flight",
    "main process ends",
    "all of it ends",
    "in flight answered",
    "lost",
    "left",
];

/// The columns of figures in it.
pub(crate) const RIGHT: [usize; 6] = [4, 5, 6, 7, 8, 9];

/// The row of a program. Times are p50 of its runs, after the request.
pub(crate) fn row(program: &ProgramResult) -> [String; 11] {
    let time = |figures: Option<Figures>| figures.map_or_else(String::new, |it| quantile(it, it.p50));
    let version = program.version.as_ref().map_or_else(String::new, |version| format!(" {version}"));
    let verdict = format!("{} {}", symbol(program.verdict), name(program.verdict));
    let requests = program.requests.as_ref();
    [
        format!("{}{version}", program.name),
        program.ask.clone(),
        program.reason.as_ref().map_or(verdict.clone(), |reason| format!("{verdict}: {reason}")),
        exits(program),
        time(program.refused_ns),
        time(program.last_in_flight_answer_ns),
        time(program.end_ns),
        time(program.halt_ns),
        requests.map_or_else(String::new, |it| format!("{} of {}", it.in_flight_answered, it.in_flight)),
        requests.map_or_else(String::new, |it| it.lost().to_string()),
        if program.runs.is_empty() { String::new() } else { left(&program.left()) },
    ]
}

/// The heads of the table of a program's runs.
pub(crate) const RUN_HEADS: [&str; 10] = [
    "run",
    "verdict",
    "exit",
    "refused",
    "last answer",
    "main process",
    "all of it",
    "in flight",
    "lost",
    "how it ended, and what it left",
];

/// The columns of figures in it.
pub(crate) const RUN_RIGHT: [usize; 7] = [0, 3, 4, 5, 6, 7, 8];

/// The row of the run with this number.
pub(crate) fn run_row(number: usize, run: &ProgramRun) -> [String; 10] {
    let time = |ns: Option<u64>| ns.map_or_else(String::new, duration);
    let requests = run.requests.as_ref();
    let left = if run.left.is_empty() { String::new() } else { format!("; left {}", left(&run.left)) };
    [
        number.to_string(),
        format!("{} {}", symbol(Some(run.verdict)), run.verdict),
        run.exit.map_or_else(String::new, |exit| exit.to_string()),
        time(run.refused_ns),
        time(requests.and_then(|it| it.last_in_flight_answer_ns)),
        time(run.end_ns),
        run.halt_ns.map_or_else(
            || run.watched_ns.map_or_else(String::new, |ns| format!("> {}", duration(ns))),
            duration,
        ),
        requests.map_or_else(String::new, |it| format!("{} of {}", it.in_flight_answered, it.in_flight)),
        requests.map_or_else(String::new, |it| it.lost().to_string()),
        format!("{}{left}", ended(run)),
    ]
}
