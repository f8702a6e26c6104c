//! A process does not outlive the one that started it, however that one dies: `PR_SET_PDEATHSIG` and pidfds
//! on Linux. On other systems a process ends by itself when its work is done or its pipe is closed.

#[cfg(target_os = "linux")]
pub(crate) use linux::die_with_ancestor;
#[cfg(target_os = "linux")]
pub use linux::die_with_parent;

#[cfg(target_os = "linux")]
mod linux {
    use std::{process, thread};

    use rustix::{
        event::{PollFd, PollFlags, poll},
        io::Errno,
        process::{Pid, PidfdFlags, Signal, getppid, pidfd_open, set_parent_process_death_signal},
    };

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

    fn is_parent(id: u32) -> bool {
        getppid().is_some_and(|parent| Some(parent) == pid(id))
    }

    fn pid(id: u32) -> Option<Pid> {
        i32::try_from(id).ok().and_then(Pid::from_raw)
    }
}

/// Does nothing: this system can't end a process with its parent.
#[cfg(not(target_os = "linux"))]
pub fn die_with_parent(_parent: u32) {}

/// Does nothing: this system can't end a process with one that started it.
#[cfg(not(target_os = "linux"))]
pub(crate) fn die_with_ancestor(_ancestor: u32) {}
