//! What was seen of a crowd, as it is written to a run's file.

use serde::{Deserialize, Serialize};

use crate::resources::PerPart;

/// What was seen of a crowd, over all playings. Times are medians, in ns from the request. The last halt is that of
/// the [`CaseResult`](crate::CaseResult).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CrowdResult {
    /// How many parts it had.
    pub parts: u64,
    /// How many parts began, in the playing in which fewest did.
    pub begun: u64,
    /// How many ran their destructor, in the playing in which fewest did.
    pub halted: u64,
    /// How many still stood at the end of the watch, in the playing in which most did.
    pub standing: u64,
    /// Until the first part had ended.
    pub first_ns: Option<u64>,
    /// Until half of the parts had ended.
    pub half_ns: Option<u64>,
    /// Until the calls that ask had returned: for so long they held the caller up.
    pub requested_ns: Option<u64>,
    /// What a part takes of the machine; `None` if the crowd is too small to tell.
    pub uses: Option<PerPart>,
    /// The longest playing, from its start to the last halt, the acknowledgement or the end of the watch, in ns.
    pub playing_ns: u64,
}
