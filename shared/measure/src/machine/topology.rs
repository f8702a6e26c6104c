//! What the cores share, and which of them the requester and the work are given.

use std::{collections::BTreeMap, fs, path::Path};

use serde::{Deserialize, Serialize};

use crate::machine::core_list::CoreList;

/// The cores that this process may use, and what they share. A list of groups is empty if the system doesn't
/// report it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Topology {
    /// The cores that this process may use; empty if the system doesn't say.
    pub allowed: CoreList,
    /// For each physical core, the allowed cores that are its hardware threads.
    pub siblings: Vec<CoreList>,
    /// For each cache of the last level, the allowed cores that share it.
    pub clusters: Vec<CoreList>,
    /// For each socket, its allowed cores.
    pub sockets: Vec<CoreList>,
}

impl Topology {
    /// What Linux reports about these cores in `sys/devices/system/cpu` below `root`.
    pub(crate) fn read(root: &Path, allowed: &CoreList) -> Self {
        let cpus = root.join("sys/devices/system/cpu");
        let text = |core: usize, file: &str| {
            let text = fs::read_to_string(cpus.join(format!("cpu{core}")).join(file)).ok()?;
            Some(text.trim().to_owned())
        };
        let siblings = |core| text(core, "topology/thread_siblings_list")?.parse().ok();
        let cluster = |core| last_level(&cpus.join(format!("cpu{core}/cache")));
        let socket = |core| text(core, "topology/physical_package_id");
        Self {
            siblings: groups(allowed, |core| siblings(core).map(|list: CoreList| list.to_string())),
            clusters: groups(allowed, |core| cluster(core).map(|list| list.to_string())),
            sockets: groups(allowed, socket),
            allowed: allowed.clone(),
        }
    }
}

/// The cores that share this core's last level of cache.
fn last_level(cache: &Path) -> Option<CoreList> {
    let levels = fs::read_dir(cache).ok()?.flatten().filter_map(|index| {
        let level: u32 = fs::read_to_string(index.path().join("level")).ok()?.trim().parse().ok()?;
        let shared = fs::read_to_string(index.path().join("shared_cpu_list")).ok()?.parse().ok()?;
        Some((level, shared))
    });
    levels.max_by_key(|(level, _)| *level).map(|(_, shared)| shared)
}

/// Groups the allowed cores by their key. The groups are in the order of their first core. Empty if one of the
/// cores has no key.
fn groups(allowed: &CoreList, key: impl Fn(usize) -> Option<String>) -> Vec<CoreList> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for &core in allowed.numbers() {
        let Some(key) = key(core) else { return Vec::new() };
        groups.entry(key).or_default().push(core);
    }
    let mut groups: Vec<CoreList> = groups.into_values().map(CoreList::from_iter).collect();
    groups.sort();
    groups
}

/// The cores that the requester and the work are given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenCores {
    /// The requester's core.
    pub requester: CoreList,
    /// The work's cores.
    pub work: CoreList,
}

impl ChosenCores {
    /// One core for both: not core 0, which takes most interrupts, unless it is the only one. `None` if no
    /// core can be chosen.
    pub(crate) fn together(topology: &Topology) -> Option<Self> {
        let cores = topology.allowed.numbers();
        let one = CoreList::from_iter([*cores.iter().find(|core| **core != 0).or(cores.first())?]);
        Some(Self { requester: one.clone(), work: one })
    }

    /// One core for the requester, and others for the work:
    /// 1. cores that share the last level of cache, because a line travels several times as far beyond it;
    /// 2. one hardware thread of each core, because two would take turns;
    /// 3. not core 0, which takes most interrupts.
    ///
    /// If the machine lacks such cores, these conditions are given up from the last to the first: core 0 is
    /// used, then the group grows from the cache to the socket and to all cores, then threads of one core
    /// will do. If there are only two cores, they are taken as they are; a single core is shared. `None` if
    /// no core can be chosen.
    pub(crate) fn apart(topology: &Topology) -> Option<Self> {
        let allowed = &topology.allowed;
        if allowed.count() < 2 {
            return Self::together(topology);
        }
        if allowed.count() == 2 {
            return Some(Self::first_and_rest(allowed));
        }
        let all = [allowed.clone()];
        let without_first: CoreList = allowed.numbers().iter().copied().filter(|core| *core != 0).collect();
        let groupings = [&topology.clusters[..], &topology.sockets, &all];
        for groups in groupings {
            for candidates in [&without_first, allowed] {
                let groups = groups.iter().map(|group| one_thread_each(&group.within(candidates), topology));
                // The first of the largest.
                let largest = groups.rev().max_by_key(CoreList::count);
                if let Some(cores) = largest.filter(|cores| cores.count() >= 2) {
                    return Some(Self::first_and_rest(&cores));
                }
            }
        }
        Some(Self::first_and_rest(&without_first))
    }

    /// The cores of both.
    pub(crate) fn all(&self) -> CoreList {
        self.requester.numbers().iter().chain(self.work.numbers()).copied().collect()
    }

