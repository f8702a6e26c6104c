//! What a file tells of times: quantiles, and shares of the beat.

use serde::{Deserialize, Serialize};

use crate::floors::Floor;

/// The figures of each floor; `None` if it was not measured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FloorFigures {
    /// A cache line from core to core.
    #[serde(rename = "line_ns")]
    pub line: Option<Figures>,
    /// The end of a process and its reaping.
    #[serde(rename = "reap_ns")]
    pub reap: Option<Figures>,
    /// A wake-up of a parked thread.
    #[serde(rename = "wake_ns")]
    pub wake: Option<Figures>,
}

impl FloorFigures {
    /// The figures of this floor.
    #[must_use]
    pub const fn of(&self, floor: Floor) -> Option<Figures> {
        match floor {
            Floor::Line => self.line,
            Floor::Wake => self.wake,
            Floor::Reap => self.reap,
        }
    }

    /// Those that were measured, in the order of the tables.
    pub fn measured(&self) -> impl Iterator<Item = (Floor, Figures)> {
        Floor::ALL.iter().filter_map(|floor| Some((*floor, self.of(*floor)?)))
    }
}

/// Quantiles, in ns.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// The median of the medians of the rounds, each of which shares a process and a moment.
    pub p50: u64,
    /// The 90th percentile.
    pub p90: u64,
    /// The 99th percentile.
    pub p99: u64,
    /// The greatest.
    pub max: u64,
    /// The lower end of p50's 95 % interval, over rounds; `None` if there were too few of them.
    pub p50_low: Option<u64>,
    /// The upper end of p50's 95 % interval, over rounds; `None` if there were too few of them.
    pub p50_high: Option<u64>,
    /// The standard error of p50 over rounds, as a share of p50; none of one round, or where one was
    /// zero.
    #[serde(default)]
    pub p50_error: Option<f64>,
    /// The rounds that p50, its interval and its error come from.
    #[serde(default)]
    pub rounds: u32,
    /// The least time that stands for a longer one, because patience ran out: see
    /// [`is_at_least`](Self::is_at_least).
    #[serde(default)]
    pub at_least_from: Option<u64>,
}

impl Figures {
    /// Whether a quantile of these figures falls among the times that ran out of patience: it is at
    /// least that, and may be much more.
    #[must_use]
    pub fn is_at_least(&self, quantile: u64) -> bool {
        self.at_least_from.is_some_and(|least| quantile >= least)
    }

    /// The 95 % interval of p50, over rounds; `None` if there were too few of them.
    #[must_use]
    pub fn interval(&self) -> Option<(u64, u64)> {
        self.p50_low.zip(self.p50_high)
    }

    /// What a picture draws for that interval: p50 alone, where there is none.
    #[must_use]
    pub fn drawn_interval(&self) -> (u64, u64) {
        self.interval().unwrap_or((self.p50, self.p50))
    }
}

/// The time from request to halt as a share of the beat. In theory it is uniform: its median is
/// one half, its distance zero.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ShareOfBeat {
    /// The median.
    pub p50: f64,
    /// The lower end of its 95 % interval, over rounds; `None` if there were too few of them.
    pub p50_low: Option<f64>,
    /// The upper end of its 95 % interval, over rounds; `None` if there were too few of them.
    pub p50_high: Option<f64>,
    /// The standard error of the median over rounds, in beats; none of one round.
    #[serde(default)]
    pub p50_error: Option<f64>,
    /// The rounds that the median, its interval and its error come from.
    #[serde(default)]
    pub rounds: u32,
    /// The Kolmogorov–Smirnov distance from the uniform distribution.
    pub distance: f64,
    /// The samples that the distance comes from.
    pub samples: usize,
}
