//! A program that ends when the thread that starts it does. Few languages can ask the system for that.

// What runs between fork and exec is `unsafe` to give.
#![allow(unsafe_code)]

use std::process::Command;

/// From now on the system kills the process that the command starts when the thread that starts it ends.
#[cfg(target_os = "linux")]
pub(crate) fn end_with_this_thread(command: &mut Command) {
    use std::{io, os::unix::process::CommandExt, process};

    use rustix::process::{Pid, Signal, getppid, set_parent_process_death_signal};

    let parent = process::id();
    let ask = move || {
        set_parent_process_death_signal(Some(Signal::KILL))?;
        // It may have ended before the line above.
        let is_there = getppid().map(Pid::as_raw_nonzero).is_some_and(|pid| pid.get() as u32 == parent);
        if is_there { Ok(()) } else { Err(io::Error::from_raw_os_error(3)) }
    };
    // SAFETY: after a fork only functions that are async-signal-safe may be called. These are two system calls, and
    // nothing is allocated.
    unsafe { command.pre_exec(ask) };
}

/// Elsewhere a program ends when its standard input does.
#[cfg(not(target_os = "linux"))]
pub(crate) fn end_with_this_thread(_: &mut Command) {}
