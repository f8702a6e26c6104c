//! No process outlives the one that started it, however that one ends.
//!
//! - A process asks the system to end it with its parent: `PR_SET_PDEATHSIG` and pidfds on Linux.
//! - A harness's child that ends regularly ends what the case has started. On Linux a process that loses its parent
//!   becomes the child of the harness's child, so that the latter sees them all (`PR_SET_CHILD_SUBREAPER`,
//!   `/proc/self/task/*/children`).
//! - If the child fails, its parent kills the process group, and on Linux also every process with the child's mark in
//!   its environment.
//!
//! On other Unix systems only the group is killed, and on Windows only the child; there a process ends by itself when
//! its work is done or its pipe is closed.

// What runs between fork and exec is `unsafe` to give.
#![allow(unsafe_code)]

use std::{
    io,
    process::{Child, Command},
};

/// The environment variable that marks a harness's child and the processes that it starts.
pub const MARK: &str = "STILL_STANDING_CHILD";

pub use imp::{adopt, children, die_with_parent, end_all, end_marked, this_program, this_thread};
pub(crate) use imp::{die_with_ancestor, end_with_this_thread, has_no_children, is_gone};

/// Kills a child and the process group that it leads. This process must not have waited for it yet.
pub fn end_group(child: &mut Child) {
    // It leads no group if it was killed before it had created one.
    #[cfg(unix)]
    let _ = rustix::process::kill_process_group(
        rustix::process::Pid::from_child(child),
        rustix::process::Signal::KILL,
    );
    let _ = child.kill();
}

/// Whether a child has ended. On Unix it does not wait for the child, so that the system does not reuse its id or its
/// group's.
///
/// # Errors
/// If the system reports an error.
pub fn has_ended(child: &mut Child) -> io::Result<bool> {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};

        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        Ok(waitid(WaitId::Pid(Pid::from_child(child)), options)?.is_some())
    }
    #[cfg(not(unix))]
    Ok(child.try_wait()?.is_some())
}

#[cfg(target_os = "linux")]
mod imp {
    use std::{env, fs, io, os::unix::process::CommandExt, process, thread, time::Duration};

    use rustix::{
        event::{PollFd, PollFlags, poll},
        io::Errno,
        process::{
            Pid, PidfdFlags, Signal, WaitId, WaitIdOptions, WaitOptions, getpid, getppid, kill_process,
            pidfd_open, set_child_subreaper, set_parent_process_death_signal, test_kill_process, waitid,
            waitpid,
        },
        thread::gettid,
    };

    use super::{Command, MARK};

    /// A command for this program, without arguments.
    ///
    /// It starts the file that this process runs, not the one at its path: if a build replaces that meanwhile, the
    /// command still starts the same program as this process. It has the same name in `ps`. The id stands in the
    /// path, because a shell that runs this program would take `/proc/self/exe` for itself.
    #[must_use]
    pub fn this_program() -> Command {
        let mut command = Command::new(format!("/proc/{}/exe", process::id()));
        env::args_os().next().into_iter().for_each(|name| {
            command.arg0(name);
        });
        command
    }

    /// Ends this process when the process that started it, `parent`, ends.
    ///
    /// Linux kills it when the *thread* that started it ends, so that thread has to stay. It does so even while
    /// this process is stopped.
    pub fn die_with_parent(parent: u32) {
        let _ = set_parent_process_death_signal(Some(Signal::KILL));
        // The parent may have died before the line above.
        if !is_parent(parent) {
            process::exit(1);
        }
    }

    /// Ends this process when `ancestor` ends, which may be its parent.
    ///
    /// If it is not, a shell stands between them, and this process must be able to outlive the shell. So
    /// a thread of this process waits for the end of the ancestor; it can't while this process is stopped. A
    /// process with one thread more took some 50 us longer to end when it was killed.
    pub(crate) fn die_with_ancestor(ancestor: u32) {
        if is_parent(ancestor) {
            return die_with_parent(ancestor);
        }
        let Some(ancestor) = pid(ancestor).and_then(|id| pidfd_open(id, PidfdFlags::empty()).ok()) else {
            process::exit(1);
        };
        thread::spawn(move || {
            while poll(&mut [PollFd::new(&ancestor, PollFlags::IN)], None) == Err(Errno::INTR) {}
            process::exit(1);
        });
    }

    /// From now on the system kills the process that the command starts when the thread that starts it ends, because
    /// few languages can ask for that themselves.
    pub(crate) fn end_with_this_thread(command: &mut Command) {
        let parent = process::id();
        let ask = move || {
            set_parent_process_death_signal(Some(Signal::KILL))?;
            // It may have ended before the line above.
            if is_parent(parent) {
                Ok(())
            } else {
                Err(io::Error::from_raw_os_error(Errno::SRCH.raw_os_error()))
            }
        };
        // SAFETY: after a fork only functions that are async-signal-safe may be called. These are two system calls,
        // and nothing is allocated.
        unsafe { command.pre_exec(ask) };
    }

