//! What only one operating system offers: a small module for each facility, which also says what happens on
//! other systems.

pub(crate) mod affinity;
pub(crate) mod cgroup;
pub(crate) mod cpu_time;
pub(crate) mod crowd_exits;
pub(crate) mod descendants;
pub(crate) mod exit_status;
pub(crate) mod exit_watcher;
pub(crate) mod limits;
pub(crate) mod panics;
pub(crate) mod sharing_process;
pub(crate) mod stuck_thread;
pub(crate) mod threads;
pub(crate) mod timer;
#[cfg(target_os = "linux")]
mod until_dropped;
pub(crate) mod usage;
