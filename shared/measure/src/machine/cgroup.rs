//! The limits of this process's control group, and how often it was held back: cgroups 2 and 1 of Linux. On
//! other systems nothing is limited.

use std::{
    fs,
    ops::Sub,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::machine::core_list::CoreList;

/// The limits of this process's control group.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Limits {
    /// Processor time per unit of time, in processors; `None` without a quota.
    pub quota: Option<f64>,
    /// The cores of its cpuset; `None` if no cpuset controller is found.
    pub cpuset: Option<CoreList>,
}

/// How often a quota held the process back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Throttling {
    /// The periods in which the group ran.
    pub periods: u64,
    /// The periods in which its quota was used up.
    pub throttled: u64,
    /// How long it was held back, summed over its cores, in ns.
    pub throttled_ns: u64,
}

impl Sub for Throttling {
    type Output = Self;

    fn sub(self, earlier: Self) -> Self {
        Self {
            periods: self.periods.saturating_sub(earlier.periods),
            throttled: self.throttled.saturating_sub(earlier.throttled),
            throttled_ns: self.throttled_ns.saturating_sub(earlier.throttled_ns),
        }
    }
}

/// The group that limits this process.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Cgroup {
    pub(crate) limits: Limits,
    /// The file in which the group with the smallest quota counts its throttled periods.
    stat: Option<PathBuf>,
}

impl Cgroup {
    /// This process's group, from `proc` and `sys` below `root`.
    pub(crate) fn find(root: &Path) -> Self {
        let membership = fs::read_to_string(root.join("proc/self/cgroup")).unwrap_or_default();
        let mount = root.join("sys/fs/cgroup");
        let groups = |controller| groups(&membership, &mount, controller);
        let quotas = groups("cpu").into_iter().filter_map(|group| Some((quota(&group)?, group)));
        let least = quotas.min_by(|(one, _), (other, _)| one.total_cmp(other));
        let (quota, group) = least.unzip();
        let cpuset = groups("cpuset").iter().find_map(|group| cpuset(group));
        Self { limits: Limits { quota, cpuset }, stat: group.map(|group| group.join("cpu.stat")) }
    }

    /// How often it was held back until now; `None` without a quota.
    pub(crate) fn throttling(&self) -> Option<Throttling> {
        throttling(&fs::read_to_string(self.stat.as_ref()?).ok()?)
    }
}

/// The folders of this process's group for a controller, and of the groups above it. A container may see its
/// own group as the mount's root.
fn groups(membership: &str, mount: &Path, controller: &str) -> Vec<PathBuf> {
    // `hierarchy:controllers:path`, with neither number nor controller for cgroups 2.
    let lines = || membership.lines().filter_map(|line| line.split_once(':')?.1.split_once(':'));
    let has = |controllers: &str| controllers.split(',').any(|one| one == controller);
    let first = lines().find(|(controllers, _)| has(controllers));
    let (mount, path) = match (first, lines().find(|(controllers, _)| controllers.is_empty())) {
        (Some((controllers, path)), _) => {
            let alone = mount.join(controller);
            (if alone.is_dir() { alone } else { mount.join(controllers) }, path)
        }
        (None, Some((_, path))) => (mount.to_owned(), path),
        (None, None) => return Vec::new(),
    };
    let path = Path::new(path.trim_start_matches('/'));
    path.ancestors().map(|group| mount.join(group)).filter(|group| group.is_dir()).collect()
}

/// How much a limit leaves, in the group of this controller that leaves least: what the file `limit` says, less what
/// the file `used` says. `None` without a limit.
pub(crate) fn left(root: &Path, (controller, limit): (&str, &str), used: &str) -> Option<u64> {
    let membership = fs::read_to_string(root.join("proc/self/cgroup")).unwrap_or_default();
    let number = |group: &Path, file: &str| -> Option<u64> {
        fs::read_to_string(group.join(file)).ok()?.trim().parse().ok()
    };
    let groups = groups(&membership, &root.join("sys/fs/cgroup"), controller);
    let left = |group: &PathBuf| {
        let limit = number(group, limit)?;
        Some(limit.saturating_sub(number(group, used).unwrap_or(0)))
    };
    groups.iter().filter_map(left).min()
}

