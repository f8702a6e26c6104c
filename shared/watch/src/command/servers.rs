//! The command line over a table of servers.

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Result, ensure};
use clap::Parser;
use report::terminal::{
    program::{self, AS_EXPECTED, NOT_AS_EXPECTED, say},
    terminal_width,
};

use crate::{
    command::play::{PROGRAM, Planned, Played, play_all},
    playing::run_if_keeper,
    record::Record,
    shown::{terminal, words::verdicts},
    verdict::Verdict,
};

/// Asks servers to stop, and measures what becomes of them and of the requests that they have taken.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// Only the servers whose name and way to be asked contain one of these texts [default: all]
    #[arg(value_name = "FILTER")]
    filters: Vec<String>,
    /// How many runs to play of each
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    runs: u32,
    /// Write the JSON to this file
    #[arg(long, value_name = "FILE", default_value = "target/still-standing/servers.json")]
    out: PathBuf,
    /// Print the JSON to standard output instead of the tables
    #[arg(long)]
    json: bool,
}

/// Runs the command line with these servers, which `planned` prepares. The exit status is 0 if every verdict was as
/// expected, 1 if one was not, 2 if the call was wrong or a run had no verdict, and 130 if it was interrupted.
#[must_use]
pub fn servers_main(planned: impl FnOnce() -> Vec<Planned>) -> ExitCode {
    run_if_keeper();
    program::run(PROGRAM, Arguments::try_parse(), |arguments| play(&arguments, planned()))
}

fn play(arguments: &Arguments, planned: Vec<Planned>) -> Result<u8> {
    let id = |planned: &Planned| format!("{} {}", planned.0.name, planned.0.ask);
    let is_wanted = |planned: &Planned| {
        arguments.filters.is_empty()
            || arguments.filters.iter().any(|filter| id(planned).contains(filter.as_str()))
    };
    let names: Vec<String> = planned.iter().map(id).collect();
    let mut wanted: Vec<Planned> = planned.into_iter().filter(is_wanted).collect();
    ensure!(!wanted.is_empty(), "no server is called that; there are {}", names.join("; "));
    wanted.iter_mut().for_each(|(plan, _)| plan.runs = arguments.runs);
    let shown = |record: &Record| {
        if arguments.json { record.to_json() } else { terminal::table_of(record, terminal_width()) }
    };
    let Played { record, status } = play_all(&wanted, &arguments.out, shown)?;
    if let Some(status) = status {
        return Ok(status);
    }
    let unexpected: Vec<_> = record.programs.iter().filter(|program| !program.is_as_expected()).collect();
    for program in &unexpected {
        let expected = program.expected.map_or("", Verdict::as_str);
        say(&format!("! {}: {}; expected {expected}.", program.id(), verdicts(program).join(" · ")));
    }
    Ok(if unexpected.is_empty() { AS_EXPECTED } else { NOT_AS_EXPECTED })
}
