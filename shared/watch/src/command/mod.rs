//! The command line of `still-standing-watch`, and that of a table of servers, which plays as it does.

mod arguments;
mod compare;
mod play;
mod report_command;
mod servers;

use std::process::ExitCode;

use arguments::{Arguments, Command};
use clap::{
    Error, Parser,
    error::{ContextKind, ContextValue, ErrorKind},
};
use play::PROGRAM;
pub use play::Planned;
use report::terminal::program;
pub use servers::servers_main;

use crate::playing::run_if_keeper;

/// Runs the command line. The exit status is 0 if nothing failed, 1 if what was asked for by `--fail-on` or `--check` did,
/// 2 if the call was wrong or a run could not be asked, and 130 if it was interrupted.
#[must_use]
pub fn main() -> ExitCode {
    run_if_keeper();
    let arguments = Arguments::try_parse().map_err(said_where_the_program_stands);
    program::run(PROGRAM, arguments, |arguments| match arguments.command {
        None => play::play(&arguments.play),
        Some(Command::Compare(arguments)) => compare::compare(&arguments),
        Some(Command::Report(arguments)) => report_command::report(&arguments),
    })
}

/// Who names the program without `--` is told where it has to stand.
fn said_where_the_program_stands(error: Error) -> Error {
    match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(word))
            if error.kind() == ErrorKind::UnknownArgument && !word.starts_with('-') =>
        {
            Error::raw(ErrorKind::UnknownArgument, format!("put the program behind --: -- {word} …"))
        }
        _ => error,
    }
}
