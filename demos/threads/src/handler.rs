//! A signal handler that does nothing. That it runs is enough: a system call that it interrupts either ends with
//! EINTR or goes on, as the flags say.

// Only `unsafe` code can install a handler, because a handler may do almost nothing safely. This one does nothing.
#![allow(unsafe_code)]

use nix::{
    libc::c_int,
    sys::signal::{SaFlags, SigAction, SigHandler, SigSet, Signal, sigaction},
};

/// Installs the handler in this process for `signal`, until another one is installed.
///
/// # Errors
/// If the system refuses, as for SIGKILL.
pub(crate) fn handle_by_doing_nothing(signal: Signal, flags: SaFlags) -> nix::Result<()> {
    extern "C" fn nothing(_signal: c_int) {}

    let action = SigAction::new(SigHandler::Handler(nothing), flags, SigSet::empty());
    // SAFETY: the handler touches nothing, so it may interrupt any code.
    unsafe { sigaction(signal, &action) }.map(drop)
}
