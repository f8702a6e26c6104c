//! This very program once more, as another process.

use std::process::Command;

/// A command for this very program, without arguments.
///
/// Linux finds it by the file that this process runs, not by its path: when a build replaces the file
/// meanwhile, what is started is still the program that this process is. Its name in `ps` is that of
/// this process.
#[cfg(target_os = "linux")]
#[must_use]
pub fn this_program() -> Command {
    use std::{env, os::unix::process::CommandExt};

    let mut command = Command::new("/proc/self/exe");
    env::args_os().next().into_iter().for_each(|name| {
        command.arg0(name);
    });
    command
}

/// A command for this very program, without arguments: by the path that it had when this was first
/// called.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn this_program() -> Command {
    use std::{env, path::PathBuf, sync::OnceLock};

    static PATH: OnceLock<PathBuf> = OnceLock::new();
    // Without a path the start fails, and tells.
    Command::new(PATH.get_or_init(|| env::current_exe().unwrap_or_default()))
}
