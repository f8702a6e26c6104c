//! When the beats of one playing came: what the pictures of a story are drawn from.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use stage::{Stage, Stamps, clock};

use crate::file::round::one_line;

/// How often the watcher looks at the beats.
const LOOK: Duration = Duration::from_micros(100);
/// How many beats are kept. Of work that beats faster than the watcher looks, it keeps those that it sees.
const KEPT: usize = 120;

/// One playing in time. All times are in ns from the request; what came before is negative.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// The beats that were seen. Each may be stated up to some tenths of a millisecond late, but never later
    /// than an event that it is known to have preceded.
    #[serde(serialize_with = "one_line")]
    pub beats_ns: Vec<i64>,
    /// From when on the work was stuck, if it was: it beats no more.
    pub stuck_since_ns: Option<i64>,
    /// The acknowledgement.
    pub acknowledge_ns: Option<i64>,
    /// The halt.
    pub halt_ns: Option<i64>,
}

/// A look that found new beats: how many there were by then, and when that was, in ns of the clock.
#[derive(Debug, Clone, Copy)]
struct Seen {
    beats: u64,
    at: u64,
}

/// Watches a stage from a thread of its own. This disturbs the work, so only the first playing of the first
/// round is watched: it warms up, and doesn't count unless the work goes on.
pub(crate) struct Watcher {
    over: Arc<AtomicBool>,
    thread: JoinHandle<Vec<Seen>>,
}

impl Watcher {
    pub(crate) fn of(stage: &Arc<Stage>) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let thread = thread::spawn({
            let (over, stamps) = (Arc::clone(&over), stage.stamps());
            move || watch(stamps, &over)
        });
        Self { over, thread }
    }

    /// Ends the watch, once the playing is over, and returns what was seen. `None` without a request.
    pub(crate) fn end(self, stamps: Stamps) -> Option<Timeline> {
        self.over.store(true, Relaxed);
        let beats = self.thread.join().ok()?;
        let acknowledged =
            stamps.acknowledgement().map(|at| Seen { beats: stamps.beats_at_acknowledgement(), at });
        let request = stamps.request()?;
        let stuck_since_ns = stamps.stuck_since().map(|stamp| stamp.cast_signed() - request.cast_signed());
        Some(Timeline { stuck_since_ns, ..Timeline::new(&beats, request, acknowledged, stamps.ended()) })
    }
}

impl Timeline {
    /// A beat is seen late. So a beat that was counted at the acknowledgement is stated no later than that,
    /// and no beat is stated later than the halt, however late it was seen.
    fn new(beats: &[Seen], request: u64, acknowledged: Option<Seen>, halt: Option<u64>) -> Self {
        let since = |stamp: u64| stamp.cast_signed() - request.cast_signed();
        let latest = |beat: &Seen| {
            let counted_by = acknowledged.filter(|then| beat.beats <= then.beats).map(|then| then.at);
            [counted_by, halt].into_iter().flatten().fold(beat.at, u64::min)
        };
        Self {
            stuck_since_ns: None,
            beats_ns: beats.iter().map(|beat| since(latest(beat))).collect(),
            acknowledge_ns: acknowledged.map(|then| since(then.at)),
            halt_ns: halt.map(since),
        }
    }
}

/// Looks at the beats until `over` is set.
fn watch(stamps: Stamps, over: &AtomicBool) -> Vec<Seen> {
    let (mut last, mut seen) = (0, Vec::new());
    while !over.load(Relaxed) && seen.len() < KEPT {
        let beats = stamps.beats();
        if beats > last {
            last = beats;
            seen.push(Seen { beats, at: clock::now_ns() });
        }
        thread::sleep(LOOK);
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The beats of a playing whose request is at 1 ms, and whose beats are seen at these times, in µs.
    fn beats(seen: &[u64], acknowledged: Option<Seen>, halt: Option<u64>) -> Vec<i64> {
        let seen = seen.iter().zip(1..).map(|(at, beats)| Seen { beats, at: at * 1_000 });
        Timeline::new(&seen.collect::<Vec<_>>(), 1_000_000, acknowledged, halt).beats_ns
    }

    #[test]
    fn no_beat_comes_after_the_halt() {
        assert_eq!(beats(&[100, 1_063], None, Some(1_050_613)), [-900_000, 50_613]);
        assert_eq!(beats(&[100, 1_050], None, Some(1_050_613)), [-900_000, 50_000]);
        assert_eq!(beats(&[100, 1_063], None, None), [-900_000, 63_000]);
    }

    #[test]
    fn a_beat_is_a_zombie_only_if_it_was_not_counted_at_the_acknowledgement() {
        let acknowledged = |beats: u64| Some(Seen { beats, at: 1_002_800 });
        assert_eq!(beats(&[100, 1_004, 2_010], acknowledged(2), None), [-900_000, 2_800, 1_010_000]);
        assert_eq!(beats(&[100, 1_004, 2_010], acknowledged(1), None), [-900_000, 4_000, 1_010_000]);
        assert_eq!(beats(&[100, 1_001, 2_010], acknowledged(2), None), [-900_000, 1_000, 1_010_000]);
    }

    #[test]
    fn times_are_from_the_request() {
        let timeline = Timeline::new(&[], 1_000_000, Some(Seen { beats: 9, at: 1_000_009 }), Some(1_000_005));
        assert_eq!((timeline.acknowledge_ns, timeline.halt_ns), (Some(9), Some(5)));
    }
}
