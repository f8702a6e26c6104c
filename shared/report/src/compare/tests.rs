//! Simulated runs, compared as real ones are.

use std::sync::LazyLock;

use fastrand::Rng;
use measure::{CaseResult, Figures, Resolution, Run, ShareOfBeat};
use stage::Bound;

use super::{fail_on::FailOn, *};
use crate::results_file::recorded_run;

const CASES: usize = 100;
const ROUNDS: usize = 20;
/// How far the medians of a run's rounds scatter.
const BETWEEN_ROUNDS: f64 = 0.06;
const BOUNDS: [Bound; 5] = [Bound::Line, Bound::Wake, Bound::Reap, Bound::Inline, Bound::Polled];
/// A recorded run of one case, of whose kind all are. Its samples and its timeline are not looked at.
static RECORDED: LazyLock<Run> = LazyLock::new(|| {
    let mut run = recorded_run("snapshots/run.json");
    run.cases.truncate(1);
    run.cases[0] = CaseResult { rounds: Vec::new(), timeline: None, ..run.cases[0].clone() };
    run
});
/// Two runs have half of the variance of their difference each.
const HALF: f64 = std::f64::consts::FRAC_1_SQRT_2;

/// A normal variate, as the sum of twelve uniform ones.
fn normal(random: &mut Rng) -> f64 {
    (0..12).map(|_| random.f64()).sum::<f64>() - 6.0
}

