//! Sees the ends of processes that may not be children of this one: `pidfd_open(2)` and `epoll(7)` on Linux. On other
//! systems they are not seen, and work that was killed seems silent.

pub(crate) use imp::how_it_ended;
use stage::{Stamps, processes::children};

/// Waits, in a thread of its own, for the ends of the processes that do the work, and stamps them. The system has to
/// wake that thread, so a stamp is late by a wake-up. The watch ends when this is dropped.
pub(crate) struct ExitWatcher {
    _watch: Option<imp::Watch>,
}

impl ExitWatcher {
    /// Watches the process that took the pulse of these stamps. Watches nothing if the work runs in this
    /// process.
    pub(crate) fn for_work_of(stamps: Stamps) -> Self {
        let watch = |process| imp::Watch::begin(vec![process], move || stamps.stamp_end());
        Self { _watch: stamps.process().and_then(watch) }
    }

    /// Watches every child of this process, if each part of the crowd is one.
    pub(crate) fn for_parts_of(stamps: Stamps) -> Self {
        let watch = || imp::Watch::begin(children(), move || stamps.stamp_part_end());
        Self { _watch: stamps.is_of_processes().then(watch).flatten() }
    }
}

#[cfg(target_os = "linux")]
mod imp {
    use std::{
        io::{self, PipeReader, PipeWriter},
        os::fd::OwnedFd,
        thread::{self, JoinHandle},
    };

    use rustix::{
        buffer::spare_capacity,
        event::epoll::{self, CreateFlags, EventData, EventFlags},
        io::Errno,
        process::{Pid, PidfdFlags, WaitId, WaitIdOptions, pidfd_open, waitid},
    };

    /// The number of the pipe among the processes.
    const OVER: u64 = u64::MAX;
    /// How many ends are fetched at once.
    const AT_ONCE: usize = 256;

    /// A thread that ends when this is dropped, which waits for that end.
    pub(super) struct Watch {
        /// Closing it ends the wait.
        over: Option<PipeWriter>,
        thread: Option<JoinHandle<()>>,
    }

    impl Watch {
        /// Calls `ended` at the end of each of these processes. `None` if the system does not let them be watched.
        pub(super) fn begin(processes: Vec<u32>, ended: impl Fn() + Send + 'static) -> Option<Self> {
            let ends = epoll::create(CreateFlags::CLOEXEC).ok()?;
            let mut watched: Vec<Option<OwnedFd>> = Vec::new();
            for process in processes {
                match pidfd_open(Pid::from_raw(process.cast_signed())?, PidfdFlags::empty()) {
                    Ok(process) => {
                        let number = EventData::new_u64(watched.len() as u64);
                        epoll::add(&ends, &process, number, EventFlags::IN).ok()?;
                        watched.push(Some(process));
                    }
                    // Its parent has waited for it already.
                    Err(Errno::SRCH) => ended(),
                    Err(_) => return None,
                }
            }
            let (is_over, over) = io::pipe().ok()?;
            let wait = move || wait(&ends, watched, &is_over, &ended);
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

    /// Waits for the ends of these processes, whose numbers in the set are their places here, until the pipe is closed.
    fn wait(ends: &OwnedFd, mut watched: Vec<Option<OwnedFd>>, is_over: &PipeReader, ended: &dyn Fn()) {
        if epoll::add(ends, is_over, EventData::new_u64(OVER), EventFlags::IN).is_err() {
            return;
        }
        let mut events = Vec::with_capacity(AT_ONCE);
        loop {
            events.clear();
            match epoll::wait(ends, spare_capacity(&mut events), None) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(_) => return,
            }
            for event in &events {
                let number = event.data.u64();
                if number == OVER {
                    return;
                }
                // Closing the descriptor takes it out of the set.
                let process = usize::try_from(number).ok().and_then(|at| watched.get_mut(at)?.take());
                if process.is_some() {
                    ended();
                }
            }
        }
    }

    /// How a process ended, without reaping it, so that the demo can still wait for it: `waitid(2)` with WNOWAIT.
    /// `None` if it still runs, is not a child of this process, or was reaped already.
    pub(crate) fn how_it_ended(process: u32) -> Option<String> {
        let id = Pid::from_raw(i32::try_from(process).ok()?)?;
        let how = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
        let status = waitid(WaitId::Pid(id), how).ok()??;
        match (status.exit_status(), status.terminating_signal()) {
            (Some(code), _) => Some(format!("it exited with status {code}")),
            (_, Some(signal)) => Some(format!("signal {signal} ended it")),
            _ => None,
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod imp {
    pub(super) struct Watch;

    impl Watch {
        pub(super) fn begin(_: Vec<u32>, _ended: impl Fn() + Send + 'static) -> Option<Self> {
            None
        }
    }

    pub(crate) fn how_it_ended(_process: u32) -> Option<String> {
        None
    }
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
