//! One playing of a case as a time line.

use measure::{CaseResult, Run, Timeline};
use serde::Serialize;
use stage::Verdict;

use super::compact::is_default;
use crate::precision::Precision;

/// Times in µs from the request; a picture shows them no more exactly.
#[derive(Serialize)]
pub(super) struct Story {
    /// From when to when it is shown.
    window: [i64; 2],
    /// The time between two beats.
    beat: i64,
    /// The beats that are shown.
    beats: Vec<i64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    zombies: Vec<i64>,
    /// From when on the work was stuck in a wait, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    stuck: Option<i64>,
    /// How many beats were seen before the request, after it, and after the acknowledgement, and when
    /// the last of those was.
    #[serde(skip_serializing_if = "is_default")]
    before: usize,
    #[serde(skip_serializing_if = "is_default")]
    between: usize,
    #[serde(skip_serializing_if = "is_default")]
    after: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(rename = "ack")]
    acknowledged: Option<Event>,
    #[serde(skip_serializing_if = "Option::is_none")]
    halt: Option<Event>,
}

/// Something that happens once: when in µs, and in words.
#[derive(Serialize)]
struct Event(f64, String);

impl Story {
    /// `None` if nothing was played, or its beats were not watched.
    pub(super) fn new(case: &CaseResult, run: &Run) -> Option<Self> {
        let timeline = case.timeline.as_ref().filter(|_| case.verdict != Some(Verdict::NotOffered))?;
        // The files of earlier builds hold beats that were seen after the halt: none came after it.
        let beats =
            timeline.beats_ns.iter().map(|beat| timeline.halt_ns.map_or(*beat, |halt| halt.min(*beat)));
        let (zombies, beats): (Vec<i64>, Vec<i64>) =
            beats.partition(|beat| timeline.acknowledge_ns.is_some_and(|told| *beat > told));
        let beat =
            i64::try_from(case.period_ns.unwrap_or(run.settings.beat_ns)).unwrap_or(i64::MAX).max(1000);
        let window = window(timeline, beat);
        let shown = |beats: &[i64]| {
            let shown = beats.iter().filter(|beat| (window[0]..=window[1]).contains(*beat));
            shown.map(|ns| ns / 1000).collect()
        };
        let after = |ns: i64| Precision::of(run).time(u64::try_from(ns).unwrap_or(0));
        let event = |ns: Option<i64>| ns.map(|ns| Event(ns as f64 / 1e3, after(ns)));
        let before = beats.iter().filter(|beat| **beat < 0).count();
        Some(Self {
            window: window.map(|ns| ns / 1000),
            beat: beat / 1000,
            before,
            between: beats.len() - before,
            after: zombies.len(),
            last: zombies.last().map(|ns| after(*ns)),
            beats: shown(&beats),
            zombies: shown(&zombies),
            stuck: timeline.stuck_since_ns.map(|since| since.max(window[0]) / 1000),
            acknowledged: event(timeline.acknowledge_ns),
            halt: event(timeline.halt_ns),
        })
    }
}

/// What is shown around the request: of work that goes on, twelve beats; of work that halts, a little
/// more than that takes.
fn window(timeline: &Timeline, beat: i64) -> [i64; 2] {
    let last = timeline.acknowledge_ns.zip(timeline.halt_ns).map(|(told, halt)| told.max(halt));
    let beats = |count: i64| beat.saturating_mul(count);
    let end = last.map_or(beats(12), |last| last.saturating_add(beats(2)).clamp(beats(5), beats(12)));
    [beats(-3), end]
}
