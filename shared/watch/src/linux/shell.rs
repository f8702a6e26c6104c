//! Commands of the plan, run by `sh`. They are no part of the program.

use std::{
    io,
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
};

use super::guard;

/// Starts a command, which finds the id of the program's main process in `$PID`.
///
/// # Errors
/// If the system can't start it.
pub(crate) fn run(command: &str, program: i32) -> io::Result<Child> {
    guard::start(
        Command::new("sh")
            .args(["-c", command])
            .env("PID", program.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0),
    )
}
