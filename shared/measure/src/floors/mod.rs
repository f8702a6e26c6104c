//! Floors: the shortest time in which this machine can do the same hand-over, in the same placement.
//!
//! `wake` and `reap` are played as the cases are: in a process of their own, with the same sleep before the
//! request, the same random phase, the same cores and the same number of threads. The cost of a wake-up
//! depends on how long the sleeper's core has been idle, so a floor with a different sleep would not be a
//! floor.

mod line;
mod reap;
mod wake;

use serde::{Deserialize, Serialize};
use stage::{Bound, Case, Stage, Verdict};

pub(crate) use line::measure as measure_line;

use crate::{place::Place, system::sharing_process};

const WAKE: Case = case("flag/parked", wake::parked, Verdict::Stopped);
const REAP: Case = case("abort/blocking", reap::blocking, Verdict::Killed)
    .out_of_process()
    .needing(sharing_process::is_offered);

const fn case(name: &'static str, play: fn(&Stage), expected: Verdict) -> Case {
    Case::new(name, expected, Bound::Inline, play).under("floor")
}

/// A hand-over that no case on this machine can beat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Floor {
    /// A cache line from core to core.
    Line,
    /// Waking a parked thread.
    Wake,
    /// Ending and reaping a process that has no memory of its own to give back.
    Reap,
}

impl Floor {
    /// Every floor, in the order of the tables.
    pub const ALL: &'static [Self] = &[Self::Line, Self::Wake, Self::Reap];

    /// Its name in files and tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Wake => "wake",
            Self::Reap => "reap",
        }
    }

    /// The floor with this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|floor| floor.as_str() == name)
    }

    /// The floors that there are in this placement. Two threads on one core hand no cache line over while both
    /// spin: they wait for their time slices.
    pub(crate) fn in_place(place: Place) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |floor| *floor != Self::Line || place != Place::Together)
    }

    /// The floor below a case with this bound; `None` if it is bound by its beat, by a timer or by nothing.
    #[must_use]
    pub fn below(bound: Bound) -> Option<Self> {
        match bound {
            Bound::Line => Some(Self::Line),
            Bound::Wake => Some(Self::Wake),
            Bound::Reap => Some(Self::Reap),
            Bound::Polled | Bound::Inline | Bound::Timer => None,
        }
    }

    /// The case that is played to measure it; `None` for `line`, which two threads measure without a case.
    pub(crate) fn case(self) -> Option<&'static Case> {
        match self {
            Self::Line => None,
            Self::Wake => Some(&WAKE),
            Self::Reap => Some(&REAP),
        }
    }
}
