//! The figures of a run's file: quantiles of times, and shares of the beat.

use serde::{Deserialize, Serialize};

/// Quantiles, in ns.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// The median of the rounds' medians. The samples of one round share a process and a moment.
    pub p50: u64,
    /// The 90th percentile.
    pub p90: u64,
    /// The 99th percentile.
    pub p99: u64,
    /// The maximum.
    pub max: u64,
    /// The lower end of p50's 95 % interval, over rounds; `None` if there were too few rounds.
    pub p50_low: Option<u64>,
    /// The upper end of p50's 95 % interval, over rounds; `None` if there were too few rounds.
    pub p50_high: Option<u64>,
    /// The standard error of p50 over rounds, as a share of p50; `None` for a single round, or if the median
    /// of a round is zero.
    pub p50_error: Option<f64>,
    /// How many rounds p50, its interval and its error come from.
    pub rounds: u32,
    /// The shortest of the times that are lower bounds, because patience ran out: see
    /// [`is_at_least`](Self::is_at_least).
    pub at_least_from: Option<u64>,
}

impl Figures {
    /// Whether a quantile of these figures falls among the times that ran out of patience. It is then a lower
    /// bound, and the real time may be much longer.
    #[must_use]
    pub fn is_at_least(&self, quantile: u64) -> bool {
        self.at_least_from.is_some_and(|least| quantile >= least)
    }

    /// The 95 % interval of p50, over rounds; `None` if there were too few rounds.
    #[must_use]
    pub fn interval(&self) -> Option<(u64, u64)> {
        self.p50_low.zip(self.p50_high)
    }

    /// The interval that a picture draws: p50 at both ends if there is none.
    #[must_use]
    pub fn drawn_interval(&self) -> (u64, u64) {
        self.interval().unwrap_or((self.p50, self.p50))
    }
}

/// The time from request to halt as a share of the beat. In theory it is uniform: its median is one half,
/// and its distance from the uniform distribution is zero.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ShareOfBeat {
    /// The median.
    pub p50: f64,
    /// The lower end of its 95 % interval, over rounds; `None` if there were too few rounds.
    pub p50_low: Option<f64>,
    /// The upper end of its 95 % interval, over rounds; `None` if there were too few rounds.
    pub p50_high: Option<f64>,
    /// The standard error of the median over rounds, in beats; `None` for a single round.
    pub p50_error: Option<f64>,
    /// How many rounds the median, its interval and its error come from.
    pub rounds: u32,
    /// The Kolmogorov–Smirnov distance from the uniform distribution.
    pub distance: f64,
    /// How many samples the distance comes from.
    pub samples: usize,
}
