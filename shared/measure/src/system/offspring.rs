//! The processes that a case has started: `/proc/self/task/*/children` on Linux. Elsewhere they end
//! when their case ends them.

/// Ends every child of this process, and waits for it.
///
/// Each would end with this process anyway. Waited for, it leaves no zombie behind for a while, and the
/// processor time that it used counts as the harness's own, not as somebody else's.
#[cfg(target_os = "linux")]
pub(crate) fn end_all() {
    use std::fs;

    use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};

    let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let children = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    let children: Vec<Pid> = children
        .flat_map(|ids| ids.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<i32>>())
        .filter_map(Pid::from_raw)
        .collect();
    for child in children {
        // It may have ended in between, or somebody may be waiting for it already.
        let _ = kill_process(child, Signal::KILL);
        let _ = waitpid(Some(child), WaitOptions::empty());
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn end_all() {}

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
