//! Nothing outlives the watcher: when it is gone, the process that keeps a run ends everything that it started. And nothing
//! that has ended stays: it waits for every orphan at once, as the first process of a system does.

use std::{
    fs,
    io::{self, Read},
    os::unix::{net::UnixStream, process::CommandExt},
    path::PathBuf,
    process::{self, Child, Command, Stdio},
    sync::{Mutex, PoisonError},
    thread,
};

use rustix::process::{Pid, WaitOptions, waitpid};
use signal_hook::{consts::SIGCHLD, low_level::pipe};

/// The processes that this one has started itself. They are waited for by whoever started them, so that their ids stay
/// theirs. Held while a process is started, and for ever once everything is ended: so nothing is started after that.
static STARTED: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// Starts a process that the guard can end.
///
/// # Errors
/// If the system can't start it.
pub(crate) fn start(command: &mut Command) -> io::Result<Child> {
    let mut started = STARTED.lock().unwrap_or_else(PoisonError::into_inner);
    let child = command.spawn()?;
    started.push(child.id());
    Ok(child)
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
        let _started = STARTED.lock().unwrap_or_else(PoisonError::into_inner);
        stage::processes::end_all();
        let _ = fs::remove_dir_all(&temporary);
        process::exit(1);
    });
}

/// Waits, in a thread of its own, for every process that has lost its parent, as soon as it ends. Otherwise it would stay a
/// zombie, and whoever looks whether it is gone (`kill -0`, `tail --pid`) would wait for ever.
///
/// # Errors
/// If the system gives no pipe.
pub(crate) fn wait_for_orphans() -> io::Result<()> {
    let (mut ended, writer) = UnixStream::pair()?;
    pipe::register(SIGCHLD, writer)?;
    thread::spawn(move || {
        let mut bytes = [0; 64];
        // Whoever ends while it looks is seen at the next look.
        while ended.read(&mut bytes).is_ok() {
            while reaps_some() {}
        }
    });
    Ok(())
}

/// Waits for the orphans that have ended. Whether there were any.
fn reaps_some() -> bool {
    let started = STARTED.lock().unwrap_or_else(PoisonError::into_inner);
    let children = stage::processes::children().into_iter().filter(|child| !started.contains(child));
    let orphans: Vec<Pid> = children.filter_map(|id| Pid::from_raw(i32::try_from(id).ok()?)).collect();
    let ended =
        orphans.into_iter().filter(|id| matches!(waitpid(Some(*id), WaitOptions::NOHANG), Ok(Some(_))));
    ended.count() > 0
}
