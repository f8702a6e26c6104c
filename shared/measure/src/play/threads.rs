//! What the system says of threads: how many this process has, and whether one that is stuck is still in its wait.
//! That is in `/proc` on Linux. Other systems don't say; `Pulse::last_beat` notes no thread there.

use std::fs;

use stage::Stamps;

/// What a thread that was stuck does now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StuckThread {
    /// It is asleep: still in its wait, as far as the system tells. In which wait it is, only the demo knows.
    Waits,
    /// Something has woken it.
    Runs,
    /// It has ended.
    Gone,
}

/// What the thread of work that is stuck does now; `None` if the work is not stuck.
#[must_use]
pub fn stuck_thread(stamps: Stamps) -> Option<StuckThread> {
    let thread = stamps.stuck_thread()?;
    let process = stamps.process().map_or_else(|| "self".to_owned(), |id| id.to_string());
    Some(state(&fs::read_to_string(format!("/proc/{process}/task/{thread}/stat")).unwrap_or_default()))
}

/// The state in the text of a `stat` file, which is empty if there is no such thread.
///
/// The state is the first letter behind the thread's name, which is in parentheses and may contain any letter:
/// <https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html>
fn state(stat: &str) -> StuckThread {
    match stat.rsplit(')').next().unwrap_or_default().trim_start().chars().next() {
        // Asleep, asleep without being interruptible, idle, stopped by a signal or by a debugger.
        Some('S' | 'D' | 'I' | 'T' | 't') => StuckThread::Waits,
        Some('R') => StuckThread::Runs,
        _ => StuckThread::Gone,
    }
}

/// The number of threads of this process; `None` if the system doesn't say.
pub(crate) fn count() -> Option<u32> {
    let tasks = std::fs::read_dir("/proc/self/task").ok()?;
    u32::try_from(tasks.count()).ok()
}

#[cfg(test)]
mod tests {
    use super::{StuckThread::*, *};

    #[test]
    fn the_state_is_the_letter_behind_the_name() {
        let table = [
            ("41 (demo) S 1 41 41 0", Waits),
            ("41 (demo) D 1 41 41 0", Waits),
            ("41 (demo) T 1 41 41 0", Waits),
            ("41 (demo) R 1 41 41 0", Runs),
            ("41 (a) R (b) S 1 41 41 0", Waits),
            ("41 (demo) Z 1 41 41 0", Gone),
            ("41 (demo) X 1 41 41 0", Gone),
            ("", Gone),
        ];
        for (stat, expected) in table {
            assert_eq!(state(stat), expected, "{stat}");
        }
    }
}
