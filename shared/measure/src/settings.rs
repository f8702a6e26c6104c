//! What a run may vary.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{
    as_text,
    place::{Place, Placement},
};

/// What a run may vary, and what its file keeps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// How often each case is played in a child of its own, in a new order each time.
    pub rounds: u32,
    /// How many samples such a child takes of a case that stops.
    pub samples: u32,
    /// The time between two beats, in ns.
    pub beat_ns: u64,
    /// The time that the run may take, in ns. Cases then play as many rounds as they need: see
    /// [`run`](crate::rounds::run()). Without it, each plays all of them.
    pub budget_ns: Option<u64>,
    /// What the order of the cases and the phases of the requests are drawn from.
    pub seed: u64,
    /// The placement that was asked for.
    #[serde(with = "as_text")]
    pub place: Place,
    /// How many workers each runtime gets that has workers; as many as the work has cores, where it is
    /// not said.
    pub workers: Option<u32>,
    /// How long to wait before saying that nothing more will happen.
    pub patience: Patience,
}

impl Settings {
    /// One round of so many samples, without a budget, with the work and the requester apart: what a
    /// test plays. Others change what they vary.
    #[must_use]
    pub fn one_round(beat: Duration, samples: u32, patience: Patience) -> Self {
        Self {
            rounds: 1,
            samples,
            beat_ns: ns(beat),
            budget_ns: None,
            seed: 1,
            place: Place::Apart,
            workers: None,
            patience,
        }
    }

    /// How many workers each runtime gets that has workers, unless a case needs more.
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

/// How long to wait before saying that nothing more will happen. These are waits, not sleeps:
/// a case that stops takes none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patience {
    /// For the first beat, before the work counts as one that does not start; in ns.
    pub start_ns: u64,
    /// The horizon, in ns: for the acknowledgement after the request, before the call counts as hung;
    /// and for the halt after the acknowledgement, before the work counts as still standing.
    pub horizon_ns: u64,
}

impl Patience {
    /// Patience for a figure: twenty beats, and no less than a busy scheduler's pauses.
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

    /// Patience for somebody who is watching: a few beats.
    #[must_use]
    pub fn of_story(beat: Duration) -> Self {
        Self { start_ns: ns(beat * 4), horizon_ns: ns(beat * 7 / 2) }
    }

    /// The same, with another horizon.
    #[must_use]
    pub fn watching(self, horizon: Duration) -> Self {
        Self { horizon_ns: ns(horizon), ..self }
    }
}

fn at_least(duration: Duration, floor_ms: u64) -> u64 {
    ns(duration.max(Duration::from_millis(floor_ms)))
}

fn ns(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
