//! What was seen of a crowd over all rounds, and how it is collected.

use serde::{Deserialize, Serialize};

use crate::{crowd::resources::PerPart, play::sample::Sample, statistics::medians};

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

/// How many times of each kind are kept: enough for a median, however many samples there are.
const KEPT: usize = 1_000;

/// What is collected of a crowd over all rounds.
#[derive(Debug, Default)]
pub(crate) struct CrowdStatistics {
    result: Option<CrowdResult>,
    first: Vec<u64>,
    half: Vec<u64>,
    requested: Vec<u64>,
}

impl CrowdStatistics {
    /// Adds a playing, if its work was a crowd.
    pub(crate) fn add(&mut self, sample: &Sample) {
        let Some(crowd) = sample.crowd else { return };
        for (times, ns) in [
            (&mut self.first, crowd.first_ns),
            (&mut self.half, crowd.half_ns),
            (&mut self.requested, crowd.requested_ns),
        ] {
            times.extend(ns.filter(|_| times.len() < KEPT));
        }
        let ended = [sample.halt_ns, sample.acknowledge_ns, sample.watched_ns];
        let playing_ns = sample.asked_after_ns + ended.into_iter().flatten().max().unwrap_or(0);
        let now = CrowdResult {
            parts: crowd.parts,
            begun: crowd.begun,
            halted: crowd.halted,
            standing: crowd.standing,
            first_ns: None,
            half_ns: None,
            requested_ns: None,
            uses: crowd.uses,
            playing_ns,
        };
        self.result = Some(match self.result {
            None => now,
            Some(seen) => CrowdResult {
                parts: seen.parts.max(now.parts),
                begun: seen.begun.min(now.begun),
                halted: seen.halted.min(now.halted),
                standing: seen.standing.max(now.standing),
                uses: least(seen.uses, now.uses),
                playing_ns: seen.playing_ns.max(now.playing_ns),
                ..seen
            },
        });
    }

    /// What was seen; `None` if nothing was added.
    pub(crate) fn result(&self) -> Option<CrowdResult> {
        let median = |times: &[u64]| (!times.is_empty()).then(|| medians::lower(&mut times.to_vec()));
        Some(CrowdResult {
            first_ns: median(&self.first),
            half_ns: median(&self.half),
            requested_ns: median(&self.requested),
            ..self.result?
        })
    }
}

/// The smaller one by memory: what earlier crowds of the same process left to the allocator counts for none of the
/// parts, and it can only be more.
fn least(one: Option<PerPart>, other: Option<PerPart>) -> Option<PerPart> {
    let (Some(a), Some(b)) = (one, other) else { return one.or(other) };
    Some(if b.bytes.unwrap_or(u64::MAX) < a.bytes.unwrap_or(u64::MAX) { b } else { a })
}

#[cfg(test)]
mod tests {
    use stage::Verdict;

    use crate::crowd::sample::CrowdSample;

    use super::*;

    fn sample(halted: u64, half_ns: u64, bytes: u64) -> Sample {
        let uses = PerPart { bytes: Some(bytes), tasks: 0.0, mappings: 0.0, descriptors: 0.0 };
        let crowd = CrowdSample {
            parts: 10,
            begun: 10,
            halted,
            standing: 10 - halted,
            first_ns: None,
            half_ns: Some(half_ns),
            requested_ns: Some(half_ns / 2),
            uses: Some(uses),
        };
        Sample {
            verdict: Verdict::Stopped,
            asked_after_ns: 1_000,
            halt_ns: Some(2 * half_ns),
            acknowledge_ns: None,
            zombie_beats: 0,
            cleanup_ran: true,
            threads_left: None,
            period_ns: 1,
            returned: None,
            records_given: None,
            records_lost: None,
            invariant: None,
            beat_cost_ns: None,
            stamp_cost_ns: None,
            watched_ns: None,
            crowd: Some(crowd),
        }
    }

    #[test]
    fn times_are_medians_and_counts_are_the_worst() {
        let mut statistics = CrowdStatistics::default();
        assert_eq!(statistics.result(), None);
        for sample in [sample(10, 100, 320), sample(8, 300, 300), sample(10, 200, 310)] {
            statistics.add(&sample);
        }
        statistics.add(&Sample { crowd: None, ..sample(0, 1, 1) });
        let result = statistics.result().unwrap();
        assert_eq!((result.halted, result.standing, result.begun), (8, 2, 10));
        assert_eq!((result.first_ns, result.half_ns, result.requested_ns), (None, Some(200), Some(100)));
        assert_eq!((result.uses.unwrap().bytes, result.playing_ns), (Some(300), 1_600));
    }
}
