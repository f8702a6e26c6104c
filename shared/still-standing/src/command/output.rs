//! Where a command writes: results to standard output, everything else to standard error.

use std::io::{self, Write};

use anyhow::Error;

/// Writes a line for the user to standard error, so that a program that reads standard output never gets it.
pub(crate) fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Writes the text to standard output.
///
/// # Errors
/// If standard output is closed or full.
pub(crate) fn print(text: &str) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}
