//! What was seen of one playing of a case.

use serde::{Deserialize, Serialize};
use stage::Verdict;

use crate::word;

/// What was seen of one playing of a case. Times are in ns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// What became of the work.
    #[serde(with = "word")]
    pub verdict: Verdict,
    /// From the start of the playing to the request.
    pub asked_after_ns: u64,
    /// From the request to the halt, where there was one.
    pub halt_ns: Option<u64>,
    /// From the request to the acknowledgement, where there was one.
    pub acknowledge_ns: Option<u64>,
    /// The beats after the acknowledgement, until the halt or the end of the watch.
    pub zombie_beats: u64,
    /// Whether the work's last destructor ran.
    pub cleanup_ran: bool,
    /// How many threads more than before the case there were at the end of the watch.
    pub threads_left: Option<u32>,
    /// The time between two beats as it was seen, which a runtime's timers may stretch.
    pub period_ns: u64,
    /// What the API said at the acknowledgement.
    pub word: Option<String>,
}

impl Sample {
    /// The time from request to halt, as a share of the beat.
    #[must_use]
    pub fn share_of_beat(&self) -> Option<f64> {
        Some(self.halt_ns? as f64 / self.period_ns.max(1) as f64)
    }

    /// How long the API's word was false: from the acknowledgement to the halt; zero where the
    /// work had halted by then.
    #[must_use]
    pub fn word_false_ns(&self) -> Option<u64> {
        Some(self.halt_ns?.saturating_sub(self.acknowledge_ns?))
    }

    /// How long the caller waited for nothing: from the halt to the acknowledgement; zero where
    /// it was told before.
    #[must_use]
    pub fn waited_ns(&self) -> Option<u64> {
        Some(self.acknowledge_ns?.saturating_sub(self.halt_ns?))
    }
}
