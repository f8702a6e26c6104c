//! Two runs, case by case: verdict changes first, then the ratios of p50.
//!
//! A run's rounds share its conditions. So a difference is compared with how far whole runs of one commit differ,
//! and the more cases are tested, the larger it must be.

pub mod common;
mod difference;
pub mod fail_on;
mod item;
mod provenance;
pub mod scatter;
mod shown;

#[cfg(test)]
mod tests;

use measure::{Resolution, Run};
use serde::Serialize;
use stage::Bound;

use common::{Common, shift};
use difference::{Difference, Holm};
use item::Estimate;
pub use item::Item;
pub use provenance::File;
use scatter::Scatter;

use crate::verdict::played;

/// What two runs show of one another. A is the baseline, B the run that is compared with it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Whose times can't be used. It is shown before all else.
    pub unusable: Vec<String>,
    /// What makes their figures differ for another reason than the cases. It is shown before any figure.
    pub differences: Vec<String>,
    /// The cases whose verdict changed.
    pub verdicts: Vec<VerdictChange>,
    /// The cases of which something else was lost, or that had another outcome besides.
    pub outcomes: Vec<OutcomeChange>,
    /// The cases that halted in both.
    pub times: Vec<TimeChange>,
    /// The cases that only one of them has.
    pub only_in_one: Vec<String>,
    /// How many cases were tested for a difference: those with rounds enough in both. A difference is
    /// found where there is none in at most 5 of 100 comparisons, whatever this number (Holm).
    pub tested: usize,
    /// What each interval leaves out: as much as the last step of that test, so that an interval leaves
    /// out a ratio of one exactly where the test finds a difference. Each is an interval of its own case
    /// by itself.
    pub interval_leaves_out: f64,
    /// What all cases of a kind have in common: the conditions of the runs. It is taken out of each ratio, so a change
    /// that slows every case of a kind alike is seen here and in no case.
    pub common: Vec<Common>,
    /// How far whole runs of one commit were taken to differ.
    pub scatter: Scatter,
}

/// A case whose verdict changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerdictChange {
    /// The case.
    pub id: String,
    /// Its verdict in A.
    pub was: String,
    /// Its verdict in B.
    pub is: String,
    /// The id of the case that does it right, if B names one.
    pub instead: Option<String>,
}

/// A case that had another outcome, besides its verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutcomeChange {
    /// The case.
    pub id: String,
    /// Which, as `lost`.
    pub what: &'static str,
    /// What it was in A.
    pub was: String,
    /// What it is in B.
    pub is: String,
}

/// A case that halted in both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimeChange {
    /// The case.
    pub id: String,
    /// p50 in A, in ns.
    pub was_ns: u64,
    /// p50 in B, in ns.
    pub is_ns: u64,
    /// Whether p50 in A fell among the times that ran out of patience: it is at least that.
    pub was_at_least: bool,
    /// The same in B.
    pub is_at_least: bool,
    /// p50 in A as a share of the beat, for a case that looks once a beat: those are compared by it.
    pub was_share: Option<f64>,
    /// The same in B.
    pub is_share: Option<f64>,
    /// B over A: of the shares where there are, of the times elsewhere; without what all cases of its kind
    /// have in common.
    pub ratio: f64,
    /// The lower end of the ratio's interval; `None` if the rounds were too few.
    pub ratio_low: Option<f64>,
    /// The upper end of the ratio's interval; `None` if the rounds were too few.
    pub ratio_high: Option<f64>,
    /// Whether p50 in A or in B is below the resolution of one of the runs: then no ratio is shown.
    pub is_below_resolution: bool,
    /// What that shows.
    pub shows: Shows,
}

/// What a ratio with its interval shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shows {
    /// The interval leaves out one, and B is below.
    Faster,
    /// The interval leaves out one, and B is above.
    Slower,
    /// The interval holds one, or a time is only known to be at least what the other is.
    NoDifference,
    /// The interval leaves out one, but the difference is below the resolution of one of the runs.
    BelowResolution,
    /// One of the runs has too few rounds of it for an interval.
    NotEnoughRounds,
}

impl Shows {
    /// Whether it shows a difference.
    pub const fn is_difference(self) -> bool {
        matches!(self, Self::Faster | Self::Slower)
    }

