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
    use rustix::{
        event::{PollFd, PollFlags, poll},
        io::Errno,
        process::{Pid, PidfdFlags, pidfd_open},
    };
    use stage::Stamps;

    use crate::play::until_dropped::UntilDropped;

    pub(super) struct Watch {
        _thread: UntilDropped,
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
            let thread = UntilDropped::start("exit watcher", move |is_over| {
                let mut ends =
                    [PollFd::new(&process, PollFlags::IN), PollFd::new(&is_over, PollFlags::empty())];
                while poll(&mut ends, None) == Err(Errno::INTR) {}
                if ends[0].revents().contains(PollFlags::IN) {
                    stamps.stamp_end();
                }
            });
            thread.map(|thread| Self { _thread: thread })
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

/// How a process ended, without reaping it, so that the demo can still wait for it: `waitid(2)` with WNOWAIT on Linux.
/// `None` if it still runs, is not a child of this process, or was reaped already.
#[cfg(target_os = "linux")]
pub(crate) fn how_it_ended(process: u32) -> Option<String> {
    use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};

    let id = Pid::from_raw(i32::try_from(process).ok()?)?;
    let how = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
    let status = waitid(WaitId::Pid(id), how).ok()??;
    match (status.exit_status(), status.terminating_signal()) {
        (Some(code), _) => Some(format!("it exited with status {code}")),
        (_, Some(signal)) => Some(format!("signal {signal} ended it")),
        _ => None,
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn how_it_ended(_process: u32) -> Option<String> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::{process::Command, thread, time::Duration};

    use super::how_it_ended;

    #[test]
    fn a_later_wait_still_returns_how_it_ended() {
        let mut child = Command::new("sh").args(["-c", "exit 3"]).spawn().expect("a shell");
        while how_it_ended(child.id()).is_none() {
            thread::sleep(Duration::from_millis(1));
        }
        assert_eq!(how_it_ended(child.id()).as_deref(), Some("it exited with status 3"));
        assert_eq!(child.wait().expect("its end").code(), Some(3));
        assert_eq!(how_it_ended(child.id()), None);
    }
}
