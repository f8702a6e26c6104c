//! Figures, intervals, drift and ratios of rounds that are written down here.

use super::*;

fn times(rounds: &[&[u64]]) -> Times {
    Times::of((0..).zip(rounds).map(|(number, round)| (number, round.to_vec(), None)))
}

/// Rounds whose samples are all the same.
fn levels(levels: &[u64]) -> Times {
    let rounds: Vec<[u64; 3]> = levels.iter().map(|&ns| [ns; 3]).collect();
    times(&rounds.iter().map(|round| &round[..]).collect::<Vec<_>>())
}

#[test]
fn p50_is_that_of_the_rounds_and_the_other_quantiles_those_of_all_samples() {
    let values: Vec<u64> = (1..=1000).collect();
    let figures = times(&[&values[..500], &values[500..]]).figures().unwrap();
    assert_eq!((figures.p50, figures.p90, figures.p99, figures.max), (501, 900, 990, 1000));
    assert_eq!((figures.rounds, figures.interval()), (2, None));
}

#[test]
fn the_interval_needs_six_rounds_and_holds_p50() {
    assert_eq!(levels(&[1, 2, 3, 4, 5]).figures().unwrap().interval(), None);
    assert_eq!(levels(&[60, 10, 20, 50, 30, 40]).figures().unwrap().interval(), Some((10, 60)));
    let nine = levels(&[90, 10, 80, 20, 70, 30, 60, 40, 50]).figures().unwrap();
    assert_eq!((nine.p50, nine.interval()), (50, Some((20, 80))));
    assert!(nine.p50_error.is_some_and(|error| error > 0.1), "{nine:?}");
    assert_eq!(levels(&[7; 20]).figures().unwrap().p50_error, Some(0.0));
}

#[test]
fn nothing_measured_is_no_figure_and_a_round_without_a_sample_no_round() {
    assert!(times(&[]).figures().is_none());
    assert!(times(&[&[]]).figures().is_none());
    assert_eq!(times(&[&[1], &[], &[1]]).figures().unwrap().rounds, 2);
}

#[test]
fn what_was_not_waited_for_is_slower_than_all_that_was() {
    let eight = |times: &[u64]| Times::of((0..8).map(|number| (number, times.to_vec(), Some(1_000))));
    let figures = eight(&[2_000]).figures().unwrap();
    assert_eq!((figures.p50, figures.max, figures.at_least_from), (2_000, 2_000, Some(2_000)));
    assert!(figures.is_at_least(figures.p50));
    let figures = eight(&[500; 9]).figures().unwrap();
    assert!(!figures.is_at_least(figures.p50) && figures.is_at_least(figures.p99), "{figures:?}");
    // Half-way between a time and a lower bound.
    let figures = eight(&[500]).figures().unwrap();
    assert_eq!((figures.p50, figures.at_least_from), (750, Some(750)));
}

#[test]
fn quantiles_do_not_fall() {
    let figures = times(&[&[1; 100], &[9], &[9]]).figures().unwrap();
    assert_eq!((figures.p50, figures.p90, figures.max), (9, 9, 9));
}

#[test]
fn drift_is_the_greatest_shift_between_any_two_quarters() {
    for (rounds, drift) in [
        (&[][..], None),
        (&[5], None),
        (&[10, 15, 10, 15, 10], None),
        (&[0, 0, 0, 15, 15, 15], None),
        (&[10, 10, 50, 20, 20, 10], Some(1.0)),
        (&[10, 10, 10, 20, 20, 20, 10, 10, 10], Some(1.0)),
        (&[10, 10, 11, 10, 10, 50, 10, 10, 10, 10, 10, 10], Some(0.0)),
        (&[40, 40, 40, 20, 20, 20, 20, 20, 10, 10, 10, 10], Some(3.0)),
    ] {
        assert_eq!(levels(rounds).drift(), drift, "{rounds:?}");
    }
}

#[test]
fn a_ratio_pairs_the_rounds_in_which_both_played() {
    let rounds = |ns: u64, without: u32| {
        let rounds = (0..9).filter(move |round| *round != without);
        Times::of(rounds.map(move |round| (round, vec![ns * (1 + u64::from(round % 3))], None)))
    };
    let (case, floor) = (rounds(300, 2), rounds(100, 4));
    assert_eq!(ratio_interval(&case, &floor), Some((3.0, Some((3.0, 3.0)))));
    assert_eq!(ratio_interval(&case, &times(&[])), None);
    assert_eq!(ratio_interval(&levels(&[6, 8]), &levels(&[2, 2])), Some((3.5, None)));
    assert_eq!(ratio_interval(&levels(&[6]), &levels(&[0])), None);
}

#[test]
fn each_value_is_a_round_and_what_was_not_waited_for_is_the_longest() {
    let figures = Figures::of_rounds(&[30, 10, 20, 50, 40, 60], &[]).unwrap();
    assert_eq!((figures.p50, figures.max, figures.rounds), (35, 60, 6));
    assert_eq!(figures.interval(), Some((10, 60)));
    let figures = Figures::of_rounds(&[30], &[5, 7]).unwrap();
    assert!(figures.is_at_least(figures.p50) && figures.max == 30);
    assert_eq!(Figures::of_rounds(&[], &[]), None);
}
