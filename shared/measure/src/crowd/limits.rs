//! Whether the machine has enough for a larger crowd: `/proc` and the control group on Linux. On other systems nothing
//! is known, and nothing is limited.

use std::{fs, path::Path, time::Duration};

use crate::{
    crowd::resources::{PerPart, Resources, kibibytes},
    machine::cgroup,
    units::{self, count},
};

/// A crowd takes at most this share of what is left, so that the rest of the machine can go on and nothing is
/// swapped out.
const SHARE: f64 = 0.8;

/// What is known of a case from the crowds that it has played.
#[derive(Debug, Clone, Default)]
pub(crate) struct Played {
    /// The largest of them.
    pub(crate) parts: u64,
    /// What a part took of the machine in it; `None` if it was too small to tell.
    pub(crate) uses: Option<PerPart>,
    /// How long a playing of it took.
    pub(crate) playing: Duration,
    /// How many parts the next smaller crowd had, and how long a playing of it took; zero if there was none.
    pub(crate) smaller: (u64, Duration),
    /// Why it did not behave as its demo claims; `None` if it did, and empty if only its verdict is another.
    pub(crate) failed: Option<String>,
}

/// Says why a crowd of `parts` is not to be played; `None` if it is. Each part is expected to take as much of the
/// machine as in the last crowd.
pub(crate) fn objection(parts: u64, played: &Played, left: Resources, longest: Duration) -> Option<String> {
    let many = |number: f64| count(number.round() as u64);
    let size = count(parts);
    if let Some(uses) = played.uses {
        let memory = uses.bytes.unwrap_or(0) as f64 * parts as f64;
        if memory > left.memory as f64 * SHARE {
            let (takes, free) = (units::memory(memory as u64), units::memory(left.memory));
            return Some(format!("{size} would take {takes} of memory, and {free} are free"));
        }
        for (each, allowed, what) in [
            (uses.tasks, left.tasks, "threads and processes"),
            (uses.mappings, left.mappings, "mappings of memory"),
            (uses.descriptors, left.descriptors, "descriptors"),
        ] {
            let takes = each * parts as f64;
            if takes > allowed as f64 * SHARE {
                return Some(format!(
                    "{size} would take {} {what}, and the system allows {} more",
                    many(takes),
                    count(allowed)
                ));
            }
        }
    }
    if let Some(why) = &played.failed {
        let why = if why.is_empty() { String::new() } else { format!(": {why}") };
        return Some(format!("a crowd of {} did not behave as expected{why}", count(played.parts)));
    }
    // One time says nothing about how it grows.
    if played.smaller.0 == 0 {
        return None;
    }
    let playing = expected(parts, played);
    (playing > longest).then(|| {
        format!(
            "a playing of {size} would take about {} s, and {} s are allowed",
            many(playing.as_secs_f64()),
            longest.as_secs_f64()
        )
    })
}

/// How long a playing of `parts` is expected to take: on the line through the last two, and longer if those already
/// grew faster than the number of parts.
fn expected(parts: u64, played: &Played) -> Duration {
    let (before, playing_before) = played.smaller;
    let more = |from: u64, to: u64| to.saturating_sub(from) as f64;
    let a_part =
        played.playing.saturating_sub(playing_before).as_secs_f64() / more(before, played.parts).max(1.0);
    let linear = played.playing.as_secs_f64() + a_part * more(played.parts, parts);
    let growth = played.playing.as_secs_f64() / playing_before.as_secs_f64().max(f64::MIN_POSITIVE);
    let is_faster_than_linear = before > 0 && growth > played.parts as f64 / before as f64;
    let as_before = if is_faster_than_linear { played.playing.as_secs_f64() * growth } else { 0.0 };
    Duration::from_secs_f64(linear.max(as_before).min(1e9))
}

