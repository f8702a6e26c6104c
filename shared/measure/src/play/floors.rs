//! Which floor is below which case. What is played to measure them is in [`stage::floors`].

use stage::{Bound, Case, floors, words};

use crate::machine::place::Place;

words! {
    /// A hand-over that no case on this machine can beat.
    Floor {
        /// A cache line from core to core.
        Line = "line",
        /// Waking a parked thread that has no deadline.
        Wake = "wake",
        /// Waking a parked thread that has a deadline, which has to be disarmed.
        Timer = "timer",
        /// Ending and reaping a process that has no memory of its own to give back.
        Reap = "reap",
    }
}

impl Floor {
    /// The floors that there are in this placement. Two threads on one core hand no cache line over while both
    /// spin: they wait for their time slices.
    pub(crate) fn in_place(place: Place) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |floor| *floor != Self::Line || place != Place::Together)
    }

    /// The floor below a case with this bound; `None` if it is bound by its beat, by a deadline, by what
    /// another language does at every turn, or by nothing.
    #[must_use]
    pub fn below(bound: Bound) -> Option<Self> {
        match bound {
            Bound::Line => Some(Self::Line),
            Bound::Wake => Some(Self::Wake),
            Bound::Timer => Some(Self::Timer),
            Bound::Reap => Some(Self::Reap),
            Bound::Turn | Bound::Polled | Bound::Inline | Bound::Deadline => None,
        }
    }

    /// The case that is played to measure it; `None` for `line`, which two threads measure without a case.
    pub(crate) fn case(self) -> Option<&'static Case> {
        match self {
            Self::Line => None,
            Self::Wake => Some(&floors::WAKE),
            Self::Timer => Some(&floors::TIMER),
            Self::Reap => Some(&floors::REAP),
        }
    }
}