    /// The words for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Faster => "faster",
            Self::Slower => "slower",
            Self::NoDifference => "no difference shown",
            Self::BelowResolution => "a difference below the resolution",
            Self::NotEnoughRounds => "not enough rounds",
        }
    }
}

impl Comparison {
    /// Compares B with A. How far runs of one commit differ is [`Scatter::measured`].
    pub fn new(a: &Run, b: &Run) -> Self {
        Self::with_scatter(a, b, Scatter::measured())
    }

    /// Compares B with A, where runs of one commit differ as far as this.
    pub fn with_scatter(a: &Run, b: &Run, scatter: Scatter) -> Self {
        let resolution = a.resolution.iter().chain(&b.resolution).map(|Resolution { ns, .. }| *ns).max();
        let items = |run: &Run| played(run).map(Item::from).collect::<Vec<_>>();
        Self::of((a, &items(a)), (b, &items(b)), resolution.unwrap_or(0), scatter)
    }

    /// Compares what other files than runs say of B with what they say of A. How far whole files of one commit differ is
    /// [`Scatter::measured`].
    pub fn of_files<F: File>(a: (&F, &[Item]), b: (&F, &[Item])) -> Self {
        Self::of(a, b, 0, Scatter::measured())
    }

    fn of<F: File>(
        (file_a, a): (&F, &[Item]),
        (file_b, b): (&F, &[Item]),
        resolution_ns: u64,
        scatter: Scatter,
    ) -> Self {
        let with_its_like = |item: &Item| b.iter().find(|other| other.id == item.id);
        let pairs: Vec<Pair<'_>> = a.iter().filter_map(|item| Some((item, with_its_like(item)?))).collect();
        let changed = pairs.iter().filter(|(was, is)| was.verdict != is.verdict);
        let verdicts = changed
            .map(|(was, is)| VerdictChange {
                id: was.id.clone(),
                was: was.verdict.to_owned(),
                is: is.verdict.to_owned(),
                instead: is.instead.clone(),
            })
            .collect();
        let estimates: Vec<(Pair<'_>, (Estimate, Estimate))> = pairs
            .iter()
            .filter(|(was, is)| was.halt.is_some() && is.halt.is_some())
            .filter_map(|&(was, is)| Some(((was, is), Estimate::of_both(was, is)?)))
            .collect();
        let raw: Vec<(Bound, f64)> =
            estimates.iter().map(|((was, _), (before, now))| (was.bound, now.value - before.value)).collect();
        let halted: Vec<Compared<'_>> = estimates
            .iter()
            .map(|((was, is), (before, now))| {
                let (shift, spread) = (shift(&raw, was.bound), scatter.of(was.bound));
                // Where there is no middle to take out, what it would hold is part of the scatter.
                let more = shift.map_or(spread.common, |shift| shift.error);
                let scatter = spread.own.hypot(more);
                let shift = shift.map_or(0.0, |shift| shift.middle);
                let difference = Difference::of(before, now, scatter).map(|it| it.less(shift));
                Compared { pair: (*was, *is), shift, difference }
            })
            .collect();
        let p_values: Vec<f64> =
            halted.iter().filter_map(|case| Some(case.difference.as_ref()?.p_value())).collect();
        let Holm { found, level } = Holm::of(&p_values);
        let mut found = found.into_iter();
        let times = halted
            .iter()
            .filter_map(|case| {
                let tested = case.difference.map(|it| (it, found.next().unwrap_or(false)));
                time_change(case, tested, level, resolution_ns)
            })
            .collect();
        Self {
            unusable: provenance::unusable(file_a, file_b),
            differences: provenance::differences(file_a, file_b),
            verdicts,
            outcomes: pairs.iter().flat_map(outcomes).collect(),
            times,
            only_in_one: [only(a, b, "A"), only(b, a, "B")].concat(),
            tested: p_values.len(),
            interval_leaves_out: level,
            common: Common::all(&raw),
            scatter,
        }
    }

    /// What the test allowed for, in a sentence; nothing without a test.
    pub fn allowance(&self) -> Option<String> {
        (self.tested > 0).then(|| {
            format!(
                "{}{} tested at once: a difference where there is none is found in at most 5 of 100 comparisons \
                 (Holm). An interval leaves out 1 exactly where a difference was found; it allows for the \
                 rounds and for how far whole runs of one commit differ. What looks once a beat is compared \
                 by its share of the beat.",
                self.common_in_words(),
                if self.tested == 1 { "1 case was".to_owned() } else { format!("{} cases were", self.tested) }
            )
        })
    }

    /// What the cases of each kind have in common, in a sentence that ends in a blank; nothing where no
    /// kind has cases enough.
    fn common_in_words(&self) -> String {
        let of = |it: &Common| format!("{} × {:.2} ({} cases)", it.bound, it.ratio, it.cases);
        let common: Vec<String> = self.common.iter().map(of).collect();
        if common.is_empty() {
            return String::new();
        }
        format!(
            "The runs themselves differ, B over A: {}. This is taken out of B / A and its interval. ",
            common.join(", ")
        )
    }

    /// The comparison as JSON, as Markdown or, if neither is asked for, as text for a terminal of this
    /// width.
    pub fn shown(&self, json: bool, markdown: bool, width: usize) -> String {
        if json {
            self.to_json()
        } else if markdown {
            self.to_markdown()
        } else {
            self.to_terminal(width)
        }
    }

    /// The comparison as JSON text.
    ///
    /// # Panics
    /// Never: every field has a JSON form.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a comparison has a JSON form") + "\n"
    }
}

