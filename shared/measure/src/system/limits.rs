//! How much of the machine a crowd may take: `/proc` and the control group on Linux. On other systems nothing is
//! known, and nothing is limited.

use std::{fs, path::Path};

use crate::{
    room::Room,
    system::{cgroup, usage::kibibytes},
};

/// How much is left for a crowd; what is not known is as large as it can be.
pub(crate) fn room() -> Room {
    let number = |path: &str| fs::read_to_string(path).ok().and_then(|text| text.trim().parse::<u64>().ok());
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let left = |limit: Option<u64>, used: Option<u64>| Some(limit?.saturating_sub(used.unwrap_or(0)));
    let group = |limit, used| cgroup::left(Path::new("/"), limit, used);
    let tasks = tasks();
    let least = |values: &[Option<u64>]| values.iter().flatten().min().copied().unwrap_or(u64::MAX);
    Room {
        memory: least(&[available(&memory), group(("memory", "memory.max"), "memory.current")]),
        tasks: least(&[
            left(number("/proc/sys/kernel/pid_max"), tasks),
            left(number("/proc/sys/kernel/threads-max"), tasks),
            soft_limit(&limits, "Max processes"),
            group(("pids", "pids.max"), "pids.current"),
        ]),
        mappings: least(&[number("/proc/sys/vm/max_map_count")]),
        descriptors: least(&[soft_limit(&limits, "Max open files")]),
    }
}

/// The memory that a program can have without anything being swapped out, in bytes.
fn available(meminfo: &str) -> Option<u64> {
    kibibytes(meminfo, "MemAvailable:")
}

/// How many threads the system has: the number behind the slash in `0.10 0.08 0.05 2/213 4567`.
fn tasks() -> Option<u64> {
    let load = fs::read_to_string("/proc/loadavg").ok()?;
    load.split_whitespace().nth(3)?.split_once('/')?.1.parse().ok()
}

/// A line like `Max processes             96364                96364                processes`.
fn soft_limit(limits: &str, name: &str) -> Option<u64> {
    let line = limits.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Lets this process, and those that it starts, have as many descriptors as it may allow itself.
#[cfg(unix)]
pub(crate) fn allow_many_descriptors() {
    use rustix::process::{Resource, getrlimit, setrlimit};

    let limit = getrlimit(Resource::Nofile);
    // If this fails, the crowds of processes stay smaller, and the sweep says so.
    let _ = setrlimit(Resource::Nofile, rustix::process::Rlimit { current: limit.maximum, ..limit });
}

#[cfg(not(unix))]
pub(crate) fn allow_many_descriptors() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_the_system_are_read() {
        assert_eq!(available("MemTotal: 9 kB\nMemAvailable:   12 kB\n"), Some(12 * 1_024));
        let limits = "Limit  Soft Limit  Hard Limit  Units\nMax processes             96364                unlimited                processes\nMax open files            unlimited            unlimited            files\n";
        assert_eq!(soft_limit(limits, "Max processes"), Some(96_364));
        assert_eq!(soft_limit(limits, "Max open files"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn there_is_room_on_this_machine() {
        let room = room();
        assert!(room.memory > 1 << 20 && room.tasks > 10 && room.mappings > 100 && room.descriptors > 10);
    }
}