/// The median of sorted rounds, the ends of its interval, and its standard error from `of` the rounds.
fn summary(mut rounds: Vec<f64>, of: impl Fn(f64) -> f64) -> (f64, f64, f64, f64) {
    rounds.sort_by(f64::total_cmp);
    let median = f64::midpoint(rounds[ROUNDS / 2 - 1], rounds[ROUNDS / 2]);
    let count = ROUNDS as f64;
    let mean = rounds.iter().map(|it| of(*it)).sum::<f64>() / count;
    let variance = rounds.iter().map(|it| (of(*it) - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (median, rounds[5], rounds[14], 1.253_314 * (variance / count).sqrt())
}

fn case(like: &CaseResult, number: usize, slower: f64, common: &[f64; 5], random: &mut Rng) -> CaseResult {
    let bound = BOUNDS[number % BOUNDS.len()];
    let mut case =
        CaseResult { id: format!("case-{number}"), bound: Some(bound), share_of_beat: None, ..like.clone() };
    let of_run = common[number % BOUNDS.len()] + HALF * Scatter::measured().of(bound).own * normal(random);
    let base = 10_000.0 * 1.05_f64.powi(number as i32) * slower;
    let times = (0..ROUNDS).map(|_| base * (of_run + BETWEEN_ROUNDS * normal(random)).exp()).collect();
    let (p50, low, high, error) = summary(times, f64::ln);
    let ns = |it: f64| it.round() as u64;
    case.halt_ns = Some(Figures {
        p50: ns(p50),
        p90: ns(high) * 2,
        p99: ns(high) * 2,
        max: ns(high) * 2,
        p50_low: Some(ns(low)),
        p50_high: Some(ns(high)),
        p50_error: Some(error),
        rounds: ROUNDS as u32,
        at_least_from: None,
    });
    if bound == Bound::Polled {
        let of_round = |_| {
            let mut shares = [(); 10].map(|()| random.f64());
            shares.sort_by(f64::total_cmp);
            f64::midpoint(shares[4], shares[5])
        };
        let (p50, low, high, error) = summary((0..ROUNDS).map(of_round).collect(), |it| it);
        case.share_of_beat = Some(ShareOfBeat {
            p50,
            p50_low: Some(low),
            p50_high: Some(high),
            p50_error: Some(error),
            rounds: ROUNDS as u32,
            distance: 0.05,
            samples: 200,
        });
    }
    case
}

/// A run in which the case of this number is so many times slower.
fn run(seed: u64, slow: Option<(usize, f64)>) -> Run {
    // What neighbouring seeds give is alike, so they are spread.
    let mut random = Rng::with_seed(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut run = RECORDED.clone();
    let like = run.cases.remove(0);
    let common = BOUNDS.map(|bound| HALF * Scatter::measured().of(bound).common * normal(&mut random));
    let slower = |number| slow.filter(|(slow, _)| *slow == number).map_or(1.0, |(_, slower)| slower);
    run.cases = (0..CASES).map(|number| case(&like, number, slower(number), &common, &mut random)).collect();
    run
}

fn found(comparison: &Comparison) -> Vec<&str> {
    let times = comparison.times.iter();
    times.filter(|time| time.shows != Shows::NoDifference).map(|time| time.id.as_str()).collect()
}

/// Of 100 pairs, in how many these cases, and no others, are slower.
fn pairs_that_find(slow: Option<(usize, f64)>, expected: &[&str]) -> usize {
    let pair = |seed: &u64| {
        let comparison = Comparison::new(&run(2 * seed, None), &run(2 * seed + 1, slow));
        assert_eq!(comparison.tested, CASES);
        expected.iter().all(|id| found(&comparison).contains(id))
            && (slow.is_some() || found(&comparison).is_empty())
    };
    (0..100).filter(pair).count()
}

#[test]
fn two_runs_of_one_commit_differ_nowhere_in_19_of_20_pairs() {
    let pairs = pairs_that_find(None, &[]);
    assert!(pairs >= 95, "{pairs} of 100");
}

#[test]
fn a_slow_down_by_30_percent_is_found_in_19_of_20_pairs() {
    // One that waits for a wake-up: those for a cache line scatter too much for it.
    let pairs = pairs_that_find(Some((41, 1.3)), &["case-41"]);
    assert!(pairs >= 95, "{pairs} of 100");
}

#[test]
fn what_all_cases_of_a_kind_have_in_common_is_told_and_taken_out() {
    let (a, mut b) = (run(12, None), run(12, None));
    for case in b.cases.iter_mut().filter(|case| case.bound == Some(Bound::Wake)) {
        let halt = case.halt_ns.as_mut().expect("halts");
        (halt.p50, halt.p50_low, halt.p50_high) = (2 * halt.p50, Some(2 * halt.p50), Some(2 * halt.p50));
    }
    let comparison = Comparison::new(&a, &b);
    assert!(found(&comparison).is_empty());
    let wake = comparison.common.iter().find(|common| common.bound == "wake").expect("many wake");
    assert_eq!((wake.ratio, wake.cases), (2.0, 20));
    assert!(comparison.allowance().is_some_and(|said| said.contains("wake × 2.00 (20 cases)")));
}

#[test]
fn an_interval_leaves_out_one_exactly_where_a_difference_is_found() {
    let slow = run(3, Some((41, 1.5)));
    for time in Comparison::new(&run(2, None), &slow).times {
        let (low, high) = (time.ratio_low.expect("rounds"), time.ratio_high.expect("rounds"));
        assert!(low <= time.ratio && time.ratio <= high, "{time:?}");
        assert_eq!(low > 1.0 || high < 1.0, time.shows != Shows::NoDifference, "{time:?}");
    }
}

#[test]
fn polled_cases_are_compared_by_their_share_of_the_beat() {
    let (a, mut b) = (run(4, None), run(5, None));
    for case in b.cases.iter_mut().filter(|case| case.bound == Some(Bound::Polled)) {
        let halt = case.halt_ns.as_mut().expect("halts");
        (halt.p50, halt.p50_low, halt.p50_high) = (10 * halt.p50, Some(10 * halt.p50), Some(10 * halt.p50));
    }
    assert!(found(&Comparison::new(&a, &b)).is_empty());
    let share = |case: &mut CaseResult| case.share_of_beat.as_mut().map(|share| share.p50 += 0.4);
    share(&mut b.cases[4]);
    assert_eq!(found(&Comparison::new(&a, &b)), ["case-4"]);
}

#[test]
fn no_difference_below_the_resolution_is_one() {
    let (mut a, b) = (run(6, None), run(7, Some((41, 2.0))));
    assert_eq!(found(&Comparison::new(&a, &b)), ["case-41"]);
    let controls_ns = [("threads".to_owned(), 300)].into();
    a.resolution = Some(Resolution { ns: 10_000_000, share: 0.3, controls_ns });
    let time = Comparison::new(&a, &b).times.swap_remove(41);
    assert_eq!((time.ratio().as_str(), time.interval()), ("below resolution", None));
    let shows = |comparison: Comparison| comparison.times[41].shows;
    assert_eq!(shows(Comparison::new(&a, &b)), Shows::BelowResolution);
    assert_eq!(shows(Comparison::new(&b, &a)), Shows::BelowResolution);
}

#[test]
fn too_few_rounds_are_no_difference() {
    let (a, mut b) = (run(8, None), run(9, Some((41, 100.0))));
    let halt = b.cases[41].halt_ns.as_mut().expect("halts");
    (halt.p50_low, halt.p50_high) = (None, None);
    let comparison = Comparison::new(&a, &b);
    assert_eq!(comparison.tested, CASES - 1);
    assert_eq!(comparison.times[41].shows, Shows::NotEnoughRounds);
    assert_eq!(comparison.times[41].interval(), None);
    assert!(!comparison.fails(&[FailOn::Slower(0.2)]));
}

#[test]
fn a_time_that_was_not_waited_for_is_never_faster_and_makes_none_slower() {
    let (a, mut b) = (run(10, None), run(11, Some((41, 2.0))));
    b.cases[41].halt_ns.as_mut().expect("halts").at_least_from = Some(1);
    let slower = Comparison::new(&a, &b);
    assert_eq!(slower.times[41].shows, Shows::Slower);
    assert!(slower.times[41].is_at_least && slower.to_markdown().contains("at least"));
    assert_eq!(Comparison::new(&b, &a).times[41].shows, Shows::Faster);
    b.cases[41].halt_ns = run(11, Some((41, 0.5))).cases[41].halt_ns;
    b.cases[41].halt_ns.as_mut().expect("halts").at_least_from = Some(1);
    assert_eq!(Comparison::new(&a, &b).times[41].shows, Shows::NoDifference);
}

#[test]
fn repeats_give_back_the_scatter_that_they_have() {
    let runs: Vec<Run> = (0..8).map(|seed| run(100 + seed, None)).collect();
    let scatter = Scatter::of_repeats(&runs);
    for bound in BOUNDS {
        let (got, had) = (scatter.of(bound), Scatter::measured().of(bound));
        assert!((got.own - had.own).abs() < 0.25 * had.own + 0.02, "{bound}: {got:?} and not {had:?}");
        assert!(
            (got.common - had.common).abs() < 0.7 * had.common + 0.02,
            "{bound}: {got:?} and not {had:?}"
        );
    }
    assert_eq!(Scatter::of_repeats(&runs[..1]), Scatter::measured());
}

#[test]
fn what_else_differs_is_named_field_by_field() {
    let a = recorded_run("snapshots/run.json");
    let mut b = a.clone();
    b.commit = Some("fedcba987654".to_owned());
    b.settings.beat_ns = 10_000_000;
    b.settings.patience.horizon_ns = 1;
    b.profile = "debug".to_owned();
    b.workers = 7;
    b.machine.cpu = None;
    b.environment.insert("SMOL_THREADS".to_owned(), Some("2".to_owned()));
    b.rounds_played = 1;
    let differences = provenance::differences(&a, &b);
    for said in [
        "beat: 1,000,000 ns and 10,000,000 ns",
        "patience horizon: 50,000,000 ns and 1 ns",
        "environment SMOL THREADS: 1 and 2",
        "commit: ",
        "workers: ",
        "processor: ",
        "rounds played: ",
        "build profile: release and debug",
    ] {
        assert!(differences.iter().any(|line| line.contains(said)), "{said} is not in {differences:#?}");
    }
    assert_eq!(differences.len(), 8, "{differences:#?}");
    assert!(provenance::differences(&a, &a).is_empty());
    b.judgement.grade = measure::Grade::Unusable;
    let said = "Grade of B unusable: use none of its times.";
    assert!(Comparison::new(&a, &b).to_terminal(80).starts_with(said));
    assert!(Comparison::new(&a, &b).to_markdown().starts_with(said));
}