    /// Makes this process the parent of each descendant that loses its own parent.
    pub fn adopt() {
        // If this fails, an orphan ends only if it dies with its parent.
        let _ = set_child_subreaper(Some(getpid()));
    }

    /// Kills every child of this process and waits for it, until there are no more.
    ///
    /// A child that dies with its parent would end anyway. But waiting for it leaves no zombie process behind, and
    /// counts the processor time that it used as the harness's own instead of another process's.
    pub fn end_all() {
        /// Far more than the orphans of orphans need. Processes that start others faster than this are left to the
        /// parent.
        const GENERATIONS: usize = 100;

        for _ in 0..GENERATIONS {
            let children = children();
            if children.is_empty() {
                return;
            }
            for child in children.into_iter().filter_map(pid) {
                // It may have ended in between, or another thread may be waiting for it already.
                let _ = kill_process(child, Signal::KILL);
                let _ = waitpid(Some(child), WaitOptions::empty());
            }
        }
    }

    /// The children of this process.
    #[must_use]
    pub fn children() -> Vec<u32> {
        let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
        let children = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
        let children = children.collect::<Vec<_>>().join(" ");
        children.split_whitespace().filter_map(|id| id.parse().ok()).collect()
    }

    /// Kills every process with this mark in its environment, and does not wait for it.
    pub fn end_marked(mark: &str) {
        /// A process that is being started has no environment for a moment, so that one look may miss it.
        const LOOKS: usize = 3;
        const BETWEEN: Duration = Duration::from_millis(5);

        let entry = format!("{MARK}={mark}");
        let is_marked = |id: &str| {
            let environment = fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
            environment.split(|&byte| byte == 0).any(|variable| variable == entry.as_bytes())
        };
        for look in 0..LOOKS {
            if look > 0 {
                thread::sleep(BETWEEN);
            }
            let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
            let ids = processes.filter_map(|process| process.file_name().into_string().ok());
            for process in ids.filter(|id| is_marked(id)).filter_map(|id| pid(id.parse().ok()?)) {
                let _ = kill_process(process, Signal::KILL);
            }
        }
    }

    /// Whether a process has ended and its parent has waited for it. Until then the system still has it.
    pub(crate) fn is_gone(process: u32) -> bool {
        pid(process).is_some_and(|id| test_kill_process(id) == Err(Errno::SRCH))
    }

    /// Whether this process has waited for every process that it has started.
    pub(crate) fn has_no_children() -> bool {
        let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        waitid(WaitId::All, look).err() == Some(Errno::CHILD)
    }

    /// The system's number of the calling thread.
    #[must_use]
    pub fn this_thread() -> Option<u32> {
        Some(gettid().as_raw_nonzero().get().cast_unsigned())
    }

    fn is_parent(id: u32) -> bool {
        getppid().is_some_and(|parent| Some(parent) == pid(id))
    }

    fn pid(id: u32) -> Option<Pid> {
        i32::try_from(id).ok().and_then(Pid::from_raw)
    }
}

/// Other systems can't end a process with one that started it, and don't say which children it has. No stage can be lent
/// there, so the work is in no other process whose end would matter.
#[cfg(not(target_os = "linux"))]
mod imp {
    use std::{env, path::PathBuf, sync::OnceLock};

    use super::Command;

    /// A command for this program, without arguments, by the path that it had when this function was first called.
    #[must_use]
    pub fn this_program() -> Command {
        static PATH: OnceLock<PathBuf> = OnceLock::new();
        // Without a path the start fails with an error.
        Command::new(PATH.get_or_init(|| env::current_exe().unwrap_or_default()))
    }

    /// Does nothing.
    pub fn die_with_parent(_parent: u32) {}

    /// Does nothing.
    pub(crate) fn die_with_ancestor(_ancestor: u32) {}

    /// Does nothing: the program ends when its standard input does.
    pub(crate) fn end_with_this_thread(_: &mut Command) {}

    /// Does nothing.
    pub fn adopt() {}

    /// Does nothing.
    pub fn end_all() {}

    /// The children of this process: not known.
    #[must_use]
    pub fn children() -> Vec<u32> {
        Vec::new()
    }

    /// Does nothing.
    pub fn end_marked(_mark: &str) {}

    pub(crate) fn is_gone(_process: u32) -> bool {
        false
    }

    pub(crate) fn has_no_children() -> bool {
        false
    }

    /// The system's number of the calling thread: there is none by which it could be watched or bound.
    #[must_use]
    pub fn this_thread() -> Option<u32> {
        None
    }
}
