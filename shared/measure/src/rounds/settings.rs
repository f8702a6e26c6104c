//! The settings of a run.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::machine::place::{Place, Placement};
use stage::CrowdSize;

/// The settings of a run, which its file keeps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// How many rounds are played. Each plays every case in a child process of its own, in a new order; a case whose work is
    /// expected to go on plays only the first two.
    pub rounds: u32,
    /// How many samples such a child takes of a case that halts.
    pub samples: u32,
    /// The time between two beats, in ns.
    pub beat_ns: u64,
    /// The seed of the order of the cases and of the phases of the requests.
    pub seed: u64,
    /// The placement that was asked for.
    pub place: Place,
    /// How many workers each runtime with worker threads gets; `None` stands for as many as the work has
    /// cores.
    pub workers: Option<u32>,
    /// How large the crowds are, and what they do; `None` stands for a hundred parts that sleep.
    pub crowd: Option<CrowdSize>,
    /// How long to wait before saying that nothing more will happen.
    pub patience: Patience,
}

impl Settings {
    /// One round of so many samples, with the work and the requester apart: what a test
    /// plays. Other callers change the fields that they vary.
    #[must_use]
    pub fn one_round(beat: Duration, samples: u32, patience: Patience) -> Self {
        Self {
            rounds: 1,
            samples,
            beat_ns: ns(beat),
            seed: 1,
            place: Place::Apart,
            workers: None,
            crowd: None,
            patience,
        }
    }

    /// The crowd of each case that has one.
    #[must_use]
    pub fn crowd_in_force(&self) -> CrowdSize {
        self.crowd.unwrap_or(CrowdSize::DEFAULT)
    }

    /// How many workers each runtime with worker threads gets, unless a case needs more.
    #[must_use]
    pub fn workers_in_force(&self) -> u32 {
        let work_cores = || u32::try_from(Placement::new(self.place).work_cores()).unwrap_or(u32::MAX);
        self.workers.unwrap_or_else(work_cores)
    }

    /// The time between two beats.
    #[must_use]
    pub fn beat(&self) -> Duration {
        Duration::from_nanos(self.beat_ns)
    }
}

/// What the horizon of a crowd is at least: one part may wait for its turn behind many others.
const A_CROWD: Duration = Duration::from_millis(250);
/// What it is at least for each part. In a runtime with one thread no part ends before the last one was asked and
/// woken, which took up to 20 us a part (trio).
const A_PART: Duration = Duration::from_micros(40);

/// How long to wait before saying that nothing more will happen. These are limits: a case that stops does not
/// take so long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patience {
    /// How long to wait for the first beats, in ns, before the work counts as one that does not start.
    pub start_ns: u64,
    /// The horizon, in ns: how long to wait for the acknowledgement after the request, before the call counts
    /// as hung; and for the halt after the acknowledgement, before the work counts as still standing.
    pub horizon_ns: u64,
}

impl Patience {
    /// Patience for a run: twenty beats, but no less than the pauses of a busy scheduler.
    #[must_use]
    pub fn of_run(beat: Duration) -> Self {
        Self { start_ns: at_least(beat * 20, 100), horizon_ns: at_least(beat * 20, 50) }
    }

    /// Patience for a test, which must give the same verdict on a machine that is busy with
    /// something else.
    #[must_use]
    pub fn of_test(beat: Duration) -> Self {
        Self { start_ns: at_least(beat * 50, 1_000), horizon_ns: at_least(beat * 50, 200) }
    }

    /// Patience for a story that a person watches: a few beats.
    #[must_use]
    pub fn of_story(beat: Duration) -> Self {
        Self { start_ns: ns(beat * 4), horizon_ns: ns(beat * 7 / 2) }
    }

    /// The same for a crowd of so many parts.
    #[must_use]
    pub(crate) fn for_crowd(self, parts: u32) -> Self {
        self.watching(Duration::from_nanos(self.horizon_ns).max(A_CROWD).max(A_PART * parts))
    }

    /// The same, with another horizon.
    #[must_use]
    pub fn watching(self, horizon: Duration) -> Self {
        Self { horizon_ns: ns(horizon), ..self }
    }
}

fn at_least(duration: Duration, least_ms: u64) -> u64 {
    ns(duration.max(Duration::from_millis(least_ms)))
}

/// A duration in ns.
pub(crate) fn ns(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
