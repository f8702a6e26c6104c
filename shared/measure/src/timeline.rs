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
use stage::{Record, Stage, clock};

/// How often the beats are looked at.
const LOOK: Duration = Duration::from_micros(100);
/// Beats that are kept; of work that beats faster than anybody looks, those that were seen.
const KEPT: usize = 120;

/// One playing in time. All times are in ns from the request; what came before is negative.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// The beats, as far as they were seen: up to a tenth of a millisecond late.
    pub beats_ns: Vec<i64>,
    /// The acknowledgement.
    pub acknowledge_ns: Option<i64>,
    /// The halt.
    pub halt_ns: Option<i64>,
}

/// Watches a stage from a thread of its own. It disturbs what it watches, so only the first playing
/// of the first round is watched: the one that warms up and does not count, unless the work stands.
pub(crate) struct Watcher {
    over: Arc<AtomicBool>,
    thread: JoinHandle<Vec<u64>>,
}

impl Watcher {
    pub(crate) fn of(stage: &Arc<Stage>) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let thread = thread::spawn({
            let (over, record) = (Arc::clone(&over), stage.record());
            move || beats(record, &over)
        });
        Self { over, thread }
    }

    /// What was seen, once the playing is over.
    pub(crate) fn end(self, record: Record) -> Option<Timeline> {
        self.over.store(true, Relaxed);
        let beats = self.thread.join().ok()?;
        let request = record.request()?;
        let since = |stamp: u64| stamp.cast_signed() - request.cast_signed();
        Some(Timeline {
            beats_ns: beats.into_iter().map(since).collect(),
            acknowledge_ns: record.acknowledgement().map(since),
            halt_ns: record.halt().map(since),
        })
    }
}

fn beats(record: Record, over: &AtomicBool) -> Vec<u64> {
    let (mut seen, mut stamps) = (0, Vec::new());
    while !over.load(Relaxed) && stamps.len() < KEPT {
        let beats = record.beats();
        if beats > seen {
            seen = beats;
            stamps.push(clock::now_ns());
        }
        thread::sleep(LOOK);
    }
    stamps
}
