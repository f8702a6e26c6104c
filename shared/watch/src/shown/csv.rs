//! The runs of programs as CSV, a row each; every time in ns, so that a spreadsheet or a notebook reads it.

use serde::Serialize;

use crate::{
    program_result::ProgramResult,
    program_run::ProgramRun,
    record::Record,
    requests::Requests,
    shown::{left::left, words::ended},
};

/// The columns, by their names.
#[derive(Serialize)]
struct Row<'a> {
    program: &'a str,
    version: Option<&'a str>,
    asked_by: &'a str,
    run: usize,
    verdict: &'static str,
    exit: Option<String>,
    ready_ns: u64,
    refused_ns: Option<u64>,
    last_in_flight_answer_ns: Option<u64>,
    end_ns: Option<u64>,
    halt_ns: Option<u64>,
    watched_ns: Option<u64>,
    ended: String,
    requests: Option<u64>,
    before: Option<u64>,
    in_flight: Option<u64>,
    in_flight_answered: Option<u64>,
    answered: Option<u64>,
    declined: Option<u64>,
    turned_away: Option<u64>,
    cut_off: Option<u64>,
    unanswered: Option<u64>,
    closed: Option<u64>,
    refused: Option<u64>,
    timed_out: Option<u64>,
    going_on: Option<u64>,
    lost: Option<u64>,
    left: String,
}

/// The runs of every program.
pub(crate) fn runs(record: &Record) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for program in &record.programs {
        for (number, run) in (1..).zip(&program.runs) {
            writer.serialize(row(program, number, run)).expect("a vector takes all, and a row is flat");
        }
    }
    let bytes = writer.into_inner().expect("a vector takes all that is written to it");
    String::from_utf8(bytes).expect("all of it was text")
}

fn row<'a>(program: &'a ProgramResult, number: usize, run: &ProgramRun) -> Row<'a> {
    let requests = run.requests.as_ref();
    let of = |of: fn(&Requests) -> u64| requests.map(of);
    Row {
        program: &program.name,
        version: program.version.as_deref(),
        asked_by: &program.ask,
        run: number,
        verdict: run.verdict.as_str(),
        exit: run.exit.map(|exit| exit.to_string()),
        ready_ns: run.ready_ns,
        refused_ns: run.refused_ns,
        last_in_flight_answer_ns: requests.and_then(|it| it.last_in_flight_answer_ns),
        end_ns: run.end_ns,
        halt_ns: run.halt_ns,
        watched_ns: run.watched_ns,
        ended: ended(run),
        requests: of(|it| it.all),
        before: of(|it| it.before),
        in_flight: of(|it| it.in_flight),
        in_flight_answered: of(|it| it.in_flight_answered),
        answered: of(|it| it.answered),
        declined: of(|it| it.declined),
        turned_away: of(|it| it.turned_away),
        cut_off: of(|it| it.cut_off),
        unanswered: of(|it| it.unanswered),
        closed: of(|it| it.closed),
        refused: of(|it| it.refused),
        timed_out: of(|it| it.timed_out),
        going_on: of(|it| it.going_on),
        lost: of(Requests::lost),
        left: if run.left.is_empty() { String::new() } else { left(&run.left) },
    }
}
