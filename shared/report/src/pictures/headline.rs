//! The titles of pictures: what each shows, as a sentence with its figures. A picture that stands alone in a post is
//! read by its title.

use measure::{CaseResult, Figures, Floor, Run, Sweep, units};
use stage::{CrowdState, Mechanism, Verdict};

use super::lines::{Line, lines};
use crate::{
    crowd,
    desk::force::{Force, leaves_something, played},
    figure::drawn_over_floor,
    loss::{is_lossy, lost},
    precision::Precision,
};

/// How many cases have each verdict.
pub(super) fn matrix(run: &Run) -> String {
    let count = |verdict| run.cases.iter().filter(|case| case.verdict == Some(verdict)).count();
    let counts = [
        (count(Verdict::Stopped), "stop"),
        (count(Verdict::Killed), "are killed"),
        (count(Verdict::StillStanding), "are still standing"),
        (count(Verdict::Hung), "hang"),
        (count(Verdict::NeverStarted), "end it before it starts"),
    ];
    let counts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let offered = run.cases.len() - count(Verdict::NotOffered);
    match counts.as_slice() {
        [] => "Which way of stopping stops it?".to_owned(),
        _ => format!("Of {offered} ways to stop work, {}", counts.join(", ")),
    }
}

/// The least and the greatest p50 of the cases that halt.
pub(super) fn distributions(run: &Run, mechanism: Mechanism, halts: &[Figures]) -> String {
    let p50 = || halts.iter().map(|halt| halt.p50);
    let range = p50().min().zip(p50().max()).map(|(low, high)| Precision::of(run).range(low, high));
    let cases = if halts.len() == 1 { "case halts" } else { "cases halt" };
    format!("Stopping by {mechanism}: {} {cases} after {}", halts.len(), range.unwrap_or_default())
}

/// How many cases are near their floor.
pub(super) fn ladder(run: &Run) -> String {
    let floored = run.cases.iter().filter(|case| Floor::below(case.bound).is_some());
    let ratios: Vec<f64> =
        floored.filter_map(|case| Some(drawn_over_floor(run, case)?.0)).filter(|over| *over > 0.0).collect();
    if ratios.is_empty() {
        return "How far above the floor".to_owned();
    }
    let near = ratios.iter().filter(|over| **over < 2.0).count();
    format!("{near} of {} cases stop within twice the floor of their machine", ratios.len())
}

/// How many of the cases that carry records lose some.
pub(super) fn losses(run: &Run) -> String {
    let counted = run.cases.iter().filter(|case| !lost(case).is_empty());
    let lossy = counted.clone().filter(|case| is_lossy(case)).count();
    format!("{lossy} of {} cases lose records, or break an invariant, when they stop", counted.count())
}

/// Of the ways whose locks were tried, how many leave one locked, or data half done.
pub(super) fn force(run: &Run, forces: &'static [Force]) -> String {
    let tried = || played(forces, run).map(|(force, _)| force).filter(|force| force.locks(run).count() > 0);
    let leaves = |force: &&Force| force.locks(run).any(|(_, lock)| leaves_something(lock));
    let leave = tried().filter(leaves).count();
    format!(
        "{leave} of {} ways to end what does not look leave a lock locked, or data half done",
        tried().count()
    )
}

/// Which case's time grows most with the beat, and which least.
pub(super) fn beats(sweep: &Sweep) -> Option<String> {
    let beat = |point: usize| sweep.points[point].run.settings.beat_ns as f64;
    let (first, last) = (0, sweep.points.len().checked_sub(1)?);
    let times = beat(last) / beat(first);
    let grown = |line: &Line| {
        let at = |point| line.points.iter().find(|(at, _)| *at == point).map(|(_, halt)| halt.p50 as f64);
        Some((line.name.clone(), at(last)? / at(first)?.max(1.0)))
    };
    let mut grown: Vec<(String, f64)> =
        lines(sweep).iter().filter(|line| !line.is_floor).filter_map(grown).collect();
    grown.sort_by(|(_, a), (_, b)| a.total_cmp(b));
    let ((least, by_least), (most, by_most)) = (grown.first()?, grown.last()?);
    (least != most && times > 1.0).then(|| {
        format!("With a beat {times:.0} × as long, {most} takes {by_most:.0} × as long to stop, and {least} {by_least:.1} ×")
    })
}

