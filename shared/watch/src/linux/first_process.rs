//! Starts a program as the first process of its world, as a container does (`pid_namespaces(7)`): the system drops the
//! signals that it has no handler for, gives it the orphans, and ends whatever runs below it when it ends.

use std::{
    fs::File,
    io,
    os::fd::AsFd,
    process::{Child, Command},
};

use rustix::thread::{LinkNameSpaceType, UnshareFlags, move_into_link_name_space, unshare_unsafe};

use super::guard;

/// Starts it. Only this process of those that are started is in the new world.
///
/// # Errors
/// If the system can't start it, or does not let this user make a world of processes.
pub(crate) fn start(command: &mut Command) -> io::Result<Child> {
    let own = File::open("/proc/thread-self/ns/pid")?;
    #[expect(unsafe_code, reason = "it takes any flags, of which others would be unsafe")]
    // SAFETY: this flag changes nothing for this thread but where the processes are that it starts.
    unsafe { unshare_unsafe(UnshareFlags::NEWPID) }.map_err(forbidden)?;
    let started = guard::start(command);
    move_into_link_name_space(own.as_fd(), Some(LinkNameSpaceType::ProcessID))?;
    started
}

fn forbidden(error: rustix::io::Errno) -> io::Error {
    let said = format!(
        "{error}: --pid1 needs the right to make a process namespace; call it as root, or in a container with \
         --cap-add SYS_ADMIN"
    );
    io::Error::new(io::ErrorKind::PermissionDenied, said)
}
