//! A process that shares the memory of this one, so that none has to be given back when it ends: `clone(2)` with
//! `CLONE_VM`. Other systems have none.

// Only `clone` starts such a process, and what runs in it must be fit for it: see `sleeps_until_killed`.
#![allow(unsafe_code)]

pub(crate) use imp::SharingProcess;

/// Whether this system has such processes.
pub(crate) fn is_offered() -> Result<(), String> {
    if cfg!(target_os = "linux") {
        Ok(())
    } else {
        Err("only Linux has processes that share memory".to_owned())
    }
}

#[cfg(target_os = "linux")]
mod imp {
    use std::{
        ffi::{c_int, c_void},
        io,
        mem::ManuallyDrop,
    };

    use crate::{pulse::Pulse, stamps::Stamps};
    use rustix::{
        process::{
            Pid, Signal, WaitOptions, WaitStatus, getpid, kill_process, set_parent_process_death_signal,
            waitpid,
        },
        thread::{Timespec, nanosleep},
    };

    /// Enough for a loop of two calls.
    const STACK: usize = 64 * 1024;

    /// A process that beats and sleeps until it is killed, at the latest when this is dropped.
    pub(crate) struct SharingProcess {
        /// `None` if it was reaped.
        id: Option<Pid>,
        // The process uses both until it ends.
        _work: Box<Work>,
        _stack: Vec<u8>,
    }

    /// What the process works with.
    struct Work {
        stamps: Stamps,
        /// It is killed, so its destructor never runs.
        pulse: ManuallyDrop<Pulse>,
        beat: Timespec,
    }

    impl SharingProcess {
        /// Starts one that beats this pulse, and notes its number among the stamps.
        ///
        /// # Errors
        /// If the system starts no process.
        pub(crate) fn start(stamps: Stamps, pulse: Pulse) -> io::Result<Self> {
            let beat = Timespec::try_from(pulse.interval()).map_err(io::Error::other)?;
            let mut work = Box::new(Work { stamps, pulse: ManuallyDrop::new(pulse), beat });
            let mut stack = vec![0_u8; STACK];
            let top = stack.as_mut_ptr_range().end;
            let top = top.wrapping_sub(top as usize % 16).cast::<c_void>();
            let argument = (&raw mut *work).cast::<c_void>();
            // SAFETY: the stack grows down from its aligned top, and both it and the work are freed only after the
            // process has been reaped.
            let id =
                unsafe { libc::clone(sleeps_until_killed, top, libc::CLONE_VM | libc::SIGCHLD, argument) };
            let id = Pid::from_raw(id).filter(|_| id > 0).ok_or_else(io::Error::last_os_error)?;
            Ok(Self { id: Some(id), _work: work, _stack: stack })
        }

        /// Sends SIGKILL.
        pub(crate) fn kill(&self) -> io::Result<()> {
            self.id.map_or(Ok(()), |id| Ok(kill_process(id, Signal::KILL)?))
        }

        /// Reaps it: returns when it has ended.
        pub(crate) fn wait(&mut self) -> io::Result<Option<WaitStatus>> {
            let Some(id) = self.id else { return Ok(None) };
            let ended = waitpid(Some(id), WaitOptions::empty())?;
            self.id = None;
            Ok(ended.map(|(_, status)| status))
        }
    }

    impl Drop for SharingProcess {
        fn drop(&mut self) {
            let _ = self.kill();
            let _ = self.wait();
        }
    }

    /// The main function of the process. It runs in the memory of its parent, with the thread-local variables of the
    /// thread that started it. So it only stores to atomics and calls the system: it allocates nothing and takes no
    /// lock, which its end would leave locked.
    extern "C" fn sleeps_until_killed(work: *mut c_void) -> c_int {
        // SAFETY: it is the `Work` that `start` gave, which outlives this process and is only read.
        let work = unsafe { &*work.cast::<Work>() };
        let _ = set_parent_process_death_signal(Some(Signal::KILL));
        work.stamps.stamp_process(getpid().as_raw_nonzero().get().cast_unsigned());
        loop {
            work.pulse.beat();
            let _ = nanosleep(&work.beat);
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod imp {
    use std::{convert::Infallible, io};

    use crate::{pulse::Pulse, stamps::Stamps};

    pub(crate) struct SharingProcess(Infallible);

    impl SharingProcess {
        pub(crate) fn start(_stamps: Stamps, _pulse: Pulse) -> io::Result<Self> {
            Err(io::ErrorKind::Unsupported.into())
        }

        pub(crate) fn kill(&self) -> io::Result<()> {
            match self.0 {}
        }

        pub(crate) fn wait(&mut self) -> io::Result<()> {
            match self.0 {}
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::{thread, time::Duration};

    use crate::stage::Stage;
    use rustix::process::{Pid, test_kill_process};

    use super::SharingProcess;

    #[test]
    fn it_beats_in_a_process_of_its_own_and_is_reaped_when_it_is_dropped() {
        let stage = Stage::lendable(Duration::from_millis(1)).expect("memory for a stage");
        let stamps = stage.stamps();
        let process = SharingProcess::start(stamps, stage.pulse()).expect("a process");
        while stamps.beats() < 3 {
            thread::sleep(Duration::from_millis(1));
        }
        let id = stamps.process().expect("it has noted its number");
        assert_ne!(id, std::process::id());
        let is_there = || test_kill_process(Pid::from_raw(id.cast_signed()).expect("a number")).is_ok();
        assert!(is_there());
        drop(process);
        assert!(!is_there());
        assert_eq!(stamps.halt(), None, "it was killed, so its pulse was not dropped");
    }
}
