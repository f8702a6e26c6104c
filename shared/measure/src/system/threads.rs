//! How many threads this process has: `/proc/self/task` on Linux. On other systems it is not known, and
//! `threads_left` stays empty.

/// The number of threads of this process; `None` if the system doesn't say.
pub(crate) fn count() -> Option<u32> {
    let tasks = std::fs::read_dir("/proc/self/task").ok()?;
    u32::try_from(tasks.count()).ok()
}
