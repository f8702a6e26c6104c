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
