//! How the machine's cores were used since a run began, by the harness and by others.

use std::path::Path;

use crate::{
    core_list::CoreList,
    system::cgroup::{Cgroup, Throttling},
    system::cpu_time::CpuTime,
};

/// The use of some cores since the start of a run.
pub(crate) struct Load {
    cores: CoreList,
    cgroup: Cgroup,
    used_at_start: Option<CpuTime>,
    throttling_at_start: Option<Throttling>,
}

impl Load {
    /// Starts to count the use of these cores.
    pub(crate) fn start(cores: CoreList) -> Self {
        let cgroup = Cgroup::find(Path::new("/"));
        Self { used_at_start: CpuTime::now(&cores), throttling_at_start: cgroup.throttling(), cgroup, cores }
    }

    /// The processor time that was used since the start; `None` if the system doesn't say.
    pub(crate) fn used(&self) -> Option<CpuTime> {
        Some(CpuTime::now(&self.cores)? - self.used_at_start?)
    }

    /// How often the quota held this process back since the start; `None` without a quota.
    pub(crate) fn throttling(&self) -> Option<Throttling> {
        Some(self.cgroup.throttling()? - self.throttling_at_start?)
    }
}
