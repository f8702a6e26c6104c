//! Sees the end of a process that may not be a child of this one: `pidfd_open(2)` on Linux. On other systems
//! the end is not seen, and work that was killed seems silent.

use stage::Stamps;

/// Waits, in a thread of its own, for the end of the process that does the work, and stamps it. The system has
/// to wake that thread, so the stamp is late by a wake-up. The watch ends when this is dropped.
pub(crate) struct ExitWatcher {
    _watch: Option<imp::Watch>,
}

impl ExitWatcher {
    /// Watches the process that took the pulse of these stamps. Watches nothing if the work runs in this
    /// process.
    pub(crate) fn for_work_of(stamps: Stamps) -> Self {
        Self { _watch: stamps.process().and_then(|process| imp::Watch::begin(stamps, process)) }
    }
}

#[cfg(target_os = "linux")]
mod imp {
    use std::{
        io::{self, PipeWriter},
        thread::{self, JoinHandle},
    };

    use rustix::{
        event::{PollFd, PollFlags, poll},
        io::Errno,
        process::{Pid, PidfdFlags, pidfd_open},
    };
    use stage::Stamps;

    pub(super) struct Watch {
        /// Closing it ends the wait.
        over: Option<PipeWriter>,
        thread: Option<JoinHandle<()>>,
    }

    impl Watch {
        pub(super) fn begin(stamps: Stamps, process: u32) -> Option<Self> {
            let process = match pidfd_open(Pid::from_raw(i32::try_from(process).ok()?)?, PidfdFlags::empty())
            {
                Ok(process) => process,
                Err(error) => {
                    if error == Errno::SRCH {
                        stamps.stamp_end();
                    }
                    return None;
                }
            };
            let (is_over, over) = io::pipe().ok()?;
            let wait = move || {
                let mut ends =
                    [PollFd::new(&process, PollFlags::IN), PollFd::new(&is_over, PollFlags::empty())];
                while poll(&mut ends, None) == Err(Errno::INTR) {}
                if ends[0].revents().contains(PollFlags::IN) {
                    stamps.stamp_end();
                }
            };
            let thread = thread::Builder::new().name("exit watcher".to_owned()).spawn(wait).ok()?;
            Some(Self { over: Some(over), thread: Some(thread) })
        }
    }

    impl Drop for Watch {
        fn drop(&mut self) {
            self.over.take();
            if let Some(thread) = self.thread.take() {
                let _ = thread.join();
            }
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod imp {
    use stage::Stamps;

    pub(super) struct Watch;

    impl Watch {
        pub(super) fn begin(_stamps: Stamps, _process: u32) -> Option<Self> {
            None
        }
    }
}
