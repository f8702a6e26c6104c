//! One case in the page's data.

use std::collections::HashMap;

use measure::{CaseResult, Run, units::duration};
use serde::Serialize;
use stage::{Mechanism, Work};

use super::{
    compact::{is_default, verdict},
    story::Story,
};
use crate::{facts::story_with, figure, horizon, loss, prose::html};

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
    story: Option<Story>,
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
            bound: case.bound.as_str(),
            zombies: case.zombie_beats,
            workers: case.workers,
            remarks: figure::remarks(case),
            threads: case.threads_left,
            lost: loss::lost(case),
            lossy: loss::is_lossy(case),
            beat_cost: case.beat_cost_ns.map(duration),
            answer: case.answer.clone(),
            cleanup: figure::clean_up(case),
            returned: case.returned.clone(),
            errors: case.errors.clone(),
            play: case.feature.as_deref().map(|feature| story_with(run, Some(feature))),
            story: Story::new(case, run),
        }
    }
}

fn place<T: PartialEq>(all: &[T], value: &T) -> usize {
    all.iter().position(|it| it == value).unwrap_or_default()
}

/// For how long it was watched, and what was seen until then.
fn watched(run: &Run, case: &CaseResult) -> Option<[String; 2]> {
    let ns = horizon::watched_ns(run, case)?;
    Some([duration(ns), horizon::sentence(case.verdict, ns)?])
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
