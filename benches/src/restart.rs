//! For programs that play cases without a child process: they are a child of their own.

use std::{
    env, io,
    process::{self, Command},
};

use measure::{apply, environment};
use stage::WORKERS;

/// Starts this program again in the environment in which each runtime starts this many workers, with the same arguments,
/// waits for it, and does so for each of the numbers. Then it exits with the first status that is not 0, if there is one.
/// Returns at once in a program that was started so.
///
/// # Errors
/// If the system can't start it.
pub fn restart_with(numbers_of_workers: impl IntoIterator<Item = u32>) -> io::Result<()> {
    if env::var_os(WORKERS).is_some() {
        return Ok(());
    }
    for workers in numbers_of_workers {
        let mut again = Command::new(env::current_exe()?);
        again.args(env::args_os().skip(1));
        apply(&environment(crate::CATALOG.demos, workers), &mut again);
        let status = again.status()?;
        if !status.success() {
            process::exit(status.code().unwrap_or(1));
        }
    }
    process::exit(0);
}
