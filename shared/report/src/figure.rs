//! The figures of one case in words: no more exact than the run's resolution, with a mark if they are a bound or in
//! doubt.

use measure::{CaseResult, Figures, Floor, Run};
use stage::{Bound, Verdict};

use crate::precision::Precision;

/// A quantile of a case, in words. If it falls among playings that ran out of patience, it is a lower bound:
/// `≥ 600 ms`.
pub fn quantile(run: &Run, figures: &Figures, ns: u64) -> String {
    let told = Precision::of(run).time(ns);
    if figures.is_at_least(ns) { format!("≥ {told}") } else { told }
}

/// Figures as a picture draws them: no more exact than the text beside them.
#[must_use]
pub fn drawn(run: &Run, figures: Figures) -> Figures {
    let rounded = |ns: u64| Precision::of(run).rounded(ns);
    Figures {
        p50: rounded(figures.p50),
        p90: rounded(figures.p90),
        p99: rounded(figures.p99),
        max: rounded(figures.max),
        p50_low: figures.p50_low.map(rounded),
        p50_high: figures.p50_high.map(rounded),
        ..figures
    }
}

/// What stands instead of a ratio to a floor; `None` if nothing speaks against it.
fn no_ratio(precision: Precision, halt_ns: u64, floor_ns: u64) -> Option<&'static str> {
    (precision.hides(halt_ns) || precision.hides(floor_ns)).then_some("below resolution")
}

/// The ratio of a case's halt to its floor, or what is said instead; `None` if it has no floor, or no halt.
fn ratio(run: &Run, case: &CaseResult) -> Option<Result<f64, &'static str>> {
    let (over, halt) = (case.over_floor?, case.halt_ns?);
    let instead = no_ratio(Precision::of(run), halt.p50, floor_ns(run, case));
    Some(instead.map_or(Ok(over), Err))
}

/// The ratio of a case's halt to its floor; `None` if it has none, or if it says nothing.
pub fn told_ratio(run: &Run, case: &CaseResult) -> Option<f64> {
    ratio(run, case)?.ok()
}

/// The ratio to the floor as a picture draws it.
#[must_use]
pub fn drawn_over_floor(run: &Run, case: &CaseResult) -> Option<f64> {
    Some(Precision::of(run).rounded_ratio(told_ratio(run, case)?, floor_ns(run, case)))
}

/// p50 of a case's figures, in words; empty if it has none.
pub fn p50(run: &Run, figures: Option<Figures>) -> String {
    figures.map(|figures| quantile(run, &figures, figures.p50)).unwrap_or_default()
}

/// Figures of what came between two events: `None` if the run can't tell them apart, as where the acknowledgement
/// came after the halt.
pub(crate) fn between(run: &Run, figures: Option<Figures>) -> Option<Figures> {
    figures.filter(|figures| !Precision::of(run).hides(figures.p50))
}

/// p50 of what came between two events, in words; empty if the run can't tell them apart.
pub fn p50_between(run: &Run, figures: Option<Figures>) -> String {
    p50(run, between(run, figures))
}

/// How far the halt of a case is from its floor: the ratio, `1.02 ×`; for work that looks once a beat, its
/// share of the beat; for other work, the name of what it is bound by. Empty without a halt.
pub fn distance(run: &Run, case: &CaseResult) -> String {
    match (case.halt_ns, over_floor(run, case), case.share_of_beat) {
        (None, ..) => String::new(),
        (_, Some(ratio), _) => ratio,
        (_, _, Some(share)) => format!("{:.2} beat", share.p50),
        _ => case.bound.map(|bound| bound.to_string()).unwrap_or_default(),
    }
}

/// The same, with the 95 % interval of the ratio in brackets: `1.02 × (0.98–1.07)`.
pub fn distance_with_interval(run: &Run, case: &CaseResult) -> String {
    let distance = distance(run, case);
    match over_floor_interval(run, case) {
        Some(interval) if case.halt_ns.is_some() => format!("{distance} ({interval})"),
        _ => distance,
    }
}

/// p50 of the halt, in words, with a `?` behind it if a self-check about the case failed.
pub fn halt(run: &Run, case: &CaseResult) -> String {
    let told = p50(run, case.halt_ns);
    if told.is_empty() || case.doubts.is_empty() { told } else { told + " ?" }
}

/// How long it takes, where that is no constant of the program's own: work that looks once a beat ends at its next look,
/// and what waits for a deadline ends with it. Empty without a halt.
pub fn takes(run: &Run, case: &CaseResult) -> String {
    let told = halt(run, case);
    match case.bound {
        _ if told.is_empty() || !case.verdict.is_some_and(Verdict::has_halted) => String::new(),
        Some(Bound::Polled) => "next look".to_owned(),
        Some(Bound::Deadline) => "its deadline".to_owned(),
        _ => told,
    }
}

/// The 95 % interval of p50, in words; empty if there were too few rounds.
pub fn interval(run: &Run, figures: Option<Figures>) -> String {
    let interval = figures.and_then(|figures| figures.interval());
    interval.map(|(low, high)| Precision::of(run).range(low, high)).unwrap_or_default()
}

