//! Which cores the requester and the work are given.

use serde::{Deserialize, Serialize};

use crate::{core_list::CoreList, topology::Topology};

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
