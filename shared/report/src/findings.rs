//! What a run shows, in sentences.

use std::collections::BTreeMap;

use measure::{
    CaseResult, Floor, Run, Sweep, medians,
    units::{duration, duration_range},
};
use stage::{Bound, Verdict};

use crate::{
    figure,
    precision::Precision,
    verdict::{self, watched_ns},
};

/// How many cases a sentence names at most.
const NAMED: usize = 5;

/// What a run shows, a sentence each, the most important first. A sentence for which the run has no case is left out.
pub fn findings(run: &Run) -> Vec<String> {
    let with = |verdict: Verdict, said: &str| named(run, said, |case| case.verdict == Some(verdict));
    let hung = "after the request, and the work has not ended**";
    let findings = [
        named(run, "**Not as its demo says**", |case| !case.is_as_expected()),
        gone_on(run, Verdict::StillStanding, "**Acknowledged, and still standing", "later**"),
        gone_on(run, Verdict::Hung, "**Not acknowledged", hung),
        with(Verdict::Killed, "**Ended without clean-up**"),
        losses(run),
        false_words(run),
        with(Verdict::NeverStarted, "**Stopped before its first beat**"),
    ];
    let bounds = [Bound::Wake, Bound::Line, Bound::Turn, Bound::Reap].map(|bound| spread(run, bound));
    findings.into_iter().chain(bounds).flatten().collect()
}

/// p50 of each floor that was measured: `line 144 ns, wake 39 µs`.
pub fn floors(run: &Run) -> String {
    let precision = Precision::of(run);
    let floors = run
        .floors
        .measured()
        .map(|(floor, figures)| format!("{} {}", floor.as_str(), precision.time(figures.p50)));
    floors.collect::<Vec<_>>().join(", ")
}

/// The least and the greatest time of the cases that are bound by the same.
fn spread(run: &Run, bound: Bound) -> Option<String> {
    let ended = |case: &&CaseResult| case.verdict.is_some_and(Verdict::has_halted);
    let halted = run.cases.iter().filter(ended).filter(|case| case.bound == Some(bound));
    let halts: Vec<u64> = halted.filter_map(|case| Some(case.halt_ns?.p50)).collect();
    let range = Precision::of(run).range(*halts.iter().min()?, *halts.iter().max()?);
    let cases = if halts.len() == 1 { "1 case".to_owned() } else { format!("{} cases", halts.len()) };
    Some(format!("**Bound by {}**: {range}, {cases}.", verdict::bound(bound)))
}

/// The first of these ids, and how many more there are.
fn some(ids: &[&str]) -> String {
    let named: Vec<String> = ids.iter().take(NAMED).map(|id| format!("`{id}`")).collect();
    let more = ids.len().saturating_sub(NAMED);
    if more > 0 { format!("{} and {more} more", named.join(", ")) } else { named.join(", ") }
}

fn false_words(run: &Run) -> Option<String> {
    let precision = Precision::of(run);
    let mut halted: Vec<(u64, &str)> = run
        .cases
        .iter()
        .filter(|case| case.verdict == Some(Verdict::Stopped))
        .filter_map(|case| Some((case.acknowledged_early_by_ns?.p50, case.id.as_str())))
        .filter(|(ns, _)| !precision.hides(*ns))
        .collect();
    halted.sort_unstable_by(|a, b| b.cmp(a));
    let list: Vec<String> =
        halted.iter().take(NAMED).map(|(ns, id)| format!("`{id}` for {}", precision.time(*ns))).collect();
    (!list.is_empty()).then(|| format!("**Acknowledged before it had ended** (p50): {}.", list.join(", ")))
}

