//! The median of a few values, its interval, and its standard error.

use crate::statistics::chance;

/// The least number of values of which there is an interval.
pub(crate) const LEAST: usize = 6;
/// How often an interval may miss the median: it covers it in at least 95 of 100 runs.
const LEFT_OUT: f64 = 0.05;
/// The standard error of a median divided by that of a mean, for normally distributed values: the root of
/// π/2 (Kendall & Stuart, *The Advanced Theory of Statistics* 1, 10.10).
const MEDIAN_OVER_MEAN: f64 = 1.253_314;

/// The median of sorted values: the middle one, or the mean of the two in the middle. `None` without values.
///
/// The lower of the two would be too small: for ten values that are uniform over a beat, its mean is 5/11 of
/// the beat.
pub(crate) fn of_sorted(sorted: &[f64]) -> Option<f64> {
    let (last, half) = (sorted.len().checked_sub(1)?, sorted.len() / 2);
    Some((sorted[last / 2] + sorted[half]) / 2.0)
}

/// The median of values in any order: the middle one, or the mean of the two in the middle. Sorts the values.
/// `None` without values.
pub fn of(values: &mut [f64]) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    of_sorted(values)
}

/// The lower median of whole numbers. Unlike a mean of two, it is always one of them. Reorders the values.
/// Zero without values.
#[must_use]
pub fn lower(values: &mut [u64]) -> u64 {
    if values.is_empty() {
        return 0;
    }
    let middle = (values.len() - 1) / 2;
    *values.select_nth_unstable(middle).1
}

/// The 95 % interval of the median of the distribution from which these sorted values are independent
/// samples. `None` for fewer than six values, because the interval from the least to the greatest of five
/// misses the median with a probability of 2 · 0.5⁵ = 6.25 %.
///
/// It holds for every distribution: the k-th value from below is above the median only if fewer than k
/// values are below the median, and each value is below it with probability one half, like a coin that
/// shows heads. So the interval from the k-th value from below to the k-th from above misses the median with
/// twice the probability of at most k − 1 heads; k is the greatest for which that is at most 5 %.
/// David & Nagaraja, *Order Statistics* (2003), 7.1.
pub(crate) fn interval_of_sorted(sorted: &[f64]) -> Option<(f64, f64)> {
    let below = ranks_left_out(sorted.len())?;
    Some((sorted[below], sorted[sorted.len() - 1 - below]))
}

/// How many values are outside the interval at each end.
fn ranks_left_out(count: usize) -> Option<usize> {
    let leaves_out_little = |below: &usize| 2.0 * chance::at_most(*below, count) <= LEFT_OUT;
    (0..count / 2).take_while(leaves_out_little).last()
}

/// The standard error of the median of these values; `None` for fewer than two.
///
/// It is computed from their standard deviation, because ranks say little about so few values. One value that
/// is far off makes the error larger, and so a difference harder to claim.
pub(crate) fn standard_error(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    Some(MEDIAN_OVER_MEAN * (squares / (count - 1.0) / count).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_even_count_has_its_median_between_the_two_in_the_middle() {
        for (values, median) in [(&[][..], None), (&[7.0], Some(7.0)), (&[1.0, 2.0], Some(1.5))] {
            assert_eq!(of_sorted(values), median);
        }
        assert_eq!(of(&mut [9.0, 1.0, 4.0, 2.0]), Some(3.0));
    }

    /// Conover, *Practical Nonparametric Statistics*, 3.2; the tables of the sign test agree.
    #[test]
    fn the_ranks_are_those_of_the_tables() {
        for (count, left_out) in [
            (0, None),
            (5, None),
            (LEAST - 1, None),
            (LEAST, Some(0)),
            (6, Some(0)),
            (8, Some(0)),
            (9, Some(1)),
            (11, Some(1)),
            (12, Some(2)),
            (15, Some(3)),
            (20, Some(5)),
            (50, Some(17)),
            (100, Some(39)),
        ] {
            assert_eq!(ranks_left_out(count), left_out, "{count}");
        }
    }

    #[test]
    fn an_error_needs_two_values() {
        assert_eq!(standard_error(&[1.0]), None);
        assert_eq!(standard_error(&[1.0, 1.0]), Some(0.0));
        assert!((standard_error(&[1.0, 3.0]).unwrap() - MEDIAN_OVER_MEAN).abs() < 1e-9);
    }
}
