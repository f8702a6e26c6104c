//! Binding threads to cores: `sched_setaffinity(2)` on Linux. On other systems no core can be chosen, and
//! every placement is `free`.

use std::sync::OnceLock;

use crate::core_list::CoreList;

/// A thread of this process or of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thread(imp::Id);

impl Thread {
    /// The calling thread.
    #[must_use]
    pub fn current() -> Self {
        Self(imp::current())
    }

    /// The thread to which the system gave this number, in any process.
    pub(crate) fn numbered(number: u32) -> Option<Self> {
        imp::numbered(number).map(Self)
    }

    /// Binds it to these cores. Errors are ignored: a thread that has just ended needs no core, and the system
    /// refuses cores that were allowed a moment ago only if the machine was reconfigured.
    pub(crate) fn bind(self, cores: &CoreList) {
        imp::bind(cores.numbers(), self.0);
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
        for &core in cores {
            set.set(core);
        }
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
