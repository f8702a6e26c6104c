//! Claims of the two documents that no case plays: a script each, which asserts what the README says of it.

use std::process::ExitCode;

use demo_python::{PYTHON, has_trio, is_here};
use libtest_mimic::{Arguments, Failed};
use still_standing::testing::{ensure, optional_trial};

/// What a script needs.
type Needs = fn() -> Result<(), String>;

const CLAIMS: &[(&str, Needs)] = &[
    ("async_raise", is_here),
    ("nested_daemon", is_here),
    ("coroutine_as_printed", is_here),
    ("abandoned_result", has_trio),
];

fn main() -> ExitCode {
    let trials = CLAIMS.iter().map(|(name, needs)| optional_trial(*name, needs().err(), move || holds(name)));
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

fn holds(name: &str) -> Result<(), Failed> {
    let output = PYTHON.start(&format!("../tests/claims/{name}.py"))?.output()?;
    ensure(output.status.success(), || String::from_utf8_lossy(&output.stderr).into_owned())
}
