//! Placement: which core the requester runs on, and which cores the work runs on.

use std::{path::Path, sync::OnceLock, thread};

use stage::{processes::this_thread, words};

use crate::machine::{
    core_list::CoreList,
    topology::{ChosenCores, Topology},
};

words! {
    /// Where the requester and everything else may run.
    ///
    /// It matters more than the runtime: the same wake-up takes several times as long from core to core as
    /// within one core, and milliseconds if the requester goes on computing on the core that the work needs.
    Place {
        /// The requester has one core, and everything else runs on other cores near it.
        Apart = "apart",
        /// Everything runs on one core.
        Together = "together",
        /// The scheduler chooses the cores.
        Free = "free",
    }
}

impl Place {
    /// The place that this machine can provide: `apart` needs two cores, and both `apart` and `together` need
    /// a system that can bind a thread to a core.
    #[must_use]
    pub fn in_force(self) -> Self {
        match (self, allowed().count()) {
            (_, 0) => Self::Free,
            (Self::Apart, 1) => Self::Together,
            (place, _) => place,
        }
    }
}

/// A [`Place`] in force: binds threads to their cores.
#[derive(Debug)]
pub struct Placement {
    /// `None` if the scheduler chooses.
    cores: Option<ChosenCores>,
}

impl Placement {
    /// The placement on the cores that this process may use now. Processes that may use the same cores of a
    /// machine choose the same placement.
    #[must_use]
    pub fn new(place: Place) -> Self {
        let topology = || Topology::read(Path::new("/"), allowed());
        let cores = match place.in_force() {
            Place::Apart => ChosenCores::apart(&topology()),
            Place::Together => ChosenCores::together(&topology()),
            Place::Free => None,
        };
        Self { cores }
    }

    /// The cores that the requester and the work have; `None` if the scheduler chooses.
    #[must_use]
    pub fn cores(&self) -> Option<&ChosenCores> {
        self.cores.as_ref()
    }

    /// Every core that the requester or the work may run on; empty if the system doesn't say.
    pub(crate) fn used(&self) -> CoreList {
        self.cores.as_ref().map_or_else(|| allowed().clone(), ChosenCores::all)
    }

    /// How many cores the work has: all that this process may use, if the scheduler chooses.
    #[must_use]
    pub fn work_cores(&self) -> usize {
        match (&self.cores, allowed().count()) {
            (Some(cores), _) => cores.work.count(),
            (None, 0) => thread::available_parallelism().map_or(1, usize::from),
            (None, allowed) => allowed,
        }
    }

    /// Binds a thread to the requester's core.
    pub fn put_with_requester(&self, thread: Thread) {
        if let Some(cores) = &self.cores {
            thread.bind(&cores.requester);
        }
    }

    /// Binds a thread, and every thread that it starts from now on, to the work's cores.
    pub fn put_with_work(&self, thread: Thread) {
        if let Some(cores) = &self.cores {
            thread.bind(&cores.work);
        }
    }

    /// Binds a thread to the first of the work's cores, for a measurement that must use the same two cores in
    /// every process.
    pub fn put_on_first_work_core(&self, thread: Thread) {
        if let Some(cores) = &self.cores {
            thread.bind(&cores.work.numbers().iter().copied().take(1).collect());
        }
    }
}

/// A thread of this process or of another, by the system's number; `None` where threads have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thread(Option<u32>);

impl Thread {
    /// The calling thread.
    #[must_use]
    pub fn current() -> Self {
        Self(this_thread())
    }

    /// The thread to which the system gave this number, in any process.
    pub(crate) fn numbered(number: u32) -> Self {
        Self(Some(number))
    }

    /// Binds it to these cores. Errors are ignored: a thread that has just ended needs no core, and the system
    /// refuses cores that were allowed a moment ago only if the machine was reconfigured.
    pub(crate) fn bind(self, cores: &CoreList) {
        self.0.into_iter().for_each(|thread| imp::bind(cores.numbers(), thread));
    }
}

/// The cores that this process may run on; empty if the system doesn't say. It asks the system once, before
/// any thread is bound, because a bound thread would report only its own cores.
pub(crate) fn allowed() -> &'static CoreList {
    static ALLOWED: OnceLock<CoreList> = OnceLock::new();
    ALLOWED.get_or_init(|| imp::allowed().into_iter().collect())
}

#[cfg(target_os = "linux")]
mod imp {
    use rustix::thread::{CpuSet, Pid, sched_getaffinity, sched_setaffinity};

    pub(super) fn allowed() -> Vec<usize> {
        let set = sched_getaffinity(None).unwrap_or_default();
        (0..CpuSet::MAX_CPU).filter(|&core| set.is_set(core)).collect()
    }

    pub(super) fn bind(cores: &[usize], thread: u32) {
        let Some(thread) = Pid::from_raw(thread.cast_signed()) else { return };
        let mut set = CpuSet::new();
        for &core in cores {
            set.set(core);
        }
        let _ = sched_setaffinity(Some(thread), &set);
    }
}

#[cfg(not(target_os = "linux"))]
mod imp {
    pub(super) fn allowed() -> Vec<usize> {
        Vec::new()
    }

    pub(super) fn bind(_: &[usize], _: u32) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_work_has_a_core_in_every_place() {
        for &place in Place::ALL {
            let placement = Placement::new(place);
            let used = placement.used().count();
            assert!((1..=used.max(1)).contains(&placement.work_cores()) || used == 0, "{place}");
            assert_eq!(placement.cores().is_none(), place.in_force() == Place::Free);
        }
    }
}
