//! What a command writes: results on standard output, everything else on standard error.

use std::io::{self, Write};

use anyhow::Error;

/// Writes a line for the person to standard error, so that a program that reads standard output never gets it.
pub(crate) fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Writes the text to standard output.
///
/// # Errors
/// When standard output is closed or full.
pub(crate) fn print(text: &str) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}
