//! What was seen of a crowd in one playing.

use serde::{Deserialize, Serialize};
use stage::Stamps;

use crate::resources::PerPart;

/// What was seen of a crowd in one playing. Times are in ns from the request. The last halt is that of the
/// [`Sample`](crate::Sample).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CrowdSample {
    /// How many parts it had.
    pub parts: u64,
    /// How many had begun by the end of the watch.
    pub begun: u64,
    /// How many ran their destructor.
    pub halted: u64,
    /// How many had not ended at the end of the watch.
    pub standing: u64,
    /// Until the first part had ended, if one did.
    pub first_ns: Option<u64>,
    /// Until half of the parts had ended, if they did.
    pub half_ns: Option<u64>,
    /// Until the calls that ask had returned.
    pub requested_ns: Option<u64>,
    /// What a part takes of the machine; `None` if the crowd is too small to tell.
    pub uses: Option<PerPart>,
}

impl CrowdSample {
    /// `None` if the work is not a crowd, or was not asked to stop.
    pub(crate) fn of(stamps: Stamps) -> Option<Self> {
        let (seen, request) = (stamps.crowd()?, stamps.request()?);
        // Who sees a process end is woken for it, so the first ends may be seen after the call has returned.
        let until = |stamp: u64| stamp.min(stamps.ended().unwrap_or(stamp)).saturating_sub(request);
        let first_ns = seen.first.map(until);
        let half_ns = seen.half.map(until);
        let requested_ns = seen.requested.map(|requested| requested.saturating_sub(request));
        let standing = if stamps.ended().is_some() { 0 } else { seen.standing() };
        let (parts, begun, halted) = (seen.parts, seen.begun, seen.halted);
        Some(Self { parts, begun, halted, standing, first_ns, half_ns, requested_ns, uses: None })
    }
}
