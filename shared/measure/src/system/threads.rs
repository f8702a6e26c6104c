//! How many threads this process has: `/proc/self/task` on Linux. Elsewhere nobody is asked,
//! and `threads_left` stays empty.

use super::affinity::Thread;

/// The threads of this process, where the system tells.
pub(crate) fn all() -> Vec<Thread> {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    tasks.filter_map(|task| Thread::numbered(task.file_name().to_str()?.parse().ok()?)).collect()
}

/// The number of threads of this process, where the system tells.
pub(crate) fn count() -> Option<u32> {
    let tasks = std::fs::read_dir("/proc/self/task").ok()?;
    u32::try_from(tasks.count()).ok()
}
