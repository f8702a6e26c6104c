//! Binding threads to cores: `sched_setaffinity(2)` on Linux. Elsewhere no core can be chosen,
//! and every placement is `free`.

use std::sync::OnceLock;

/// A set of cores.
#[derive(Debug, Clone)]
pub(crate) struct Cores(imp::Set);

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
}

impl Cores {
    /// The cores that this process may run on; none where the system won't tell. Asked once,
    /// before any thread was bound: a bound thread would name only its own.
    pub(crate) fn allowed() -> &'static Self {
        static ALLOWED: OnceLock<Cores> = OnceLock::new();
        ALLOWED.get_or_init(|| Self(imp::allowed()))
    }

    pub(crate) fn count(&self) -> usize {
        imp::numbers(&self.0).count()
    }

    /// The first core, and the rest of them.
    pub(crate) fn split(&self) -> (Self, Self) {
        let first: Vec<usize> = imp::numbers(&self.0).take(1).collect();
        let rest: Vec<usize> = imp::numbers(&self.0).skip(1).collect();
        (Self(imp::set(&first)), Self(imp::set(&rest)))
    }

    /// Binds a thread to these cores. A thread that has just ended is nobody's loss, and cores
    /// that were allowed a moment ago can only be refused when somebody changed the machine.
    pub(crate) fn bind(&self, thread: Thread) {
        imp::bind(&self.0, thread.0);
    }
}

#[cfg(target_os = "linux")]
mod imp {
    use rustix::thread::{CpuSet, Pid, gettid, sched_getaffinity, sched_setaffinity};

    pub(super) type Set = CpuSet;
    pub(super) type Id = Pid;

    pub(super) fn current() -> Id {
        gettid()
    }

    pub(super) fn numbered(number: u32) -> Option<Id> {
        Pid::from_raw(i32::try_from(number).ok()?)
    }

    pub(super) fn allowed() -> Set {
        sched_getaffinity(None).unwrap_or_default()
    }

    pub(super) fn numbers(set: &Set) -> impl Iterator<Item = usize> + '_ {
        (0..CpuSet::MAX_CPU).filter(|&core| set.is_set(core))
    }

    pub(super) fn set(numbers: &[usize]) -> Set {
        let mut set = CpuSet::new();
        numbers.iter().for_each(|&core| set.set(core));
        set
    }

    pub(super) fn bind(set: &Set, thread: Id) {
        let _ = sched_setaffinity(Some(thread), set);
    }
}

#[cfg(not(target_os = "linux"))]
mod imp {
    pub(super) type Set = ();
    pub(super) type Id = ();

    pub(super) fn current() -> Id {}

    pub(super) fn numbered(_: u32) -> Option<Id> {
        None
    }

    pub(super) fn allowed() -> Set {}

    pub(super) fn numbers(_: &Set) -> impl Iterator<Item = usize> {
        std::iter::empty()
    }

    pub(super) fn set(_: &[usize]) -> Set {}

    pub(super) fn bind(_: &Set, _: Id) {}
}
