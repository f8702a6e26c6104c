//! What the parts of a crowd take of the machine: `/proc` on Linux. On other systems it is not known.

use std::{fs, path::Path, time::Duration};

use serde::{Deserialize, Serialize};
use stage::{CrowdSize, Stamps, processes::children};

use crate::machine::load::{self, CLOCK_TICK};

/// The crowd of the first playing in a process, which starts the runtime's threads, and from whose memory that of a part
/// is found by difference.
pub(crate) fn few(crowd: CrowdSize) -> CrowdSize {
    CrowdSize { parts: crowd.parts.min(100), ..crowd }
}

/// Memory that differs by less can't be told apart: Linux counts it on each core, and adds these counts up only now
/// and then.
const LEAST_MEMORY: u64 = 4 << 20;

/// What the process of a case, or the processes that it started, take of the machine; or what is left of it for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Resources {
    /// The peak of the memory, in bytes.
    pub(crate) memory: u64,
    /// How many threads there are, each process's first one included.
    pub(crate) tasks: u64,
    /// How many mappings the process has.
    pub(crate) mappings: u64,
    /// How many descriptors the process has.
    pub(crate) descriptors: u64,
}

/// What one part of a crowd takes of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PerPart {
    /// Bytes of memory; `None` if the crowd is too small to tell.
    pub bytes: Option<u64>,
    /// Threads or processes of the system.
    pub tasks: f64,
    /// Mappings of memory.
    pub mappings: f64,
    /// File descriptors.
    pub descriptors: f64,
}

impl PerPart {
    /// From what a few parts took and what many took, each with their number. `None` unless they are more.
    pub(crate) fn between(few: (u64, Resources), many: (u64, Resources)) -> Option<Self> {
        let parts = many.0.checked_sub(few.0).filter(|&parts| parts > 0)?;
        let (few, many) = (few.1, many.1);
        let memory = many.memory.saturating_sub(few.memory);
        let share = |few: u64, many: u64| {
            let share = many.saturating_sub(few) as f64 / parts as f64;
            (share * 1e3).round() / 1e3
        };
        Some(Self {
            bytes: (memory >= LEAST_MEMORY).then_some(memory / parts),
            tasks: share(few.tasks, many.tasks),
            mappings: share(few.mappings, many.mappings),
            descriptors: share(few.descriptors, many.descriptors),
        })
    }
}

/// What the work takes now, and the peak of its memory; `None` if the system doesn't say.
///
/// If each part is a process, its memory is its share (`Pss`): what it has alone, and its portion of what it has in
/// common with others. Otherwise it is the peak of the process that has the parts (`VmHWM`).
pub(crate) fn usage(stamps: Stamps) -> Option<Resources> {
    let process = stamps.process().map(|id| format!("/proc/{id}"));
    let used = of_process(Path::new(process.as_deref().unwrap_or("/proc/self")))?;
    if !stamps.is_of_processes() {
        return Some(used);
    }
    let children = children();
    let memory = children.iter().filter_map(|child| share(&format!("/proc/{child}/smaps_rollup"))).sum();
    Some(Resources { memory, tasks: used.tasks + children.len() as u64, ..used })
}

/// The processor time that the process with the parts has had; `None` if each part is a process, or if the system
/// doesn't say.
pub(crate) fn processor_time(stamps: Stamps) -> Option<Duration> {
    if stamps.is_of_processes() {
        return None;
    }
    let process = stamps.process().map_or_else(|| "self".to_owned(), |id| id.to_string());
    ticks(&fs::read_to_string(format!("/proc/{process}/stat")).ok()?).map(|ticks| CLOCK_TICK * ticks)
}

/// The time of a process itself, without that of the children that it has waited for.
fn ticks(stat: &str) -> Option<u32> {
    let [user, system, ..] = load::of_process(stat)?;
    u32::try_from(user + system).ok()
}

/// The same of this process alone.
pub(crate) fn of_this_process() -> Option<Resources> {
    of_process(Path::new("/proc/self"))
}

/// The same of the process that is described in this folder.
fn of_process(process: &Path) -> Option<Resources> {
    let memory = kibibytes(&fs::read_to_string(process.join("status")).ok()?, "VmHWM:")?;
    let entries = |name| fs::read_dir(process.join(name)).map_or(0, |entries| entries.count() as u64);
    let mappings = fs::read_to_string(process.join("maps")).map_or(0, |maps| maps.lines().count() as u64);
    Some(Resources { memory, tasks: entries("task"), mappings, descriptors: entries("fd") })
}

fn share(path: &str) -> Option<u64> {
    kibibytes(&fs::read_to_string(path).ok()?, "Pss:")
}

/// The figure of a line like `VmHWM:      1234 kB`, in bytes.
pub(crate) fn kibibytes(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kibibytes| kibibytes * 1_024)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resources(memory: u64, tasks: u64, mappings: u64, descriptors: u64) -> Resources {
        Resources { memory, tasks, mappings, descriptors }
    }

    #[test]
    fn a_part_takes_what_more_parts_take_more() {
        let few = (100, resources(10 << 20, 102, 250, 10));
        let many = (1_100, resources(30 << 20, 1_102, 2_250, 10));
        let expected =
            PerPart { bytes: Some((20 << 20) / 1_000), tasks: 1.0, mappings: 2.0, descriptors: 0.0 };
        assert_eq!(PerPart::between(few, many), Some(expected));
        assert_eq!(PerPart::between(few, few), None);
        assert_eq!(PerPart::between(many, few), None);
    }

    #[test]
    fn a_difference_that_the_system_cannot_count_is_not_told() {
        let few = (100, resources(10 << 20, 2, 50, 10));
        let many = (1_000, resources((14 << 20) - 1, 2, 50, 9));
        let expected = PerPart { bytes: None, tasks: 0.0, mappings: 0.0, descriptors: 0.0 };
        assert_eq!(PerPart::between(few, many), Some(expected));
    }

    #[test]
    fn a_line_of_the_system_is_read_in_bytes() {
        let text = "Name:\tx\nVmHWM:\t    1234 kB\nVmRSS:\t 1 kB\n";
        assert_eq!(kibibytes(text, "VmHWM:"), Some(1_234 * 1_024));
        assert_eq!(kibibytes(text, "Pss:"), None);
    }

    #[test]
    fn the_time_of_user_and_system_is_read() {
        let stat = "42 (a (b) c) S 1 42 42 0 -1 4194304 100 0 0 0 11 22 33 44 20 0 1 0 7 0";
        assert_eq!(ticks(stat), Some(33));
        assert_eq!(ticks("42 (a) S 1"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_process_takes_something() {
        let stage = stage::Stage::new(std::time::Duration::from_millis(1));
        let usage = usage(stage.stamps()).unwrap();
        assert!(usage.memory > 100_000 && usage.tasks >= 1 && usage.mappings > 5 && usage.descriptors > 2);
    }
}