    fn first_and_rest(cores: &CoreList) -> Self {
        let (first, rest) = cores.numbers().split_at(1);
        Self { requester: first.iter().copied().collect(), work: rest.iter().copied().collect() }
    }
}

/// The first hardware thread of each core among these; all of them if the siblings are not known.
fn one_thread_each(cores: &CoreList, topology: &Topology) -> CoreList {
    if topology.siblings.is_empty() {
        return cores.clone();
    }
    topology.siblings.iter().filter_map(|group| group.within(cores).numbers().first().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, file: &str, text: &str) {
        let path = root.join("sys/devices/system/cpu").join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("{text}\n")).unwrap();
    }

    #[test]
    fn groups_are_read_from_the_tree_and_contain_only_allowed_cores() {
        let root = tempfile::tempdir().unwrap();
        // Two sockets of two cores with two threads each; a core's last level is its socket's.
        for core in 0..8 {
            let (twin, socket) = (core % 4, core % 4 / 2);
            let file = |name: &str| format!("cpu{core}/{name}");
            write(root.path(), &file("topology/thread_siblings_list"), &format!("{twin},{}", twin + 4));
            write(root.path(), &file("topology/physical_package_id"), &socket.to_string());
            write(root.path(), &file("cache/index0/level"), "1");
            write(root.path(), &file("cache/index0/shared_cpu_list"), &format!("{twin},{}", twin + 4));
            write(root.path(), &file("cache/index3/level"), "3");
            let shared = if socket == 0 { "0-1,4-5" } else { "2-3,6-7" };
            write(root.path(), &file("cache/index3/shared_cpu_list"), shared);
        }
        let topology = Topology::read(root.path(), &"0-6".parse().unwrap());
        let text = |groups: &[CoreList]| groups.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        assert_eq!(text(&topology.siblings), "0,4 1,5 2,6 3");
        assert_eq!(text(&topology.clusters), "0-1,4-5 2-3,6");
        assert_eq!(text(&topology.sockets), "0-1,4-5 2-3,6");
    }

    #[test]
    fn a_system_that_reports_nothing_has_no_groups() {
        let root = tempfile::tempdir().unwrap();
        let allowed: CoreList = "0-1".parse().unwrap();
        assert_eq!(Topology::read(root.path(), &allowed), Topology { allowed, ..Topology::default() });
    }

    /// The groups are written as `0-1 2-3`.
    fn topology(allowed: &str, siblings: &str, clusters: &str, sockets: &str) -> Topology {
        let groups = |text: &str| text.split_whitespace().map(|group| group.parse().unwrap()).collect();
        Topology {
            allowed: allowed.parse().unwrap(),
            siblings: groups(siblings),
            clusters: groups(clusters),
            sockets: groups(sockets),
        }
    }

    #[test]
    fn cores_are_chosen_from_the_topology() {
        // Allowed, siblings, clusters, sockets; the requester's, the work's.
        for (machine, [allowed, siblings, clusters, sockets], requester, work) in [
            ("one core", ["0", "0", "0", "0"], "0", "0"),
            ("two cores", ["0-1", "0 1", "0-1", "0-1"], "0", "1"),
            ("two threads of one core", ["0-1", "0-1", "0-1", "0-1"], "0", "1"),
            ("three cores", ["0-2", "0 1 2", "0-2", "0-2"], "1", "2"),
            ("four cores of unknown topology", ["0-3", "", "", ""], "1", "2-3"),
            ("two cores of two threads", ["0-3", "0,2 1,3", "0-3", "0-3"], "1", "2"),
            ("four cores of two threads", ["0-7", "0-1 2-3 4-5 6-7", "0-7", "0-7"], "1", "2,4,6"),
            ("one core of four threads", ["0-3", "0-3", "0-3", "0-3"], "1", "2-3"),
            ("two clusters", ["0-7", "0 1 2 3 4 5 6 7", "0-3 4-7", "0-7"], "4", "5-7"),
            ("core 0 is the cluster's other", ["0-2", "0 1 2", "0-1 2", "0-2"], "0", "1"),
            ("each core has its cache", ["0-3", "0 1 2 3", "0 1 2 3", "0-3"], "1", "2-3"),
            ("two sockets, a cache a core", ["0-5", "0 1 2 3 4 5", "0 1 2 3 4 5", "0-2 3-5"], "3", "4-5"),
            ("a set without core 0", ["4-6", "4 5 6", "4-6", "4-6"], "4", "5-6"),
        ] {
            let chosen = ChosenCores::apart(&topology(allowed, siblings, clusters, sockets)).unwrap();
            assert_eq!(
                (chosen.requester.to_string(), chosen.work.to_string()),
                (requester.into(), work.into()),
                "{machine}"
            );
        }
        assert_eq!(ChosenCores::apart(&Topology::default()), None);
    }

    #[test]
    fn together_is_one_core_and_not_the_first_where_there_is_another() {
        for (allowed, one) in [("0", "0"), ("0-1", "1"), ("3-5", "3")] {
            let chosen = ChosenCores::together(&topology(allowed, "", "", "")).unwrap();
            assert_eq!((chosen.requester.to_string(), chosen.work.to_string()), (one.into(), one.into()));
        }
    }
}
