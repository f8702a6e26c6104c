//! What the cores share: hardware threads, caches and sockets.

use std::{collections::BTreeMap, fs, path::Path};

use serde::{Deserialize, Serialize};

use crate::core_list::CoreList;

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
}
