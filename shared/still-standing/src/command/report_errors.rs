//! How a call that failed is reported.

use std::io;

use anyhow::{Error, anyhow};
use clap::error::ErrorKind;

use crate::command::{
    exit_status::{AS_EXPECTED, WRONG_CALL},
    output::say,
};

/// Writes an error as one line to standard error. It isn't an error if the reader of standard output has
/// gone away (`| head`).
pub(crate) fn report_error(error: &Error) -> u8 {
    let gone = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    if error.downcast_ref().is_some_and(gone) {
        return AS_EXPECTED;
    }
    say(&format!("still-standing: {error:#}"));
    WRONG_CALL
}

/// Prints the help or the version if they were asked for, and any other answer of clap as one line on
/// standard error.
pub(crate) fn report_usage(error: &clap::Error) -> u8 {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let _ = error.print();
        return AS_EXPECTED;
    }
    let text = error.render().to_string();
    let lines = text
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"));
    let line = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    report_error(&anyhow!("{}; see --help", line.trim_start_matches("error: ")))
}
