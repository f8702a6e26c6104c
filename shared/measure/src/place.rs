//! Placement: which core the requester has, and which the work.

use std::{fmt, str::FromStr};

use stage::UnknownWord;

use crate::system::affinity::{Cores, Thread};

/// Where the requester and everything else may run.
///
/// It outweighs the runtime: the same wake-up takes several times as long from core to core as
/// within one, and milliseconds when the requester goes on computing on the core that the work
/// needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The requester has one core, everything else runs on the others.
    Apart,
    /// Everything runs on one core.
    Together,
    /// As the scheduler likes.
    Free,
}

impl Place {
    /// Every place, in the order of the tables.
    pub const ALL: &'static [Self] = &[Self::Apart, Self::Together, Self::Free];

    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Apart => "apart",
            Self::Together => "together",
            Self::Free => "free",
        }
    }

    /// What this machine makes of it: `apart` needs two cores, and both `apart` and `together`
    /// need a system that lets a thread be bound to a core.
    #[must_use]
    pub fn in_force(self) -> Self {
        match (self, Cores::allowed().count()) {
            (_, 0) => Self::Free,
            (Self::Apart, 1) => Self::Together,
            (place, _) => place,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Place {
    type Err = UnknownWord;

    fn from_str(read: &str) -> Result<Self, UnknownWord> {
        let known = Self::ALL.iter().find(|place| place.as_str() == read);
        known.copied().ok_or_else(|| UnknownWord {
            read: read.to_owned(),
            known: Self::ALL.iter().map(|place| place.as_str()).collect(),
        })
    }
}

/// A [`Place`] in force: binds threads to their cores.
#[derive(Debug)]
pub struct Placement {
    /// The requester's core and the others', unless the scheduler may do as it likes.
    cores: Option<(Cores, Cores)>,
}

impl Placement {
    /// The placement for the cores that this process may use now.
    #[must_use]
    pub fn new(place: Place) -> Self {
        let allowed = Cores::allowed();
        let (first, rest) = allowed.split();
        let cores = match place.in_force() {
            Place::Apart => Some((first, rest)),
            Place::Together => Some((first.clone(), first)),
            Place::Free => None,
        };
        Self { cores }
    }

    /// How many cores the work has: all of them, where the scheduler may do as it likes.
    #[must_use]
    pub fn work_cores(&self) -> usize {
        let work = self.cores.as_ref().map_or_else(|| Cores::allowed().count(), |(_, work)| work.count());
        work.max(1)
    }

    /// Puts a thread where the requester belongs.
    pub fn put_with_requester(&self, thread: Thread) {
        if let Some((requester, _)) = &self.cores {
            requester.bind(thread);
        }
    }

    /// Puts a thread, and every thread that it starts from now on, where the work belongs.
    pub fn put_with_work(&self, thread: Thread) {
        if let Some((_, work)) = &self.cores {
            work.bind(thread);
        }
    }
}
