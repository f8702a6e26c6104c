//! How the machine's cores were used since a run began, by the harness and by others: `/proc/stat` and
//! `/proc/self/stat` on Linux. On other systems it is not known, and the grade does not depend on it.

use std::{fs, ops::Sub, path::Path, time::Duration};

use crate::machine::{
    cgroup::{Cgroup, Throttling},
    core_list::CoreList,
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

/// The system's clock tick: `USER_HZ` is 100 on every architecture that Rust's std runs on, Alpha aside.
pub(crate) const CLOCK_TICK: Duration = Duration::from_millis(10);

/// Processor time on some cores since the start of the machine, in clock ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CpuTime {
    /// All time of these cores.
    pub(crate) total: u64,
    /// The time in which they had nothing to do.
    pub(crate) idle: u64,
    /// The time in which the host ran something else.
    pub(crate) stolen: u64,
    /// The time that this process and its ended children used, on any core. So other processes used at least
    /// the rest. Except for their first moments, this process and its children are bound to these cores.
    pub(crate) own: u64,
}

impl CpuTime {
    /// The times until now on these cores; `None` if the system doesn't say.
    pub(crate) fn now(cores: &CoreList) -> Option<Self> {
        let (machine, process) = (fs::read_to_string("/proc/stat"), fs::read_to_string("/proc/self/stat"));
        Self::read(&machine.ok()?, &process.ok()?, cores)
    }

    /// Reads the fields of `proc(5)`: a core's user, nice, system, idle, iowait, irq,
    /// softirq, steal; the process's utime, stime, cutime, cstime.
    fn read(machine: &str, process: &str, cores: &CoreList) -> Option<Self> {
        let of_core = |core: &usize| {
            let line = machine.lines().find_map(|line| line.strip_prefix(&format!("cpu{core} ")))?;
            let fields = ticks(line);
            Some((fields.get(..8)?.iter().sum::<u64>(), fields[3] + fields[4], fields[7]))
        };
        let times: Vec<(u64, u64, u64)> = cores.numbers().iter().filter_map(of_core).collect();
        let own = of_process(process)?;
        if times.is_empty() {
            return None;
        }
        Some(Self {
            total: times.iter().map(|(total, ..)| total).sum(),
            idle: times.iter().map(|(_, idle, _)| idle).sum(),
            stolen: times.iter().map(|(.., stolen)| stolen).sum(),
            own: own.iter().sum(),
        })
    }
}

/// utime, stime, cutime and cstime of a process, in clock ticks, from its `stat`. The name, in parentheses, may contain
/// spaces; utime is the 12th field after it.
pub(crate) fn of_process(stat: &str) -> Option<[u64; 4]> {
    ticks(stat.rsplit_once(") ")?.1.split_once(' ')?.1).get(10..14)?.try_into().ok()
}

fn ticks(text: &str) -> Vec<u64> {
    // A process without a terminal has -1 for its foreground group.
    let tick = |field: &str| field.parse::<i64>().ok().map(|ticks| ticks.max(0).cast_unsigned());
    text.split_whitespace().map_while(tick).collect()
}

impl Sub for CpuTime {
    type Output = Self;

    fn sub(self, earlier: Self) -> Self {
        let since = |now: u64, then: u64| now.saturating_sub(then);
        Self {
            total: since(self.total, earlier.total),
            idle: since(self.idle, earlier.idle),
            stolen: since(self.stolen, earlier.stolen),
            own: since(self.own, earlier.own),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_are_those_of_proc_for_the_cores_that_are_used() {
        let machine = "cpu  9 9 9 9 9 9 9 9 9 9\ncpu0 9 9 9 9 9 9 9 9 9 9\n\
                       cpu1 1 2 3 4 5 6 7 8 9 10\ncpu11 0 0 0 1 0 0 0 0 0 0\nintr 5\n";
        let process = "42 (a (b) c) S 1 42 42 0 -1 4194304 100 0 0 0 11 22 33 44 20 0 1 0 7 0\n";
        let read = |cores: &str| CpuTime::read(machine, process, &cores.parse().unwrap());
        assert_eq!(read("1"), Some(CpuTime { total: 36, idle: 9, stolen: 8, own: 110 }));
        assert_eq!(read("1,11"), Some(CpuTime { total: 37, idle: 10, stolen: 8, own: 110 }));
        assert_eq!(read("2"), None);
        assert_eq!(CpuTime::read("", "", &"0".parse().unwrap()), None);
    }
}
