//! What was seen of a crowd, in one playing or in several.

use serde::{Deserialize, Serialize};
use stage::Stamps;

use crate::{crowd::resources::PerPart, statistics::medians};

/// What was seen of a crowd in one playing; or in several: then counts are those of the worst playing, and times are
/// medians. Times are in ns from the request. The last halt is that of the [`Sample`](crate::Sample).
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
    /// Until the calls that ask had returned: for so long they held the caller up.
    pub requested_ns: Option<u64>,
    /// What a part takes of the machine; `None` if the crowd is too small to tell.
    pub uses: Option<PerPart>,
    /// The playing, from its start to the last halt, the acknowledgement or the end of the watch; the longest of several.
    pub playing_ns: u64,
}

impl CrowdSample {
    /// Of a playing that took so long; `None` if the work is not a crowd, or was not asked to stop.
    pub(crate) fn of(stamps: Stamps, playing_ns: u64) -> Option<Self> {
        let (seen, request) = (stamps.crowd()?, stamps.request()?);
        let (first, half) = in_order(seen.first, seen.half, stamps.ended());
        let until = |stamp: u64| stamp.saturating_sub(request);
        let (first_ns, half_ns) = (first.map(until), half.map(until));
        let requested_ns = seen.requested.map(|requested| requested.saturating_sub(request));
        let standing = if stamps.ended().is_some() { 0 } else { seen.standing() };
        let (parts, begun, halted) = (seen.parts, seen.begun, seen.halted);
        Some(Self { parts, begun, halted, standing, first_ns, half_ns, requested_ns, uses: None, playing_ns })
    }

    /// Of several playings; `None` without one.
    pub(crate) fn of_all(samples: &[Self]) -> Option<Self> {
        let median = |of: fn(&Self) -> Option<u64>| {
            let mut times: Vec<u64> = samples.iter().filter_map(of).collect();
            (!times.is_empty()).then(|| medians::lower(&mut times))
        };
        let worst = samples.iter().copied().reduce(|seen, now| Self {
            parts: seen.parts.max(now.parts),
            begun: seen.begun.min(now.begun),
            halted: seen.halted.min(now.halted),
            standing: seen.standing.max(now.standing),
            uses: least(seen.uses, now.uses),
            playing_ns: seen.playing_ns.max(now.playing_ns),
            ..seen
        })?;
        Some(Self {
            first_ns: median(|crowd| crowd.first_ns),
            half_ns: median(|crowd| crowd.half_ns),
            requested_ns: median(|crowd| crowd.requested_ns),
            ..worst
        })
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

/// The smaller one by memory: what earlier crowds of the same process left to the allocator counts for none of the
/// parts, and it can only be more.
fn least(one: Option<PerPart>, other: Option<PerPart>) -> Option<PerPart> {
    let (Some(a), Some(b)) = (one, other) else { return one.or(other) };
    Some(if b.bytes.unwrap_or(u64::MAX) < a.bytes.unwrap_or(u64::MAX) { b } else { a })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(halted: u64, half_ns: u64, bytes: u64) -> CrowdSample {
        let uses = PerPart { bytes: Some(bytes), tasks: 0.0, mappings: 0.0, descriptors: 0.0 };
        CrowdSample {
            parts: 10,
            begun: 10,
            halted,
            standing: 10 - halted,
            first_ns: None,
            half_ns: Some(half_ns),
            requested_ns: Some(half_ns / 2),
            uses: Some(uses),
            playing_ns: 1_000 + 2 * half_ns,
        }
    }

    #[test]
    fn of_several_times_are_medians_and_counts_are_the_worst() {
        assert_eq!(CrowdSample::of_all(&[]), None);
        let several = [sample(10, 100, 320), sample(8, 300, 300), sample(10, 200, 310)];
        let all = CrowdSample::of_all(&several).unwrap();
        assert_eq!((all.halted, all.standing, all.begun), (8, 2, 10));
        assert_eq!((all.first_ns, all.half_ns, all.requested_ns), (None, Some(200), Some(100)));
        assert_eq!((all.uses.unwrap().bytes, all.playing_ns), (Some(300), 1_600));
    }

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
