//! What was seen of a crowd in one playing.

use serde::{Deserialize, Serialize};
use stage::Stamps;

use crate::crowd::resources::PerPart;

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
        let (first, half) = in_order(seen.first, seen.half, stamps.ended());
        let until = |stamp: u64| stamp.saturating_sub(request);
        let (first_ns, half_ns) = (first.map(until), half.map(until));
        let requested_ns = seen.requested.map(|requested| requested.saturating_sub(request));
        let standing = if stamps.ended().is_some() { 0 } else { seen.standing() };
        let (parts, begun, halted) = (seen.parts, seen.begun, seen.halted);
        Some(Self { parts, begun, halted, standing, first_ns, half_ns, requested_ns, uses: None })
    }
}

/// When the first part had ended, and half of them, of what was stamped.
///
/// A place is counted, and then the clock is read for it. A thread that is kept from running between the two says a later
/// instant than the truth, and so does who is woken to see a process end. But a place was counted before the next one was,
/// so its instant is at most that of the next one.
fn in_order(first: Option<u64>, half: Option<u64>, ended: Option<u64>) -> (Option<u64>, Option<u64>) {
    let before =
        |instant: Option<u64>, next: Option<u64>| instant.map(|it| next.map_or(it, |next| it.min(next)));
    let half = before(half, ended);
    (before(first, half.or(ended)), half)
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn a_place_has_ended_before_the_next_one() {
        let some = |first, half, ended| (Some(first), Some(half), Some(ended));
        for ((first, half, ended), expected) in [
            (some(10, 20, 30), (Some(10), Some(20))),
            // The thread of the first part read the clock when half of them had ended.
            (some(25, 20, 30), (Some(20), Some(20))),
            (some(10, 35, 30), (Some(10), Some(30))),
            (some(40, 35, 30), (Some(30), Some(30))),
            ((Some(40), None, Some(30)), (Some(30), None)),
            ((Some(10), None, None), (Some(10), None)),
            ((Some(25), Some(20), None), (Some(20), Some(20))),
            ((None, None, None), (None, None)),
        ] {
            assert_eq!(in_order(first, half, ended), expected, "{first:?} {half:?} {ended:?}");
        }
    }
}