/// The cases of the largest crowd that stop first and last.
pub(super) fn crowd(sweep: &Sweep, state: CrowdState) -> Option<String> {
    let largest = *crowd::sizes(sweep).last()?;
    let growths = crowd::growths(sweep, state);
    let last = growths.iter().filter_map(|growth| growth.largest());
    // Parts that wait in a queue are neither asleep nor busy.
    let here = last.filter(|point| point.crowd.parts == largest && point.crowd.begun == largest);
    let times: Vec<(u64, &str)> =
        here.filter_map(|point| Some((point.halt_ns()?, point.case.id.as_str()))).collect();
    let ((fast, first), (slow, second)) = (times.iter().min()?, times.iter().max()?);
    (first != second).then(|| {
        let doing = if state == CrowdState::Loaded { ", a tenth of them busy," } else { "" };
        format!(
            "{} tasks{doing} stop in {} with {first}, and in {} with {second}",
            units::count(largest),
            units::duration(*fast),
            units::duration(*slow)
        )
    })
}

/// What a look costs at its most frequent and at its rarest.
pub(super) fn looks(sweep: &Sweep) -> Option<String> {
    let costs = || sweep.points.iter().filter_map(|point| Some((point.value.as_str(), point.slowdown?)));
    let ((often, dear), (rare, cheap)) = (costs().next()?, costs().next_back()?);
    let every = |turns: &str| match turns {
        "1" => "every turn".to_owned(),
        _ => format!("one turn in {turns}"),
    };
    (often != rare).then(|| {
        format!(
            "A look at {} makes this loop {dear:.2} × as slow; at {}, {cheap:.2} ×",
            every(often),
            every(rare)
        )
    })
}

/// The least ratio of two times that makes a title. The title takes the largest of many differences, and one of
/// that many is large by chance: in a sweep of six cases, four workers once seemed a fifth faster than two.
const LEAST: f64 = 1.25;

/// Of these cases, the one whose times are furthest apart, with their intervals apart too; for example between
/// placements. A time that its run cannot tell from none has no ratio.
pub(super) fn furthest_apart(
    sweep: &Sweep,
    is_one: impl Fn(&CaseResult) -> bool,
    value: impl Fn(&str) -> String,
) -> Option<String> {
    let cases = || sweep.points.iter().flat_map(|point| &point.run.cases);
    let spread = |line: &Line| {
        let told = || line.points.iter().filter(|(_, halt)| halt.p50 > 0);
        let low = told().min_by_key(|(_, halt)| halt.p50).copied()?;
        let high = told().max_by_key(|(_, halt)| halt.p50).copied()?;
        let are_apart = low.1.drawn_interval().1 < high.1.drawn_interval().0;
        let ratio = high.1.p50 as f64 / low.1.p50 as f64;
        (are_apart && ratio >= LEAST).then(|| (ratio, line.name.clone(), low, high))
    };
    let all = lines(sweep);
    let of_these = |line: &&Line| cases().any(|case| case.id == line.name && is_one(case));
    let spreads = all.iter().filter(of_these).filter_map(spread);
    let (_, name, low, high) = spreads.max_by(|(a, ..), (b, ..)| a.total_cmp(b))?;
    let said = |(point, halt): (usize, Figures)| {
        let point = &sweep.points[point];
        format!("{} {}", Precision::of(&point.run).time(halt.p50), value(&point.value))
    };
    Some(format!("{name} takes {}, and {}", said(low), said(high)))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// A recorded sweep in whose last point a case took this long.
    fn sweep(recorded: &str, id: &str, p50: u64) -> Sweep {
        let mut sweep: Value = serde_json::from_str(recorded).expect("it is recorded");
        let run = &mut sweep["points"][2]["run"];
        run["resolution"] = json!({"ns": 10_000, "share": 0.9, "controls_ns": {}});
        let cases = run["cases"].as_array_mut().expect("cases");
        let case = cases.iter_mut().find(|case| case["id"] == id).expect("it is recorded");
        case["halt_ns"] =
            json!({"p50": p50, "p90": p50, "p99": p50, "max": p50, "p50_low": p50, "p50_high": p50});
        serde_json::from_value(sweep).expect("a sweep")
    }

    #[test]
    fn a_time_below_the_resolution_is_no_title() {
        let places = include_str!("../../tests/recorded/snapshots/sweep-place.json");
        let sweep = sweep(places, "tokio/abort/awaiting", 90);
        let title = furthest_apart(&sweep, |_| true, str::to_owned).expect("two times that are apart");
        assert_eq!(title, "threads/flag/parked-busy-caller takes 45 µs apart, and 1.9 ms together");
    }

    #[test]
    fn a_case_without_workers_is_no_title_about_them() {
        let workers = include_str!("../../tests/recorded/snapshots/sweep-workers.json");
        let sweep = sweep(workers, "threads/flag/parked-busy-caller", 900_000);
        let has_workers = |case: &CaseResult| case.workers.is_some();
        let title = furthest_apart(&sweep, has_workers, str::to_owned).expect("two times that are apart");
        assert_eq!(title, "tokio/abort/awaiting takes 59 µs 1, and 90 µs 4");
    }
}
