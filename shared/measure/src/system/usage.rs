//! What the work of a case takes of the machine: `/proc` on Linux. On other systems it is not known.

use std::{fs, path::Path, time::Duration};

use stage::Stamps;

use crate::{
    resources::Resources,
    system::{
        cpu_time::{self, CLOCK_TICK},
        descendants::children,
    },
};

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
    let [user, system, ..] = cpu_time::of_process(stat)?;
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
