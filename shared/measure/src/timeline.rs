//! When the beats of one playing came, for the pictures of a story.

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

/// How often the beats are looked at.
const LOOK: Duration = Duration::from_micros(100);
/// Beats that are kept; of work that beats faster than anybody looks, those that were seen.
const KEPT: usize = 120;

/// One playing in time. All times are in ns from the request; what came before is negative.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// The beats, as far as they were seen: up to some tenths of a millisecond late, but none later than
    /// what it is known to have come before.
    pub beats_ns: Vec<i64>,
    /// The acknowledgement.
    pub acknowledge_ns: Option<i64>,
    /// The halt.
    pub halt_ns: Option<i64>,
}

/// A look that found the work to have beaten: how many beats there were by then, and when.
#[derive(Debug, Clone, Copy)]
struct Seen {
    beats: u64,
    at: u64,
}

/// Watches a stage from a thread of its own. It disturbs what it watches, so only the first playing
/// of the first round is watched: the one that warms up and does not count, unless the work stands.
pub(crate) struct Watcher {
    over: Arc<AtomicBool>,
    thread: JoinHandle<Vec<Seen>>,
}

impl Watcher {
    pub(crate) fn of(stage: &Arc<Stage>) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let thread = thread::spawn({
            let (over, stamps) = (Arc::clone(&over), stage.stamps());
            move || beats(stamps, &over)
        });
        Self { over, thread }
    }

    /// What was seen, once the playing is over.
    pub(crate) fn end(self, stamps: Stamps) -> Option<Timeline> {
        self.over.store(true, Relaxed);
        let beats = self.thread.join().ok()?;
        let told = stamps.acknowledgement().map(|at| Seen { beats: stamps.beats_at_acknowledgement(), at });
        Some(Timeline::new(&beats, stamps.request()?, told, stamps.ended()))
    }
}

impl Timeline {
    /// A beat is seen late. So one that was counted at the acknowledgement is told to have come at the
    /// latest then, and every one at the latest at the halt, however much later it was seen.
    fn new(beats: &[Seen], request: u64, told: Option<Seen>, halt: Option<u64>) -> Self {
        let since = |stamp: u64| stamp.cast_signed() - request.cast_signed();
        let latest = |beat: &Seen| {
            let told = told.filter(|told| beat.beats <= told.beats).map(|told| told.at);
            [told, halt].into_iter().flatten().fold(beat.at, u64::min)
        };
        Self {
            beats_ns: beats.iter().map(|beat| since(latest(beat))).collect(),
            acknowledge_ns: told.map(|told| since(told.at)),
            halt_ns: halt.map(since),
        }
    }
}

fn beats(stamps: Stamps, over: &AtomicBool) -> Vec<Seen> {
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

    /// A playing whose request is at 1 ms, whose beats are seen at these times, in µs.
    fn beats(seen: &[u64], told: Option<Seen>, halt: Option<u64>) -> Vec<i64> {
        let seen = seen.iter().zip(1..).map(|(at, beats)| Seen { beats, at: at * 1_000 });
        Timeline::new(&seen.collect::<Vec<_>>(), 1_000_000, told, halt).beats_ns
    }

    #[test]
    fn no_beat_comes_after_the_halt() {
        assert_eq!(beats(&[100, 1_063], None, Some(1_050_613)), [-900_000, 50_613]);
        assert_eq!(beats(&[100, 1_050], None, Some(1_050_613)), [-900_000, 50_000]);
        assert_eq!(beats(&[100, 1_063], None, None), [-900_000, 63_000]);
    }

    #[test]
    fn a_beat_is_a_zombie_only_if_it_was_not_counted_at_the_acknowledgement() {
        let told = |beats: u64| Some(Seen { beats, at: 1_002_800 });
        assert_eq!(beats(&[100, 1_004, 2_010], told(2), None), [-900_000, 2_800, 1_010_000]);
        assert_eq!(beats(&[100, 1_004, 2_010], told(1), None), [-900_000, 4_000, 1_010_000]);
        assert_eq!(beats(&[100, 1_001, 2_010], told(2), None), [-900_000, 1_000, 1_010_000]);
    }

    #[test]
    fn times_are_from_the_request() {
        let timeline = Timeline::new(&[], 1_000_000, Some(Seen { beats: 9, at: 1_000_009 }), Some(1_000_005));
        assert_eq!((timeline.acknowledge_ns, timeline.halt_ns), (Some(9), Some(5)));
    }
}
