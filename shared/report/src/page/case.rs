//! One case in the page's data, with one playing of it as a time line.

use std::collections::HashMap;

use measure::{CaseResult, Run, Timeline, units::duration};
use serde::Serialize;
use stage::{Mechanism, Verdict, Work};

use crate::{facts::story_with, figure, precision::Precision, prose::html, verdict};

#[derive(Serialize)]
pub(super) struct Case {
    id: String,
    runtime: String,
    /// These two are indices into the page's words.
    mechanism: usize,
    work: usize,
    /// These four are indices into the page's texts.
    summary: usize,
    path: usize,
    line: u32,
    comment: usize,
    code: usize,
    expected: usize,
    verdict: usize,
    #[serde(skip_serializing_if = "is_default")]
    unexpected: bool,
    /// What a reader types to play it, up to its id, if it takes a feature.
    #[serde(skip_serializing_if = "Option::is_none")]
    play: Option<String>,
    /// How long it was watched and what was seen until then, if it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    watched: Option<[String; 2]>,
    /// How often each verdict was seen.
    verdicts: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    samples: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    halt: Option<Figures>,
    #[serde(skip_serializing_if = "Option::is_none")]
    acknowledged: Option<Figures>,
    #[serde(skip_serializing_if = "Option::is_none")]
    early_by: Option<Figures>,
    #[serde(skip_serializing_if = "Option::is_none")]
    waited: Option<Figures>,
    /// How far it is from its floor, in words; and the numbers to sort it by.
    #[serde(skip_serializing_if = "String::is_empty")]
    distance: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    over: Option<f64>,
    /// The 95 % interval of the ratio.
    #[serde(skip_serializing_if = "Option::is_none")]
    over_range: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<f64>,
    bound: &'static str,
    #[serde(skip_serializing_if = "is_default")]
    zombies: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    workers: Option<u32>,
    /// Why its figures are bounds or in doubt.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remarks: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    threads: Option<u32>,
    /// What it lost, in words, and whether that is anything.
    #[serde(skip_serializing_if = "String::is_empty")]
    lost: String,
    #[serde(skip_serializing_if = "is_default")]
    lossy: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    beat_cost: Option<String>,
    /// The id of its answer in Rust.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    cleanup: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    returned: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<Playing>,
}

/// Times for the charts, in ns: p50, p90, p99, max, and the ends of p50's 95 % interval. And in words:
/// p50, p90, p99, max, and the interval.
#[derive(Serialize)]
struct Figures([u64; 6], [String; 5]);

impl Figures {
    fn new(run: &Run, of: Option<measure::Figures>) -> Option<Self> {
        let of = of?;
        let told = |ns| figure::quantile(run, &of, ns);
        let [p50, p90, p99, max] = [of.p50, of.p90, of.p99, of.max].map(told);
        let drawn = figure::drawn(run, of);
        let (low, high) = drawn.drawn_interval();
        let numbers = [drawn.p50, drawn.p90, drawn.p99, drawn.max, low, high];
        Some(Self(numbers, [p50, p90, p99, max, figure::interval(run, Some(of))]))
    }
}

impl Case {
    pub(super) fn new(case: &CaseResult, run: &Run, texts: &mut Texts) -> Self {
        let counts = case.verdicts.iter().map(|(verdict, count)| format!("{verdict} {count}"));
        let figures = |of| Figures::new(run, of);
        // A doubt is about the halt.
        let in_doubt = |mut halt: Figures| {
            halt.1[0] = figure::halt(run, case);
            halt
        };
        Self {
            id: case.id.clone(),
            runtime: case.runtime.clone(),
            mechanism: place(Mechanism::ALL, &case.mechanism),
            work: place(Work::ALL, &case.work),
            summary: texts.place(&case.summary),
            path: texts.place(&case.path),
            line: case.line,
            comment: texts.place(&html(&case.comment)),
            code: texts.place(&case.code),
            expected: verdict(Some(case.expected)),
            verdict: verdict(case.verdict),
            unexpected: !case.is_as_expected(),
            watched: watched(run, case),
            verdicts: counts.collect::<Vec<_>>().join(", "),
            reason: case.reason.clone(),
            samples: case.samples,
            halt: figures(case.halt_ns).map(in_doubt),
            acknowledged: figures(case.acknowledge_ns),
            early_by: figures(figure::unless_zero(case.acknowledged_early_by_ns)),
            waited: figures(figure::unless_zero(case.waited_ns)),
            distance: figure::distance(run, case),
            over: case.over_floor,
            over_range: figure::over_floor_interval(run, case),
            share: case.share_of_beat.map(|share| share.p50),
            bound: case.bound.map_or("", stage::Bound::as_str),
            zombies: case.zombie_beats,
            workers: case.workers,
            remarks: figure::remarks(case),
            threads: case.threads_left,
            lost: verdict::lost(case),
            lossy: verdict::is_lossy(case),
            beat_cost: case.beat_cost_ns.map(duration),
            answer: case.answer.clone(),
            cleanup: figure::clean_up(case),
            returned: case.returned.clone(),
            errors: case.errors.clone(),
            play: case.feature.as_deref().map(|feature| story_with(run, Some(feature))),
            story: Playing::new(case, run),
        }
    }
}

fn place<T: PartialEq>(all: &[T], value: &T) -> usize {
    all.iter().position(|it| it == value).unwrap_or_default()
}

/// For how long it was watched, and what was seen until then.
fn watched(run: &Run, case: &CaseResult) -> Option<[String; 2]> {
    let ns = verdict::watched_ns(run, case)?;
    Some([duration(ns), verdict::sentence(case.verdict, ns)?])
}

/// Texts, each stored once, because the cases of several runs have the same ones.
#[derive(Default)]
pub(super) struct Texts {
    pub(super) all: Vec<String>,
    places: HashMap<String, usize>,
}

impl Texts {
    fn place(&mut self, text: &str) -> usize {
        *self.places.entry(text.to_owned()).or_insert_with(|| {
            self.all.push(text.to_owned());
            self.all.len() - 1
        })
    }
}

/// Times in µs from the request; a picture shows them no more exactly.
#[derive(Serialize)]
struct Playing {
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

impl Playing {
    /// `None` if nothing was played, or its beats were not watched.
    fn new(case: &CaseResult, run: &Run) -> Option<Self> {
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

/// Whether a value can be left out of the JSON: the page reads a missing one as the default.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The index of a verdict among the page's: in the order of [`Verdict::ALL`], and last if every playing failed.
pub(super) fn verdict(verdict: Option<Verdict>) -> usize {
    Verdict::ALL.iter().position(|it| Some(*it) == verdict).unwrap_or(Verdict::ALL.len())
}