/// How much is left for a crowd; what is not known is as large as it can be.
pub(crate) fn left_for_a_crowd() -> Resources {
    let number = |path: &str| fs::read_to_string(path).ok().and_then(|text| text.trim().parse::<u64>().ok());
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let less = |limit: Option<u64>, used: Option<u64>| Some(limit?.saturating_sub(used.unwrap_or(0)));
    let group = |limit, used| cgroup::left(Path::new("/"), limit, used);
    let tasks = tasks();
    let least = |values: &[Option<u64>]| values.iter().flatten().min().copied().unwrap_or(u64::MAX);
    Resources {
        memory: least(&[available(&memory), group(("memory", "memory.max"), "memory.current")]),
        tasks: least(&[
            less(number("/proc/sys/kernel/pid_max"), tasks),
            less(number("/proc/sys/kernel/threads-max"), tasks),
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
pub(crate) fn allow_many_descriptors() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

        let limit = getrlimit(Resource::Nofile);
        // If this fails, the crowds of processes stay smaller, and the sweep says so.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEFT: Resources =
        Resources { memory: 10 << 30, tasks: 30_000, mappings: 65_530, descriptors: 20_000 };
    const NOTHING: PerPart = PerPart { bytes: None, tasks: 0.0, mappings: 0.0, descriptors: 0.0 };

    fn played(uses: PerPart, playing_ms: u64, smaller_ms: Option<u64>) -> Played {
        let ms = Duration::from_millis;
        let smaller = smaller_ms.map_or((0, Duration::ZERO), |smaller| (1_000, ms(smaller)));
        Played { parts: 10_000, uses: Some(uses), playing: ms(playing_ms), smaller, failed: None }
    }

    #[test]
    fn a_crowd_is_played_unless_something_would_run_out() {
        let longest = Duration::from_secs(8);
        let table = [
            (100, Played::default(), None),
            (100_000, played(NOTHING, 100, None), None),
            (100_000, played(PerPart { bytes: Some(80_000), ..NOTHING }, 100, None), None),
            (
                100_000,
                played(PerPart { bytes: Some(90_000), ..NOTHING }, 100, None),
                Some("100,000 would take 8.4 GiB of memory, and 10.0 GiB are free"),
            ),
            (
                100_000,
                played(PerPart { tasks: 1.0, ..NOTHING }, 100, None),
                Some("100,000 would take 100,000 threads and processes, and the system allows 30,000 more"),
            ),
            (
                100_000,
                played(PerPart { mappings: 2.0, ..NOTHING }, 100, None),
                Some("100,000 would take 200,000 mappings of memory, and the system allows 65,530 more"),
            ),
            (
                100_000,
                played(PerPart { descriptors: 0.5, ..NOTHING }, 100, None),
                Some("100,000 would take 50,000 descriptors, and the system allows 20,000 more"),
            ),
            (100_000, played(NOTHING, 9_000, None), None),
            (100_000, played(NOTHING, 790, Some(79)), None),
            (
                100_000,
                played(NOTHING, 900, Some(90)),
                Some("a playing of 100,000 would take about 9 s, and 8 s are allowed"),
            ),
            // It has become a hundred times slower with ten times the parts.
            (
                100_000,
                played(NOTHING, 100, Some(1)),
                Some("a playing of 100,000 would take about 10 s, and 8 s are allowed"),
            ),
            // Most of it is there however many the parts are.
            (100_000, played(NOTHING, 900, Some(800)), None),
            (100_000, played(NOTHING, 900, Some(950)), None),
            (
                100_000,
                played(NOTHING, 1_000, Some(200)),
                Some("a playing of 100,000 would take about 9 s, and 8 s are allowed"),
            ),
            (
                100_000,
                Played { failed: Some(String::new()), ..played(NOTHING, 100, None) },
                Some("a crowd of 10,000 did not behave as expected"),
            ),
            (
                100_000,
                Played { failed: Some("it fell silent".to_owned()), ..played(NOTHING, 100, None) },
                Some("a crowd of 10,000 did not behave as expected: it fell silent"),
            ),
        ];
        for (parts, played, expected) in table {
            assert_eq!(objection(parts, &played, LEFT, longest).as_deref(), expected, "{played:?}");
        }
    }

    #[test]
    fn the_lines_of_the_system_are_read() {
        assert_eq!(available("MemTotal: 9 kB\nMemAvailable:   12 kB\n"), Some(12 * 1_024));
        let limits = "Limit  Soft Limit  Hard Limit  Units\nMax processes             96364                unlimited                processes\nMax open files            unlimited            unlimited            files\n";
        assert_eq!(soft_limit(limits, "Max processes"), Some(96_364));
        assert_eq!(soft_limit(limits, "Max open files"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_machine_has_enough_for_some() {
        let left = left_for_a_crowd();
        assert!(left.memory > 1 << 20 && left.tasks > 10 && left.mappings > 100 && left.descriptors > 10);
    }
}
