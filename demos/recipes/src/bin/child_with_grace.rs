//! Runs a command as a process group of its own, and ends all of it: SIGTERM, a deadline, SIGKILL.
//!
//! Try it with `cargo run -p recipes --bin child_with_grace -- 1000 sh -c 'sleep 100 & sleep 200'`, and press Ctrl-C:
//! both sleeps end. The first argument is the deadline in ms. It ends with the command's own status, or with 128 and
//! the number of the signal that ended it. Measured by `processes/abort/blocking-escalate` and
//! `processes/abort/stuck-output-group`.
//!
//! ```toml
//! rustix = { version = "1", features = ["event", "process"] }
//! signal-hook = "0.4"
//! ```

use std::{
    env, io,
    os::unix::{
        net::UnixStream,
        process::{CommandExt, ExitStatusExt},
    },
    process::{Command, ExitCode, Stdio},
    thread,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    process::{Pid, PidfdFlags, Signal, kill_process_group, pidfd_open},
};
use signal_hook::{
    consts::{SIGINT, SIGTERM},
    low_level::pipe,
};

fn main() -> io::Result<ExitCode> {
    let mut arguments = env::args().skip(1);
    let deadline: i64 =
        arguments.next().and_then(|ms| ms.parse().ok()).expect("the first argument: a deadline in ms");
    let program = arguments.next().expect("the second argument: a command");
    // A handler writes a byte to this pipe, so that `poll` can wait for a signal too.
    let (asked, handler) = UnixStream::pair()?;
    pipe::register(SIGINT, handler.try_clone()?)?;
    pipe::register(SIGTERM, handler)?;

    // In a group of its own the child gets no Ctrl-C of the terminal's, and a signal reaches what it starts.
    let mut child = Command::new(program).args(arguments).stdout(Stdio::piped()).process_group(0).spawn()?;
    let group = Pid::from_child(&child);
    // The pipe is drained all the time: a full one would stop the child.
    let mut output = child.stdout.take().expect("it is a pipe");
    let drain = thread::spawn(move || io::copy(&mut output, &mut io::stdout()));
    let ended = pidfd_open(group, PidfdFlags::empty())?;

    wait_for(&mut [PollFd::new(&ended, PollFlags::IN), PollFd::new(&asked, PollFlags::IN)], None)?;
    // The child may have ended by itself; what it has started may not.
    let _ = kill_process_group(group, Signal::TERM);
    let grace = Timespec { tv_sec: deadline / 1_000, tv_nsec: deadline % 1_000 * 1_000_000 };
    let is_gone = wait_for(&mut [PollFd::new(&ended, PollFlags::IN)], Some(&grace))?;
    eprintln!("{}", if is_gone { "ended" } else { "killed after the deadline" });
    // The leader may be gone while others of its group hold the pipe. They are killed, or the join would wait.
    let _ = kill_process_group(group, Signal::KILL);
    let status = child.wait()?;
    let _ = drain.join();
    let code = status.code().or(status.signal().map(|signal| 128 + signal)).unwrap_or(1);
    Ok(ExitCode::from(u8::try_from(code).unwrap_or(1)))
}

/// Waits until one of these is ready; returns whether one was in time. A signal that interrupts the wait has written
/// to the pipe, and the next wait sees that.
fn wait_for(these: &mut [PollFd<'_>], grace: Option<&Timespec>) -> io::Result<bool> {
    loop {
        match poll(these, grace) {
            Err(Errno::INTR) => {}
            ready => return Ok(ready? > 0),
        }
    }
}
