//! Starts this program again, as another process.

use std::process::Command;

/// A command for this program, without arguments.
///
/// Linux starts the file that this process runs, not the one at its path: if a build replaces that meanwhile,
/// the command still starts the same program as this process. It has the same name in `ps`. The id stands in the
/// path, because a shell that runs this program would take `/proc/self/exe` for itself.
#[cfg(target_os = "linux")]
#[must_use]
pub fn this_program() -> Command {
    use std::{env, os::unix::process::CommandExt, process};

    let mut command = Command::new(format!("/proc/{}/exe", process::id()));
    env::args_os().next().into_iter().for_each(|name| {
        command.arg0(name);
    });
    command
}

/// A command for this program, without arguments, by the path that it had when this function was first called.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn this_program() -> Command {
    use std::{env, path::PathBuf, sync::OnceLock};

    static PATH: OnceLock<PathBuf> = OnceLock::new();
    // Without a path the start fails with an error.
    Command::new(PATH.get_or_init(|| env::current_exe().unwrap_or_default()))
}
