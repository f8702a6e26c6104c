//! The processes that a case has started, and that must not outlive it.
//!
//! A child that ends well ends them itself: on Linux a process that loses its parent becomes the child's, so it
//! sees them all (`PR_SET_CHILD_SUBREAPER`, `/proc/self/task/*/children`). Of a child that does not, its
//! parent ends the process group, and on Linux every other process that carries the child's mark in its environment.
//! Elsewhere the group is all, and on Windows the child alone.

use std::{io, process::Child};

/// The variable of the environment that marks a child and all that it starts.
pub(crate) const MARK: &str = "STILL_STANDING_CHILD";

/// Makes this process the parent of all that it has started and that loses its own.
#[cfg(target_os = "linux")]
pub(crate) fn adopt() {
    use rustix::process::{getpid, set_child_subreaper};

    // Without it, orphans are ended by their leash or not at all.
    let _ = set_child_subreaper(Some(getpid()));
}

/// Ends every child of this process, and waits for it, until there is none.
///
/// Each would end with this process anyway, if it is leashed. Waited for, it leaves no zombie behind for a
/// while, and the processor time that it used counts as the harness's own, not as somebody else's.
#[cfg(target_os = "linux")]
pub(crate) fn end_all() {
    use rustix::process::{Signal, WaitOptions, kill_process, waitpid};

    /// Far more than any orphans of orphans: a case that starts processes faster than this is left to the
    /// parent.
    const GENERATIONS: usize = 100;

    for _ in 0..GENERATIONS {
        let children = children();
        if children.is_empty() {
            return;
        }
        for child in children {
            // It may have ended in between, or somebody may be waiting for it already.
            let _ = kill_process(child, Signal::KILL);
            let _ = waitpid(Some(child), WaitOptions::empty());
        }
    }
}

#[cfg(target_os = "linux")]
fn children() -> Vec<rustix::process::Pid> {
    use std::fs;

    let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let children = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    children.flat_map(|ids| ids.split_whitespace().filter_map(pid).collect::<Vec<_>>()).collect()
}

#[cfg(target_os = "linux")]
fn pid(text: &str) -> Option<rustix::process::Pid> {
    text.parse().ok().and_then(rustix::process::Pid::from_raw)
}

/// Ends whatever carries this mark in its environment, and is not waited for by anybody here.
#[cfg(target_os = "linux")]
pub(crate) fn end_marked(mark: &str) {
    use std::fs;

    use rustix::process::{Signal, kill_process};

    /// Who was being started during one look is found by the next.
    const LOOKS: usize = 3;

    let entry = format!("{MARK}={mark}");
    let is_marked = |id: &str| {
        let environment = fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
        environment.split(|&byte| byte == 0).any(|variable| variable == entry.as_bytes())
    };
    for _ in 0..LOOKS {
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        let ids = processes.filter_map(|process| process.file_name().into_string().ok());
        let marked: Vec<_> = ids.filter(|id| is_marked(id)).filter_map(|id| pid(&id)).collect();
        if marked.is_empty() {
            return;
        }
        for process in marked {
            let _ = kill_process(process, Signal::KILL);
        }
    }
}

/// Ends a child, and the process group that it leads. It must not have been waited for yet.
#[cfg(unix)]
pub(crate) fn end_group(child: &mut Child) {
    use rustix::process::{Pid, Signal, kill_process_group};

    // It has no group where it was killed before it had made one.
    let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
    let _ = child.kill();
}

/// Whether a child has ended. It remains to be waited for, so that its id and its group's stay its own.
///
/// # Errors
/// When the system does not tell.
#[cfg(unix)]
pub(crate) fn has_ended(child: &mut Child) -> io::Result<bool> {
    use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};

    let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    Ok(waitid(WaitId::Pid(Pid::from_child(child)), options)?.is_some())
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn adopt() {}

#[cfg(not(target_os = "linux"))]
pub(crate) fn end_all() {}

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

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn no_child_is_left() {
        let mut child = Command::new("sleep").arg("1000").spawn().expect("a child");
        end_all();
        assert!(child.try_wait().is_err(), "it was waited for by another");
    }
}