/// A case in both runs.
type Pair<'a> = (&'a Item, &'a Item);

/// A case in both runs, what its kind has in common, and what is left of its difference without that.
struct Compared<'a> {
    pair: Pair<'a>,
    shift: f64,
    difference: Option<Difference>,
}

/// What else came of both, and is not the same.
fn outcomes(&(was, is): &Pair<'_>) -> Vec<OutcomeChange> {
    let changed = was.outcomes.iter().filter_map(|(what, before)| {
        let (_, now) = is.outcomes.iter().find(|(other, _)| other == what)?;
        (before != now).then(|| OutcomeChange {
            id: was.id.clone(),
            what,
            was: before.clone(),
            is: now.clone(),
        })
    });
    changed.collect()
}

/// The items of `these` that `those` have not.
fn only(these: &[Item], those: &[Item], name: &str) -> Vec<String> {
    let missing = these.iter().filter(|item| those.iter().all(|other| other.id != item.id));
    missing.map(|item| format!("{} is only in {name}", item.id)).collect()
}

/// What a case shows, of which the test found a difference or not; it was not tested where it has too few
/// rounds.
fn time_change(
    &Compared { pair: (a, b), shift, .. }: &Compared<'_>,
    tested: Option<(Difference, bool)>,
    level: f64,
    resolution_ns: u64,
) -> Option<TimeChange> {
    let (was, is) = (a.halt?, b.halt?);
    let shares = item::shares(a, b).map(|(was, is)| (was.p50, is.p50));
    let (was_at_least, is_at_least) = (was.is_at_least(was.p50), is.is_at_least(is.p50));
    // A difference of logarithms is a ratio; one of shares is a part of the share that was.
    let ratio_of = |difference: f64| match shares {
        Some((was, _)) => (1.0 + difference / was.max(1e-3)).max(0.0),
        None => difference.exp(),
    };
    let ratio = match shares {
        Some((was, is)) => is / was.max(1e-3),
        None => is.p50 as f64 / was.p50.max(1) as f64 / shift.exp(),
    };
    let interval = tested.map(|(difference, _)| difference.interval(level));
    Some(TimeChange {
        id: a.id.clone(),
        was_ns: was.p50,
        is_ns: is.p50,
        was_at_least,
        is_at_least,
        was_share: shares.map(|(was, _)| was),
        is_share: shares.map(|(_, is)| is),
        ratio: rounded(ratio),
        ratio_low: interval.map(|(low, _)| rounded(ratio_of(low))),
        ratio_high: interval.map(|(_, high)| rounded(ratio_of(high))),
        is_below_resolution: shares.is_none() && was.p50.min(is.p50) < resolution_ns,
        shows: match tested {
            None => Shows::NotEnoughRounds,
            Some((_, false)) => Shows::NoDifference,
            Some(_) if ((ratio - 1.0) * was.p50 as f64).abs() < resolution_ns as f64 => {
                Shows::BelowResolution
            }
            Some((difference, _)) if difference.value < 0.0 && !is_at_least => Shows::Faster,
            Some((difference, _)) if difference.value > 0.0 && !was_at_least => Shows::Slower,
            Some(_) => Shows::NoDifference,
        },
    })
}

fn rounded(ratio: f64) -> f64 {
    (ratio * 1e3).round() / 1e3
}
