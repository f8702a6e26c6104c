//! The program that is watched: its main process, what descends from it, and what it prints.

use std::{
    cell::Cell,
    io,
    os::{fd::OwnedFd, unix::process::CommandExt},
    path::Path,
    process::{ChildStdin, Command, Stdio},
    slice,
    time::Duration,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    process::{
        Pid, PidfdFlags, WaitId, WaitIdOptions, kill_process_group, pidfd_open, pidfd_send_signal, waitid,
    },
};
use stage::clock::now_ns;

use super::{
    first_process, guard,
    output::Output,
    processes::{self, Process},
    tree::Tree,
};
use crate::{plan::Plan, ready::Ready, running::Running, signal::Signal, verdict::Exit};

/// How often it looks what descends from a program that was started elsewhere, while it waits for the end of that.
const LOOK: Duration = Duration::from_millis(100);

/// The program that is watched.
pub(crate) struct Program {
    id: Pid,
    /// Stands for its main process, and for no other that is given its id later.
    process: OwnedFd,
    exit: Cell<Option<Exit>>,
    /// What descends from it, if it was started elsewhere. Otherwise that is whatever runs below this process.
    elsewhere: Option<Tree>,
    stdin: Option<ChildStdin>,
    pub(crate) output: Output,
    /// When it was started, or found, on the clock.
    pub(crate) at_ns: u64,
}

impl Program {
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
        let id = Pid::from_child(&child);
        let process = pidfd_open(id, PidfdFlags::empty())?;
        let output = Output::awaiting(match &plan.ready {
            Ready::Line(line) => Some(line),
            _ => None,
        });
        child.stdout.take().into_iter().for_each(|pipe| output.read(pipe));
        child.stderr.take().into_iter().for_each(|pipe| output.read(pipe));
        let stdin = child.stdin.take();
        Ok(Self { id, process, exit: Cell::new(None), elsewhere: None, stdin, output, at_ns })
    }

    /// One that was started elsewhere. `None` if it has ended since it was found.
    pub(crate) fn found(running: Running) -> Option<Self> {
        let id = Pid::from_raw(running.id)?;
        let process = pidfd_open(id, PidfdFlags::empty()).ok()?;
        // The descriptor is of the process that has the id now.
        let tree = Tree::of(processes::read(running.id).filter(|it| it.started == running.started)?);
        Some(Self {
            id,
            process,
            exit: Cell::new(None),
            elsewhere: Some(tree),
            stdin: None,
            output: Output::awaiting(None),
            at_ns: now_ns(),
        })
    }

    /// The id of its main process.
    pub(crate) fn id(&self) -> i32 {
        self.id.as_raw_nonzero().get()
    }

    /// What runs of it: its main process, and what descends from that; without those of `apart`, and what descends from them.
    pub(crate) fn running(&self, apart: &[i32]) -> Vec<Process> {
        self.elsewhere.as_ref().map_or_else(|| processes::running(apart), |tree| tree.running(apart))
    }

    /// The same as a whole list.
    pub(crate) fn all_running(&self, apart: &[i32]) -> Vec<Process> {
        self.elsewhere.as_ref().map_or_else(|| processes::all_running(apart), |tree| tree.running(apart))
    }

    /// Waits this long for the end of its main process. When it ended, on the clock; `None` if it still runs.
    pub(crate) fn ends_within(&self, time: Duration) -> Option<u64> {
        let until = now_ns().saturating_add(time.as_nanos() as u64);
        loop {
            let left = Duration::from_nanos(until.saturating_sub(now_ns()));
            let step = if self.elsewhere.is_some() { left.min(LOOK) } else { left };
            if let Some(end) = one_ends_within(slice::from_ref(&self.process), step) {
                self.exit();
                return Some(end);
            }
            if step == left {
                return None;
            }
            // What it starts has to be known before its own end.
            self.running(&[]);
        }
    }

    /// How its main process ended; `None` if it still runs. One that has ended is gone then, for whoever looks for it, unless
    /// it was started elsewhere: only a parent learns how its child ended.
    pub(crate) fn exit(&self) -> Option<Exit> {
        if self.exit.get().is_none() {
            self.exit.set(match &self.elsewhere {
                Some(_) => {
                    one_ends_within(slice::from_ref(&self.process), Duration::ZERO).map(|_| Exit::Unknown)
                }
                None => self.waited_for(),
            });
        }
        self.exit.get()
    }

    fn waited_for(&self) -> Option<Exit> {
        let how = WaitIdOptions::EXITED | WaitIdOptions::NOHANG;
        let status = waitid(WaitId::Pid(self.id), how).ok()??;
        let exit = status.exit_status().map(Exit::Status);
        exit.or_else(|| status.terminating_signal().map(Exit::Signal))
    }

    /// Sends a signal to its main process or to its group.
    ///
    /// # Errors
    /// If the system refuses.
    pub(crate) fn send(&self, signal: Signal, to_group: bool) -> io::Result<()> {
        let signal = sendable(signal);
        let sent = if to_group {
            kill_process_group(self.id, signal)
        } else {
            pidfd_send_signal(&self.process, signal)
        };
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
