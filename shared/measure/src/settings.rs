//! What a run may vary.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{Place, word};

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
    /// [`run`](crate::run()). Without it, each plays all of them.
    pub budget_ns: Option<u64>,
    /// What the order of the cases and the phases of the requests are drawn from.
    pub seed: u64,
    /// The placement that was asked for.
    #[serde(with = "word")]
    pub place: Place,
    /// How long to wait before saying that nothing more will happen.
    pub patience: Patience,
}

impl Settings {
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
    /// For the acknowledgement, before the call counts as hung; in ns.
    pub acknowledge_ns: u64,
    /// The watch: for the halt after the acknowledgement, before the work counts as still
    /// standing; in ns.
    pub watch_ns: u64,
}

impl Patience {
    /// Patience for a figure: ten to twenty beats, and no less than a busy scheduler's pauses.
    #[must_use]
    pub fn of_run(beat: Duration) -> Self {
        let at_least = |beats: u32, floor_ms: u64| ns((beat * beats).max(Duration::from_millis(floor_ms)));
        Self { start_ns: at_least(20, 100), acknowledge_ns: at_least(20, 60), watch_ns: at_least(10, 20) }
    }

    /// Patience for a test, which must give the same verdict on a machine that is busy with
    /// something else.
    #[must_use]
    pub fn of_test(beat: Duration) -> Self {
        let at_least = |beats: u32, floor_ms: u64| ns((beat * beats).max(Duration::from_millis(floor_ms)));
        Self { start_ns: at_least(50, 1_000), acknowledge_ns: at_least(50, 500), watch_ns: at_least(20, 100) }
    }

    /// Patience for somebody who is watching: a few beats.
    #[must_use]
    pub fn of_story(beat: Duration) -> Self {
        Self { start_ns: ns(beat * 4), acknowledge_ns: ns(beat * 7 / 2), watch_ns: ns(beat * 7 / 2) }
    }

    /// The longest that a playing may say nothing: all of the above, each with the harness's own
    /// extensions for a starved machine, and some seconds for the start of a process.
    #[must_use]
    pub fn silence(&self) -> Duration {
        Duration::from_nanos(12 * (self.start_ns + self.acknowledge_ns + self.watch_ns))
            + Duration::from_secs(5)
    }
}

fn ns(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
