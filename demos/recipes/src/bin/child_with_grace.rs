//! Runs a command as a process group of its own, and ends all of it: SIGTERM, a deadline, SIGKILL.
//!
//! A second process, this program again, keeps the group. The end of its input is the request, and that comes by itself
//! when this process is gone, even by SIGKILL. Try it with
//! `cargo run -p recipes --bin child_with_grace -- 1000 sh -c 'sleep 100 & sleep 200'`, and press Ctrl-C: both sleeps
//! end. The first argument is the deadline in ms. It ends with the command's own status, or with 128 and the number of
//! the signal that ended it. The command has no input: in the background a read from the terminal would stop it.
//! Measured by `processes/abort/blocking-escalate` and `processes/abort/blocking-group`.
//!
//! ```toml
//! rustix = { version = "1", features = ["process"] }
//! signal-hook = "0.4"
//! ```

use std::{
    env, io,
    os::unix::process::{CommandExt, ExitStatusExt},
    process::{Command, ExitCode, Stdio},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{
    Pid, Signal, WaitOptions, getpid, kill_process_group, set_child_subreaper, test_kill_process_group,
    waitpgid,
};
use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    iterator::Signals,
};

const KEEP: &str = "keep-the-group";

fn main() -> io::Result<ExitCode> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    // The handlers come first, in both processes: a signal without a handler would kill the keeper too.
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    if let Some((KEEP, command)) = arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return keep(command);
    }
    // In a group of its own it does not get the terminal's Ctrl-C, nor a signal to this process's group.
    let mut keeper = Command::new(env::current_exe()?)
        .arg(KEEP)
        .args(arguments)
        .stdin(Stdio::piped())
        .process_group(0)
        .spawn()?;
    let input = keeper.stdin.take();
    thread::spawn(move || {
        signals.forever().next();
        drop(input);
    });
    let status = keeper.wait()?;
    Ok(ExitCode::from(u8::try_from(status.code().unwrap_or(1)).unwrap_or(1)))
}

/// Runs the command until it has ended or the input has, and leaves nothing of its group behind.
fn keep(arguments: &[String]) -> io::Result<ExitCode> {
    let [deadline, program, arguments @ ..] = arguments else {
        return Err(io::Error::other("wanted: a deadline in ms, and a command"));
    };
    let deadline = Duration::from_millis(deadline.parse().map_err(io::Error::other)?);
    // What the command leaves behind becomes this process's child. A zombie belongs to its group until it is waited for,
    // and the first process of a container may wait for nobody. Linux alone has this.
    set_child_subreaper(Some(getpid()))?;
    let mut child = Command::new(program).args(arguments).stdin(Stdio::null()).process_group(0).spawn()?;
    let group = Pid::from_child(&child);
    thread::spawn(move || {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        end(group, deadline);
    });
    let status = child.wait()?;
    // The command has ended; what it has started may not.
    thread::spawn(move || while waitpgid(group, WaitOptions::empty()).is_ok() {});
    end(group, deadline);
    let code = status.code().or(status.signal().map(|signal| 128 + signal)).unwrap_or(1);
    Ok(ExitCode::from(u8::try_from(code).unwrap_or(1)))
}

/// Asks the group to end, and kills what is left of it after the deadline. Whatever is between `fork` and `exec` may miss
/// SIGTERM, as what ignores it does, and is killed then.
fn end(group: Pid, deadline: Duration) {
    let late = Instant::now() + deadline;
    let _ = kill_process_group(group, Signal::TERM);
    // A stopped process hears of SIGTERM when it goes on.
    let _ = kill_process_group(group, Signal::CONT);
    while test_kill_process_group(group).is_ok() {
        if Instant::now() >= late {
            let _ = kill_process_group(group, Signal::KILL);
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
}
