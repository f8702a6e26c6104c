//! Floors: the least time that this machine needs for the same hand-over, in the same placement.
//!
//! Each is bare code without a stage, so that a case's ratio to its floor tells what its runtime
//! and its demo add.

mod line;
mod reap;
mod wake;

use std::time::Duration;

use fastrand::Rng;
use serde::{Deserialize, Serialize};
use stage::Bound;

use crate::Placement;

pub(crate) use reap::{SLEEPER, sleep_until_killed};

/// A hand-over that nothing on this machine can beat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Floor {
    /// A cache line from core to core.
    Line,
    /// Waking a parked thread.
    Wake,
    /// Ending and reaping a process.
    Reap,
}

impl Floor {
    /// Every floor, in the order of the tables.
    pub const ALL: &'static [Self] = &[Self::Line, Self::Wake, Self::Reap];

    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Wake => "wake",
            Self::Reap => "reap",
        }
    }

    /// Its field in a run's file.
    #[must_use]
    pub fn field(self) -> String {
        format!("{}_ns", self.as_str())
    }

    /// The floor below a case, unless it is bound by its beat or by nothing.
    #[must_use]
    pub fn below(bound: Bound) -> Option<Self> {
        match bound {
            Bound::Line => Some(Self::Line),
            Bound::Wake => Some(Self::Wake),
            Bound::Reap => Some(Self::Reap),
            Bound::Polled | Bound::Inline => None,
        }
    }

    /// Measures `samples` hand-overs, from the thread that calls it to another thread or
    /// process, and hands the ns of each to `each`.
    pub(crate) fn measure(
        self,
        placement: &Placement,
        beat: Duration,
        samples: u32,
        random: &mut Rng,
        each: &mut dyn FnMut(u64),
    ) {
        match self {
            Self::Line => line::measure(placement, samples, each),
            Self::Wake => wake::measure(placement, beat, samples, random, each),
            Self::Reap => reap::measure(placement, beat, samples, random, each),
        }
    }
}
