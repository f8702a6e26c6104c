//! How a program speaks and ends: results on standard output, everything else on standard error; one line for an
//! error; the exit status; Ctrl-C.

use std::{
    io::{self, Write},
    ops::RangeInclusive,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};

use anyhow::{Context, Error, Result, anyhow};
use clap::error::ErrorKind;

/// The exit status if every verdict was as expected.
pub const AS_EXPECTED: u8 = 0;
/// The exit status if a verdict was not as expected, or a check or comparison failed.
pub const NOT_AS_EXPECTED: u8 = 1;
/// The exit status if the call was wrong, or failed.
pub const WRONG_CALL: u8 = 2;
/// The exit status if Ctrl-C ended the command: 128 and the number of SIGINT, as in shells.
pub const INTERRUPTED: u8 = 130;

/// The message for a file of results that can't be written.
pub const CHOOSE_ANOTHER: &str = "--out cannot be written; choose another file";

/// Writes a line for the user to standard error, so that a program that reads standard output never gets it.
pub fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Writes the text to standard output.
///
/// # Errors
/// If standard output is closed or full.
pub fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Does what the arguments say, and returns the exit status. An error is reported under the program's name.
pub fn run<A>(
    program: &str,
    arguments: Result<A, clap::Error>,
    carry_out: impl FnOnce(A) -> Result<u8>,
) -> ExitCode {
    let status = match arguments {
        Ok(arguments) => carry_out(arguments).unwrap_or_else(|error| report_error(program, &error)),
        Err(error) => report_usage(program, &error),
    };
    ExitCode::from(status)
}

/// Writes an error as one line to standard error. It isn't an error if the reader of standard output has gone away
/// (`| head`).
fn report_error(program: &str, error: &Error) -> u8 {
    let gone = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    if error.downcast_ref().is_some_and(gone) {
        return AS_EXPECTED;
    }
    say(&format!("{program}: {error:#}"));
    WRONG_CALL
}

/// Prints the help or the version if they were asked for, and any other answer of clap as one line on
/// standard error.
fn report_usage(program: &str, error: &clap::Error) -> u8 {
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
    report_error(program, &anyhow!("{}; see --help", line.trim_start_matches("error: ")))
}

/// Returns a flag that the first Ctrl-C sets, and so does the end of the terminal. The second one ends the program at
/// once; its children end with it.
///
/// # Errors
/// If the system takes no handler, or there is one already.
pub fn until_interrupted() -> Result<Arc<AtomicBool>> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&interrupted);
    ctrlc::set_handler(move || {
        if seen.swap(true, Relaxed) {
            std::process::exit(i32::from(INTERRUPTED));
        }
    })
    .context("the handler for Ctrl-C cannot be installed")?;
    Ok(interrupted)
}

/// Longer than a pause of the scheduler, and short enough to wait for.
const HORIZONS: RangeInclusive<Duration> = Duration::from_millis(10)..=Duration::from_secs(3_600);

/// The horizon that an argument names.
///
/// # Errors
/// If it is none, or too short or too long.
pub fn horizon(text: &str) -> Result<Duration, String> {
    duration_within("a horizon", &HORIZONS, text)
}

/// The duration that an argument names.
///
/// # Errors
/// If it is none, or none of those that are allowed; with what it is for.
pub fn duration_within(
    what: &str,
    allowed: &RangeInclusive<Duration>,
    text: &str,
) -> Result<Duration, String> {
    let duration =
        humantime::parse_duration(text).map_err(|error| format!("{error}; write it as 1ms, 500us or 2s"))?;
    if !allowed.contains(&duration) {
        return Err(format!("{what} is from {:?} to {:?}", allowed.start(), allowed.end()));
    }
    Ok(duration)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_a_unit_and_limits() {
        let allowed = Duration::from_micros(100)..=Duration::from_secs(10);
        assert_eq!(duration_within("a beat", &allowed, "500us"), Ok(Duration::from_micros(500)));
        for wrong in ["0s", "-1ms", "1", "soon", "1h"] {
            assert!(duration_within("a beat", &allowed, wrong).is_err(), "{wrong}");
        }
    }
}
