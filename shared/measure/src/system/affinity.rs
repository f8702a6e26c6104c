//! Binding threads to cores: `sched_setaffinity(2)` on Linux. Elsewhere no core can be chosen,
//! and every placement is `free`.

use std::sync::OnceLock;

use crate::core_list::CoreList;

/// A thread, of this process or another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thread(imp::Id);

impl Thread {
    /// The thread that asks.
    #[must_use]
    pub fn current() -> Self {
        Self(imp::current())
    }

    /// The thread with this number, of whatever process.
    pub(crate) fn numbered(number: u32) -> Option<Self> {
        imp::numbered(number).map(Self)
    }

    /// Binds it to these cores. A thread that has just ended is ignored, and so are cores that were
    /// allowed a moment ago can only be refused when somebody changed the machine.
    pub(crate) fn bind(self, cores: &CoreList) {
        imp::bind(cores.numbers(), self.0);
    }
}

/// The cores that this process may run on; `None` if the system won't tell. Asked once, before any
/// thread was bound: a bound thread would name only its own.
pub(crate) fn allowed() -> &'static CoreList {
    static ALLOWED: OnceLock<CoreList> = OnceLock::new();
    ALLOWED.get_or_init(|| imp::allowed().into_iter().collect())
}

#[cfg(target_os = "linux")]
mod imp {
    use rustix::thread::{CpuSet, Pid, gettid, sched_getaffinity, sched_setaffinity};

    pub(super) type Id = Pid;

    pub(super) fn current() -> Id {
        gettid()
    }

    pub(super) fn numbered(number: u32) -> Option<Id> {
        Pid::from_raw(i32::try_from(number).ok()?)
    }

    pub(super) fn allowed() -> Vec<usize> {
        let set = sched_getaffinity(None).unwrap_or_default();
        (0..CpuSet::MAX_CPU).filter(|&core| set.is_set(core)).collect()
    }

    pub(super) fn bind(cores: &[usize], thread: Id) {
        let mut set = CpuSet::new();
        cores.iter().for_each(|&core| set.set(core));
        let _ = sched_setaffinity(Some(thread), &set);
    }
}

#[cfg(not(target_os = "linux"))]
mod imp {
    pub(super) type Id = ();

    pub(super) fn current() -> Id {}

    pub(super) fn numbered(_: u32) -> Option<Id> {
        None
    }

    pub(super) fn allowed() -> Vec<usize> {
        Vec::new()
    }

    pub(super) fn bind(_: &[usize], _: Id) {}
}
