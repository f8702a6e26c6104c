//! What only one system offers: one small module each, with what happens elsewhere.

pub(crate) mod affinity;
pub(crate) mod cgroup;
pub(crate) mod coroner;
pub(crate) mod cpu_time;
pub(crate) mod exit_status;
pub(crate) mod offspring;
pub(crate) mod panics;
pub(crate) mod threads;
pub(crate) mod timer;
