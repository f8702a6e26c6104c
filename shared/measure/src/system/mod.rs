//! What only one system offers: one small module each, with what happens elsewhere.

pub(crate) mod affinity;
pub(crate) mod cgroup;
pub(crate) mod cpu_time;
pub(crate) mod descendants;
pub(crate) mod exit_status;
pub(crate) mod exit_watcher;
pub(crate) mod panics;
pub(crate) mod threads;
pub(crate) mod timer;
