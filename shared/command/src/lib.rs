//! The command line. The binary of a demo calls [`main`] with that demo, and the binary `still-standing`
//! calls [`main_of`] with all of them.

mod arguments;
mod check;
mod choose;
mod compare;
mod durations;
mod exit_status;
mod interrupt;
mod list;
mod output;
mod pairs;
mod provenance;
mod report_command;
mod report_errors;
mod run;
mod servers;
mod story;
mod sweep;
#[cfg(feature = "testing")]
mod verdict_tests;
mod watch_arguments;
mod watch_command;
mod watching;

use std::process::ExitCode;

use anyhow::Error;
use arguments::{Arguments, Command};
use clap::Parser;
use measure::Catalog;
use report_errors::{report_error, report_usage};
pub use servers::servers_main;
use stage::Demo;
#[cfg(feature = "testing")]
pub use verdict_tests::verdict_tests;
pub use watching::Planned;

/// Runs the command line with the cases of `demos`.
///
/// The exit status is 0 if every verdict was as expected, 1 if one was not, 2 if the call was wrong or
/// failed, and 130 if it was interrupted.
#[must_use]
pub fn main(demos: &'static [Demo]) -> ExitCode {
    main_of(&Catalog::of(demos))
}

/// Like [`main`], for a binary that can play more than its demos.
#[must_use]
pub fn main_of(catalog: &Catalog) -> ExitCode {
    watch::run_if_keeper();
    measure::run_if_child(catalog);
    let status = match Arguments::try_parse() {
        Ok(arguments) => carry_out(arguments, catalog).unwrap_or_else(|error| report_error(&error)),
        Err(error) => report_usage(&error),
    };
    ExitCode::from(status)
}

fn carry_out(arguments: Arguments, catalog: &Catalog) -> Result<u8, Error> {
    match arguments.command {
        None => run::run(&arguments.run, catalog),
        Some(Command::Run(arguments)) => run::run(&arguments, catalog),
        Some(Command::List(arguments)) => list::list(&arguments, catalog),
        Some(Command::Story(arguments)) => story::story(&arguments, catalog),
        Some(Command::Pairs(arguments)) => pairs::pairs(&arguments, catalog),
        Some(Command::Check(arguments)) => check::check(&arguments, catalog),
        Some(Command::Report(arguments)) => report_command::report(&arguments),
        Some(Command::Compare(arguments)) => compare::compare(&arguments),
        Some(Command::Sweep(arguments)) => sweep::sweep(&arguments, catalog),
        Some(Command::Watch(arguments)) => watch_command::watch(&arguments),
    }
}