/// p50 of the halt over p50 of its floor, in words: `1.02 ×`, or why there is no ratio; `None` if it has no floor.
pub fn over_floor(run: &Run, case: &CaseResult) -> Option<String> {
    let ratio = ratio(run, case)?.map(|ratio| Precision::of(run).ratio(ratio, floor_ns(run, case)));
    Some(ratio.unwrap_or_else(str::to_owned))
}

/// The 95 % interval of that ratio, in words: `0.98–1.07`; `None` if there were too few rounds.
pub fn over_floor_interval(run: &Run, case: &CaseResult) -> Option<String> {
    let (low, high) = case.over_floor_interval().filter(|_| told_ratio(run, case).is_some())?;
    Some(Precision::of(run).ratio_range(low, high, floor_ns(run, case)))
}

/// The ratio, and its interval in brackets: `1.02 × (0.98–1.07)`.
pub fn over_floor_with_interval(run: &Run, case: &CaseResult) -> Option<String> {
    let ratio = over_floor(run, case)?;
    Some(over_floor_interval(run, case).map_or(ratio.clone(), |interval| format!("{ratio} ({interval})")))
}

/// p50 of the floor below a case, in ns. A case without a floor gets the greatest number, beside which the
/// resolution is nothing.
fn floor_ns(run: &Run, case: &CaseResult) -> u64 {
    let floor = case.bound.and_then(Floor::below).and_then(|floor| run.floors.of(floor));
    floor.map_or(u64::MAX, |floor| floor.p50)
}

/// Whether the destructors of work that has ended ran, in words; empty for work that goes on.
pub fn clean_up(case: &CaseResult) -> &'static str {
    match case.cleanup_ran.filter(|_| case.verdict.is_some_and(Verdict::has_halted)) {
        Some(true) => "ran",
        Some(false) => "did not run",
        None => "",
    }
}

/// What else must be said of a case's figures: playings that ran out of patience, and self-checks that
/// failed.
pub fn remarks(case: &CaseResult) -> Vec<String> {
    let patience = match case.out_of_patience {
        0 => None,
        1 => Some("1 playing ran out of patience".to_owned()),
        many => Some(format!("{many} playings ran out of patience")),
    };
    patience.into_iter().chain(case.doubts.iter().map(|doubt| format!("in doubt: {doubt}"))).collect()
}

/// Why a run has no intervals, as a sentence; `None` if each case that halted has one.
pub fn no_intervals(run: &Run) -> Option<&'static str> {
    let mut halts = run.cases.iter().filter_map(|case| case.halt_ns);
    let is_missing = halts.any(|halt| halt.interval().is_none());
    is_missing.then_some("No interval: fewer than six rounds.")
}

#[cfg(test)]
mod tests {
    use stage::Bound;

    use super::*;
    use crate::results_file::recorded_run;

    #[test]
    fn a_quantile_among_playings_that_ran_out_of_patience_is_a_bound() {
        let figures = Figures {
            p50: 5_000_000,
            p90: 600_000_000,
            p99: 600_000_000,
            max: 600_000_000,
            p50_low: None,
            p50_high: None,
            p50_error: None,
            rounds: 1,
            at_least_from: None,
        };
        for (at_least_from, p50, p90) in
            [(None, "5.0 ms", "600 ms"), (Some(600_000_000), "5.0 ms", "≥ 600 ms")]
        {
            let figures = Figures { at_least_from, ..figures };
            assert_eq!(quantile(&recorded_run("snapshots/run.json"), &figures, figures.p50), p50);
            assert_eq!(quantile(&recorded_run("snapshots/run.json"), &figures, figures.p90), p90);
        }
    }

    #[test]
    fn a_ratio_that_says_nothing_gives_way_to_words() {
        let mut run = recorded_run("snapshots/run.json");
        run.resolution.as_mut().expect("a resolution").ns = 45;
        let precision = Precision::of(&run);
        for (halt, floor, said) in
            [(46, 45, None), (44, 45, Some("below resolution")), (4_400, 44, Some("below resolution"))]
        {
            assert_eq!(no_ratio(precision, halt, floor), said, "{halt} over {floor}");
        }
        let line = run.cases.iter().find(|case| case.bound == Some(Bound::Line) && case.over_floor.is_some());
        let mut case = line.expect("one over the floor line").clone();
        assert!(distance_with_interval(&run, &case).contains(" × ("));
        run.resolution.as_mut().expect("a resolution").ns = 1_000_000_000;
        assert_eq!(distance_with_interval(&run, &case), "below resolution");
        // Work in another language looks when its engine lets it, and not at every turn of a loop of Rust's.
        (case.bound, case.over_floor) = (Some(Bound::Turn), None);
        assert_eq!(distance_with_interval(&run, &case), "turn");
        assert_eq!((told_ratio(&run, &case), drawn_over_floor(&run, &case)), (None, None));
    }

    #[test]
    fn a_doubt_marks_the_time_and_is_said() {
        let mut run = recorded_run("snapshots/run.json");
        run.resolution = None;
        let mut case = run.cases.iter().find(|case| case.halt_ns.is_some()).expect("one").clone();
        case.doubts = vec!["it was 30 % early".to_owned()];
        case.out_of_patience = 1;
        assert!(halt(&run, &case).ends_with(" ?"));
        assert_eq!(remarks(&case), ["1 playing ran out of patience", "in doubt: it was 30 % early"]);
        case.halt_ns = None;
        assert_eq!(halt(&run, &case), "");
    }
}