/// The quota divided by its period: `cpu.max` of cgroups 2 contains `max 100000` or `50000 100000`; cgroups 1
/// has a file for each, and −1 for no quota.
fn quota(group: &Path) -> Option<f64> {
    let read = |file: &str| fs::read_to_string(group.join(file)).ok();
    let (quota, period) = match read("cpu.max") {
        Some(text) => {
            let (quota, period) = text.trim().split_once(' ')?;
            (quota.parse::<f64>().ok()?, period.parse::<f64>().ok()?)
        }
        None => (
            read("cpu.cfs_quota_us")?.trim().parse::<f64>().ok()?,
            read("cpu.cfs_period_us")?.trim().parse::<f64>().ok()?,
        ),
    };
    if quota > 0.0 && period > 0.0 { Some(quota / period) } else { None }
}

fn cpuset(group: &Path) -> Option<CoreList> {
    let files = ["cpuset.cpus.effective", "cpuset.effective_cpus", "cpuset.cpus"];
    let text = files.iter().find_map(|file| fs::read_to_string(group.join(file)).ok())?;
    text.parse().ok().filter(|list: &CoreList| list.count() > 0)
}

/// Reads the text of `cpu.stat`: cgroups 2 counts µs in `throttled_usec`, cgroups 1 ns in `throttled_time`.
fn throttling(stat: &str) -> Option<Throttling> {
    let value = |key: &str| {
        let mut fields = stat.lines().filter_map(|line| line.split_once(' '));
        fields.find(|(name, _)| *name == key).and_then(|(_, value)| value.trim().parse::<u64>().ok())
    };
    Some(Throttling {
        periods: value("nr_periods")?,
        throttled: value("nr_throttled")?,
        throttled_ns: value("throttled_usec").map(|us| us * 1_000).or_else(|| value("throttled_time"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(files: &[(&str, &str)]) -> Cgroup {
        let root = tempfile::tempdir().unwrap();
        for (file, text) in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Cgroup::find(root.path())
    }

    fn limits(files: &[(&str, &str)]) -> (Option<f64>, Option<String>) {
        let limits = find(files).limits;
        (limits.quota, limits.cpuset.map(|list| list.to_string()))
    }

    #[test]
    fn the_smallest_quota_on_the_way_up_counts() {
        let own = ("proc/self/cgroup", "0::/a/b\n");
        let above = ("sys/fs/cgroup/a/cpu.max", "150000 100000\n");
        let unlimited = ("sys/fs/cgroup/a/b/cpu.max", "max 100000\n");
        let cpuset = ("sys/fs/cgroup/a/b/cpuset.cpus.effective", "0-3\n");
        assert_eq!(limits(&[own, above, unlimited, cpuset]), (Some(1.5), Some("0-3".into())));
        assert_eq!(limits(&[own, unlimited]), (None, None));
        assert_eq!(limits(&[]), (None, None));
    }

    #[test]
    fn a_container_sees_its_group_at_the_root() {
        let own = ("proc/self/cgroup", "0::/outside/of/the/container\n");
        assert_eq!(limits(&[own, ("sys/fs/cgroup/cpu.max", "50000 100000\n")]).0, Some(0.5));
    }

    #[test]
    fn the_first_cgroups_have_a_folder_for_each_controller() {
        let own = ("proc/self/cgroup", "3:cpuset:/c\n2:cpu,cpuacct:/c\n0::/\n");
        let quota = ("sys/fs/cgroup/cpu,cpuacct/c/cpu.cfs_quota_us", "200000\n");
        let period = ("sys/fs/cgroup/cpu,cpuacct/c/cpu.cfs_period_us", "100000\n");
        let cpuset = ("sys/fs/cgroup/cpuset/c/cpuset.cpus", "2-3\n");
        assert_eq!(limits(&[own, quota, period, cpuset]), (Some(2.0), Some("2-3".into())));
        assert_eq!(limits(&[own, ("sys/fs/cgroup/cpu/c/cpu.cfs_quota_us", "-1\n"), period]).0, None);
    }

    #[test]
    fn throttled_periods_are_read_in_either_form() {
        let second = "usage_usec 9\nnr_periods 10\nnr_throttled 3\nthrottled_usec 7\n";
        let first = "nr_periods 10\nnr_throttled 3\nthrottled_time 7000\n";
        let read = Throttling { periods: 10, throttled: 3, throttled_ns: 7_000 };
        assert_eq!((throttling(second), throttling(first)), (Some(read), Some(read)));
        assert_eq!(throttling("usage_usec 9\n"), None);
        assert_eq!(
            read - Throttling { periods: 4, throttled: 3, throttled_ns: 0 },
            Throttling { periods: 6, throttled: 0, throttled_ns: 7_000 }
        );
    }
}
