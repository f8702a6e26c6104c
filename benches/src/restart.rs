//! For programs that play cases without a child process: they are a child of their own.

use std::{
    env, io,
    process::{self, Command},
};

use measure::{apply, environment};
use stage::WORKERS;

/// Starts this program again in the environment in which each runtime starts this many workers, with the same arguments,
/// waits for it and exits with its status. Returns at once in the program that was started so.
///
/// # Errors
/// If the system can't start it.
pub fn restart_with(workers: u32) -> io::Result<()> {
    if env::var_os(WORKERS).is_some() {
        return Ok(());
    }
    let mut again = Command::new(env::current_exe()?);
    again.args(env::args_os().skip(1));
    apply(&environment(crate::CATALOG.demos, workers), &mut again);
    process::exit(again.status()?.code().unwrap_or(1));
}
