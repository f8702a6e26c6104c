//! The processes that a case has started, which must not outlive it.
//!
//! A child that ends regularly ends them itself. On Linux a process that loses its parent becomes the child
//! of the harness's child, so that the latter sees them all (`PR_SET_CHILD_SUBREAPER`,
//! `/proc/self/task/*/children`). If the child fails, its parent kills the process group, and on Linux also
//! every process with the child's mark in its environment. On other Unix systems only the group is killed,
//! and on Windows only the child.

use std::{io, process::Child};

/// The environment variable that marks a child and the processes that it starts.
pub(crate) const MARK: &str = "STILL_STANDING_CHILD";

/// Makes this process the parent of each descendant that loses its own parent.
#[cfg(target_os = "linux")]
pub fn adopt() {
    use rustix::process::{getpid, set_child_subreaper};

    // If this fails, an orphan ends only if it dies with its parent.
    let _ = set_child_subreaper(Some(getpid()));
}

/// Kills every child of this process and waits for it, until there are no more.
///
/// A child that dies with its parent would end anyway. But waiting for it leaves no zombie process behind, and
/// counts the processor time that it used as the harness's own instead of another process's.
#[cfg(target_os = "linux")]
pub fn end_all() {
    use rustix::process::{Signal, WaitOptions, kill_process, waitpid};

    /// Far more than the orphans of orphans need. Processes that start others faster than this are left to the
    /// parent.
    const GENERATIONS: usize = 100;

    for _ in 0..GENERATIONS {
        let children = children();
        if children.is_empty() {
            return;
        }
        for child in children {
            // It may have ended in between, or another thread may be waiting for it already.
            let _ = kill_process(child, Signal::KILL);
            let _ = waitpid(Some(child), WaitOptions::empty());
        }
    }
}

/// The children of this process.
#[cfg(target_os = "linux")]
pub(crate) fn children() -> Vec<rustix::process::Pid> {
    use std::fs;

    let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let children = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    children.flat_map(|ids| ids.split_whitespace().filter_map(pid).collect::<Vec<_>>()).collect()
}

/// The children of this process: not known on this system.
#[cfg(not(target_os = "linux"))]
pub(crate) fn children() -> Vec<u32> {
    Vec::new()
}

#[cfg(target_os = "linux")]
fn pid(text: &str) -> Option<rustix::process::Pid> {
    text.parse().ok().and_then(rustix::process::Pid::from_raw)
}

/// Kills every process with this mark in its environment, and does not wait for it.
#[cfg(target_os = "linux")]
pub(crate) fn end_marked(mark: &str) {
    use std::{fs, thread, time::Duration};

    use rustix::process::{Signal, kill_process};

    /// A process that is being started has no environment for a moment, so that one look may miss it.
    const LOOKS: usize = 3;
    const BETWEEN: Duration = Duration::from_millis(5);

    let entry = format!("{MARK}={mark}");
    let is_marked = |id: &str| {
        let environment = fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
        environment.split(|&byte| byte == 0).any(|variable| variable == entry.as_bytes())
    };
    for look in 0..LOOKS {
        if look > 0 {
            thread::sleep(BETWEEN);
        }
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        let ids = processes.filter_map(|process| process.file_name().into_string().ok());
        for process in ids.filter(|id| is_marked(id)).filter_map(|id| pid(&id)) {
            let _ = kill_process(process, Signal::KILL);
        }
    }
}

/// Kills a child and the process group that it leads. This process must not have waited for it yet.
#[cfg(unix)]
pub(crate) fn end_group(child: &mut Child) {
    use rustix::process::{Pid, Signal, kill_process_group};

    // It leads no group if it was killed before it had created one.
    let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
    let _ = child.kill();
}

/// Whether a child has ended. It does not wait for the child, so that the system does not reuse its id or its
/// group's.
///
/// # Errors
/// If the system reports an error.
#[cfg(unix)]
pub(crate) fn has_ended(child: &mut Child) -> io::Result<bool> {
    use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};

    let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    Ok(waitid(WaitId::Pid(Pid::from_child(child)), options)?.is_some())
}

/// Does nothing: this system has no such parent.
#[cfg(not(target_os = "linux"))]
pub fn adopt() {}

/// Does nothing: the children of this process are not known on this system.
#[cfg(not(target_os = "linux"))]
pub fn end_all() {}

#[cfg(not(target_os = "linux"))]
pub(crate) fn end_marked(_mark: &str) {}

#[cfg(not(unix))]
pub(crate) fn end_group(child: &mut Child) {
    let _ = child.kill();
}

#[cfg(not(unix))]
pub(crate) fn has_ended(child: &mut Child) -> io::Result<bool> {
    Ok(child.try_wait()?.is_some())
}
