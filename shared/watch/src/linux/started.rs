//! A program that was started: its main process, and what it prints.

use std::{
    cell::Cell,
    io,
    os::{fd::OwnedFd, unix::process::CommandExt},
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    slice,
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    process::{Pid, PidfdFlags, WaitId, WaitIdOptions, kill_process, kill_process_group, pidfd_open, waitid},
};
use stage::clock::now_ns;

use super::{first_process, guard, output::Output};
use crate::{plan::Plan, ready::Ready, signal::Signal, verdict::Exit};

/// A program that was started.
pub(crate) struct Started {
    child: Child,
    end: OwnedFd,
    exit: Cell<Option<Exit>>,
    stdin: Option<ChildStdin>,
    pub(crate) output: Output,
    /// When it was started, on the clock.
    pub(crate) at_ns: u64,
}

impl Started {
    /// Starts the program of a plan in a process group of its own, with this folder for its temporary files.
    ///
    /// # Errors
    /// If the system can't start it.
    pub(crate) fn start(plan: &Plan, temporary: &Path) -> io::Result<Self> {
        let mut command = Command::new(&plan.program);
        command
            .args(&plan.arguments)
            .env("TMPDIR", temporary)
            .envs(plan.start.variables.iter().map(|variable| (&variable.name, &variable.value)))
            .stdin(if plan.has_no_input() { Stdio::null() } else { Stdio::piped() })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0);
        if let Some(folder) = &plan.folder {
            command.current_dir(folder);
        }
        let at_ns = now_ns();
        let mut child = if plan.start.is_first {
            first_process::start(&mut command)?
        } else {
            guard::start(&mut command)?
        };
        let end = pidfd_open(Pid::from_child(&child), PidfdFlags::empty())?;
        let output = Output::awaiting(match &plan.ready {
            Ready::Line(line) => Some(line),
            _ => None,
        });
        child.stdout.take().into_iter().for_each(|pipe| output.read(pipe));
        child.stderr.take().into_iter().for_each(|pipe| output.read(pipe));
        let stdin = child.stdin.take();
        Ok(Self { child, end, exit: Cell::new(None), stdin, output, at_ns })
    }

    /// The id of its main process.
    pub(crate) fn id(&self) -> i32 {
        Pid::from_child(&self.child).as_raw_nonzero().get()
    }

    /// Waits this long for the end of its main process. When it ended, on the clock; `None` if it still runs.
    pub(crate) fn ends_within(&self, time: Duration) -> Option<u64> {
        let end = one_ends_within(slice::from_ref(&self.end), time)?;
        self.exit();
        Some(end)
    }

    /// How its main process ended; `None` if it still runs. One that has ended is gone then, for whoever looks for it.
    pub(crate) fn exit(&self) -> Option<Exit> {
        if self.exit.get().is_none() {
            let how = WaitIdOptions::EXITED | WaitIdOptions::NOHANG;
            let status = waitid(WaitId::Pid(Pid::from_child(&self.child)), how).ok()??;
            let exit = status.exit_status().map(Exit::Status);
            self.exit.set(exit.or_else(|| status.terminating_signal().map(Exit::Signal)));
        }
        self.exit.get()
    }

    /// Sends a signal to its main process or to its group.
    ///
    /// # Errors
    /// If the system refuses.
    pub(crate) fn send(&self, signal: Signal, to_group: bool) -> io::Result<()> {
        let (id, signal) = (Pid::from_child(&self.child), sendable(signal));
        let sent = if to_group { kill_process_group(id, signal) } else { kill_process(id, signal) };
        Ok(sent?)
    }

    /// Closes the pipe that is its standard input.
    pub(crate) fn close_stdin(&mut self) {
        self.stdin.take();
    }
}

/// Waits this long for the end of one of these processes. When it ended, on the clock; `None` if all of them still run.
pub(crate) fn one_ends_within(processes: &[OwnedFd], time: Duration) -> Option<u64> {
    let until = now_ns().saturating_add(time.as_nanos() as u64);
    loop {
        let left = Duration::from_nanos(until.saturating_sub(now_ns()));
        let mut ends: Vec<PollFd<'_>> =
            processes.iter().map(|process| PollFd::new(process, PollFlags::IN)).collect();
        match poll(&mut ends, Timespec::try_from(left).ok().as_ref()) {
            Ok(0) if left.is_zero() => return None,
            Ok(0) | Err(Errno::INTR) => {}
            Ok(_) => return Some(now_ns()),
            Err(_) => return None,
        }
    }
}

/// A signal as the system takes it.
#[expect(unsafe_code, reason = "rustix has names for none of the real-time signals")]
fn sendable(signal: Signal) -> rustix::process::Signal {
    // SAFETY: what must not be used are signals that the C library keeps for itself, and those are no `Signal`.
    unsafe { rustix::process::Signal::from_raw_unchecked(signal.number()) }
}
