//! One case in the page's data, with one playing of it as a time line.

use std::collections::HashMap;

use measure::{CaseResult, Run, Timeline, units::duration};
use serde::Serialize;
use serde_json::{Value, json};
use stage::{Bound, Mechanism, Verdict, Work};

use crate::{
    facts::story_with,
    figure,
    prose::html,
    timeline::{self, beat_ns, told},
    verdict,
};

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

/// One case. What it has not is left out; the page reads that as nothing.
pub(super) fn case(case: &CaseResult, run: &Run, texts: &mut Texts) -> Value {
    let counts = case.verdicts.iter().map(|(verdict, count)| format!("{verdict} {count}"));
    let figures = |of| Figures::new(run, of);
    // A doubt is about the halt.
    let in_doubt = |mut halt: Figures| {
        halt.1[0] = figure::halt(run, case);
        halt
    };
    without_nothing(json!({
        "id": case.id,
        "runtime": case.runtime,
        // These two are indices into the page's words.
        "mechanism": place(Mechanism::ALL, &case.mechanism),
        "work": place(Work::ALL, &case.work),
        // These four are indices into the page's texts.
        "summary": texts.place(&case.summary),
        "path": texts.place(&case.path),
        "comment": texts.place(&html(&case.comment)),
        "code": texts.place(&case.code),
        "line": case.line,
        "expected": verdict(Some(case.expected)),
        "verdict": if verdict::is_missing(case) { MISSING } else { verdict(case.verdict) },
        "unexpected": !case.is_as_expected(),
        // What a reader types to play it, up to its id, if it takes a feature.
        "play": case.feature.as_deref().map(|feature| story_with(run, Some(feature))),
        // How long it was watched and what was seen until then, if it goes on.
        "watched": watched(run, case),
        // How often each verdict was seen.
        "verdicts": counts.collect::<Vec<_>>().join(", "),
        "reason": case.reason,
        "samples": case.samples,
        "halt": figures(case.halt_ns).map(in_doubt),
        "acknowledged": figures(case.acknowledge_ns),
        "early_by": figures(figure::between(run, case.acknowledged_early_by_ns)),
        "waited": figures(figure::between(run, case.waited_ns)),
        // How far it is from its floor, in words, with the interval of the ratio.
        "distance": figure::distance(run, case),
        "over_range": figure::over_floor_interval(run, case),
        "bound": case.bound.map(Bound::as_str),
        "zombies": some(case.zombie_beats as usize),
        "workers": case.workers,
        // Why its figures are bounds or in doubt.
        "remarks": figure::remarks(case),
        "threads": case.threads_left,
        // What it lost, in words, and whether that is anything.
        "lost": verdict::lost(case),
        "lossy": verdict::is_lossy(case),
        "beat_cost": case.beat_cost_ns.map(duration),
        // The id of its answer in Rust.
        "answer": case.answer,
        // The id of the case that does it right, or why there is none.
        "instead": case.instead,
        "nothing_instead": case.nothing_instead,
        "cleanup": figure::clean_up(case),
        "returned": case.returned,
        "errors": case.errors,
        "story": playing(case, run),
    }))
}

/// A count, if it is not zero.
fn some(count: usize) -> Option<usize> {
    (count > 0).then_some(count)
}

/// An object without the fields that say nothing: null, false, and what is empty.
pub(super) fn without_nothing(mut object: Value) -> Value {
    let nothing = [Value::Null, json!(false), json!(""), json!([])];
    object.as_object_mut().expect("it is an object").retain(|_, value| !nothing.contains(value));
    object
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

/// One playing of the case as a time line, in µs from the request; a picture shows times no more exactly. `None` if
/// nothing was played, or its beats were not watched.
fn playing(case: &CaseResult, run: &Run) -> Option<Value> {
    let timeline = told(run, case)?;
    let is_zombie = |beat: &i64| timeline.acknowledge_ns.is_some_and(|told| *beat > told);
    let (zombies, beats): (Vec<i64>, Vec<i64>) = timeline.beats_ns.iter().partition(|beat| is_zombie(beat));
    let beat = i64::try_from(beat_ns(run, case)).unwrap_or(i64::MAX).max(1000);
    let window = window(&timeline, beat);
    let shown = |beats: &[i64]| -> Vec<i64> {
        let shown = beats.iter().filter(|beat| (window[0]..=window[1]).contains(*beat));
        shown.map(|ns| ns / 1000).collect()
    };
    let after = |ns: i64| timeline::after(run, case, ns);
    // When in µs, and how long after the request in words, which are none of work that was watched beside other work.
    let event = |ns: Option<i64>| ns.map(|ns| (ns as f64 / 1e3, after(ns)));
    let before = beats.iter().filter(|beat| **beat < 0).count();
    Some(without_nothing(json!({
        // From when to when it is shown.
        "window": window.map(|ns| ns / 1000),
        // Whether what happened stands in its order only, without times.
        "in_order": case.watched_side_by_side,
        // The time between two beats.
        "beat": beat / 1000,
        // How many beats were seen before the request, after it, and after the acknowledgement, and when the last of
        // those was.
        "before": some(before),
        "between": some(beats.len() - before),
        "after": some(zombies.len()),
        "last": zombies.last().map(|ns| after(*ns)),
        // Those that are shown.
        "beats": shown(&beats),
        "zombies": shown(&zombies),
        // From when on the work was stuck in a wait, if it was.
        "stuck": timeline.stuck_since_ns.map(|since| since.max(window[0]) / 1000),
        "ack": event(timeline.acknowledge_ns),
        "halt": event(timeline.halt_ns),
    })))
}

/// What is shown around the request: of work that goes on, twelve beats; of work that halts, a little
/// more than that takes.
fn window(timeline: &Timeline, beat: i64) -> [i64; 2] {
    let last = timeline.acknowledge_ns.zip(timeline.halt_ns).map(|(told, halt)| told.max(halt));
    let beats = |count: i64| beat.saturating_mul(count);
    let end = last.map_or(beats(12), |last| last.saturating_add(beats(2)).clamp(beats(5), beats(12)));
    [beats(-3), end]
}

/// The index of what was not played, behind the verdicts.
const MISSING: usize = Verdict::ALL.len() + 1;

/// The index of a verdict among the page's: in the order of [`Verdict::ALL`], and last if every playing failed.
pub(super) fn verdict(verdict: Option<Verdict>) -> usize {
    Verdict::ALL.iter().position(|it| Some(*it) == verdict).unwrap_or(Verdict::ALL.len())
}
