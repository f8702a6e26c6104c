//! Nothing outlives the watcher: when it is gone, the process that keeps a run ends everything that it started.

use std::{
    fs,
    io::{self, Read},
    os::unix::process::CommandExt,
    path::PathBuf,
    process::{self, Child, Command, Stdio},
    sync::{Mutex, PoisonError},
    thread,
};

/// Held while a process is started, and for ever once everything is ended: so nothing is started after that.
static STARTING: Mutex<()> = Mutex::new(());

/// Starts a process that the guard can end.
///
/// # Errors
/// If the system can't start it.
pub(crate) fn start(command: &mut Command) -> io::Result<Child> {
    let _starting = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
    command.spawn()
}

/// Starts a command of the plan, run by `sh`. It is no part of the program, and finds the id of the program's main process in `$PID`.
///
/// # Errors
/// If the system can't start it.
pub(crate) fn start_command(command: &str, program: i32) -> io::Result<Child> {
    start(
        Command::new("sh")
            .args(["-c", command])
            .env("PID", program.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0),
    )
}

/// Waits, in a thread of its own, for the end of standard input, which the watcher holds open as long as it lives. Then
/// it ends everything, removes the folder for temporary files, and ends this process.
pub(crate) fn end_with_the_watcher(temporary: PathBuf) {
    thread::spawn(move || {
        let mut byte = [0; 1];
        while !matches!(io::stdin().read(&mut byte), Ok(0)) {}
        let _starting = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
        stage::processes::end_all();
        let _ = fs::remove_dir_all(&temporary);
        process::exit(1);
    });
}
