//! Sees the end of a process that is not this one's child: `pidfd_open(2)` on Linux. Elsewhere no
//! such end is seen, and work that was killed seems silent.

use stage::Stamps;

/// Waits beside a play for the end of the process that does its work, and stamps it. It is told by
/// the system, so its stamp comes a wake-up late. Dropped, it goes home.
pub(crate) struct ExitWatcher {
    _watch: Option<imp::Watch>,
}

impl ExitWatcher {
    /// An exit watcher for the process that has taken this stage's pulse; it watches nothing if that is this process.
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
        /// Closed, it ends the wait.
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
            let _ = self.thread.take().map(JoinHandle::join);
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod imp {
    use stage::Stamps;

    pub(super) struct Watch;

    impl Watch {
        pub(super) fn begin(_record: Stamps, _process: u32) -> Option<Self> {
            None
        }
    }
}
