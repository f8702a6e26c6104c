//! Sees the ends of the processes that are the parts of a crowd: `pidfd_open(2)` and `epoll(7)` on Linux. On other
//! systems they are not seen.

use stage::Stamps;

/// Waits, in a thread of its own, for the end of each process of a crowd, and counts it. The watch ends when this is
/// dropped.
pub(crate) struct CrowdExits {
    _watch: Option<imp::Watch>,
}

impl CrowdExits {
    /// Watches every child of this process, if each part of the crowd is one.
    pub(crate) fn of(stamps: Stamps) -> Self {
        Self { _watch: stamps.is_of_processes().then(|| imp::Watch::begin(stamps)).flatten() }
    }
}

#[cfg(target_os = "linux")]
mod imp {
    use std::{io::PipeReader, os::fd::OwnedFd};

    use rustix::{
        buffer::spare_capacity,
        event::epoll::{self, CreateFlags, EventData, EventFlags},
        io::Errno,
        process::{Pid, PidfdFlags, pidfd_open},
    };
    use stage::Stamps;

    use stage::processes::children;

    use crate::play::until_dropped::UntilDropped;

    /// The number of the pipe among the processes.
    const OVER: u64 = u64::MAX;
    /// How many ends are fetched at once.
    const AT_ONCE: usize = 256;

    pub(super) struct Watch {
        _thread: UntilDropped,
    }

    impl Watch {
        pub(super) fn begin(stamps: Stamps) -> Option<Self> {
            let ends = epoll::create(CreateFlags::CLOEXEC).ok()?;
            let mut processes: Vec<Option<OwnedFd>> = Vec::new();
            for child in children() {
                let child = Pid::from_raw(child.cast_signed())?;
                let process = pidfd_open(child, PidfdFlags::empty()).ok()?;
                let number = EventData::new_u64(processes.len() as u64);
                epoll::add(&ends, &process, number, EventFlags::IN).ok()?;
                processes.push(Some(process));
            }
            let thread =
                UntilDropped::start("crowd exits", move |is_over| count(stamps, &ends, processes, &is_over));
            thread.map(|thread| Self { _thread: thread })
        }
    }

    /// Counts the end of each of these processes, whose numbers in the set are their places here.
    fn count(stamps: Stamps, ends: &OwnedFd, mut processes: Vec<Option<OwnedFd>>, is_over: &PipeReader) {
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
                let process = usize::try_from(number).ok().and_then(|at| processes.get_mut(at)?.take());
                if process.is_some() {
                    stamps.stamp_part_end();
                }
            }
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod imp {
    use stage::Stamps;

    pub(super) struct Watch;

    impl Watch {
        pub(super) fn begin(_stamps: Stamps) -> Option<Self> {
            None
        }
    }
}