/// What a beat and a stamp cost in each runtime whose work is not written in Rust: `python 91 ns and 250 ns`, the
/// medians of its cases; `None` if all of it is Rust. Files of older versions know nothing of stamps.
pub fn beat_costs(run: &Run) -> Option<String> {
    let mut costs: BTreeMap<&str, [Vec<u64>; 2]> = BTreeMap::new();
    for case in &run.cases {
        let [beats, stamps] = costs.entry(&case.runtime).or_default();
        beats.extend(case.beat_cost_ns);
        stamps.extend(case.stamp_cost_ns);
    }
    let costs = costs.into_iter().filter(|(_, [beats, _])| !beats.is_empty());
    let said = costs.map(|(runtime, mut costs)| {
        let known = costs.iter_mut().filter(|costs| !costs.is_empty());
        let known: Vec<String> = known.map(|costs| duration(medians::lower(costs))).collect();
        format!("{runtime} {}", known.join(" and "))
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join(", "))
}

/// Which cases lost something, and how much of it.
fn losses(run: &Run) -> Option<String> {
    let lossy = || run.cases.iter().filter(|case| verdict::is_lossy(case));
    let losses: Vec<String> = lossy().map(|case| format!("`{}` {}", case.id, verdict::lost(case))).collect();
    let named = losses.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    let counted = run.cases.iter().filter(|case| !verdict::lost(case).is_empty()).count();
    let kept = match counted - losses.len() {
        0 => String::new(),
        1 => "; nothing in one other case".to_owned(),
        many => format!("; nothing in {many} other cases"),
    };
    let more = losses.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!losses.is_empty())
        .then(|| format!("**Lost records when it ended** ({}): {named}{more}{kept}.", losses.len()))
}

/// Which cases go on, and how long after they were watched: `head`, that time, `tail`.
fn gone_on(run: &Run, verdict: Verdict, head: &str, tail: &str) -> Option<String> {
    let watched = || {
        run.cases.iter().filter(|case| case.verdict == Some(verdict)).filter_map(|case| watched_ns(run, case))
    };
    let range = duration_range(watched().min()?, watched().max()?);
    named(run, &format!("{head} {range} {tail}"), |case| case.verdict == Some(verdict))
}

fn named(run: &Run, said: &str, is: impl Fn(&CaseResult) -> bool) -> Option<String> {
    let ids: Vec<&str> = run.cases.iter().filter(|case| is(case)).map(|case| case.id.as_str()).collect();
    (!ids.is_empty()).then(|| format!("{said} ({}): {}.", ids.len(), some(&ids)))
}

/// The floors that a case of the sweep has a ratio to, in their order.
pub fn stood_on(sweep: &Sweep) -> impl Iterator<Item = Floor> {
    let cases =
        || sweep.points.iter().flat_map(|point| point.run.cases.iter().map(|case| (&point.run, case)));
    Floor::ALL.iter().copied().filter(move |floor| {
        let stands = |case: &CaseResult| case.bound.and_then(Floor::below) == Some(*floor);
        cases().any(|(run, case)| stands(case) && figure::told_ratio(run, case).is_some())
    })
}

#[cfg(test)]
mod tests {
    use measure::Resolution;

    use super::*;
    use crate::results_file::recorded_run;

    /// A run whose cases halt after these times, in ns, each bound by a cache line.
    fn run(resolution_ns: Option<u64>, halts: &[u64]) -> Run {
        let mut run = recorded_run("snapshots/run.json");
        let one = run.cases.iter().find(|case| case.id == "threads/flag/spinning").expect("it is recorded");
        let case = |(p50, name): (&u64, char)| {
            let halt_ns = one.halt_ns.map(|halt| measure::Figures { p50: *p50, ..halt });
            CaseResult { id: name.to_string(), halt_ns, ..one.clone() }
        };
        run.cases = halts.iter().zip('a'..).map(case).collect();
        run.resolution =
            resolution_ns.map(|ns| Resolution { ns, share: 0.1, controls_ns: BTreeMap::default() });
        run
    }

    #[test]
    fn a_spread_is_no_wider_than_the_resolution_lets_it_be() {
        let table: [(Option<u64>, &[u64], &str); 4] = [
            (Some(45), &[298], "300 ns, 1 case."),
            (Some(45), &[340, 298], "300 ns, 2 cases."),
            (Some(45), &[298, 344, 401], "300–400 ns, 3 cases."),
            (None, &[298, 300], "298–300 ns, 2 cases."),
        ];
        for (resolution, halts, said) in table {
            let found = spread(&run(resolution, halts), Bound::Line).expect("a sentence");
            assert!(found.ends_with(&format!("**: {said}")), "{halts:?} at {resolution:?}: {found}");
        }
    }
}
