//! How probable something is by chance alone: fair coin tosses, and values that are uniform.

/// The probability that at most `heads` of `tosses` fair coins show heads.
///
/// It sums the binomial terms, each computed from the one before it, in logarithms: an `f64` can't hold
/// one half to the power of more than about a thousand.
pub(crate) fn at_most(heads: usize, tosses: usize) -> f64 {
    let mut term = -(tosses as f64) * std::f64::consts::LN_2;
    let mut sum = term.exp();
    for head in 1..=heads.min(tosses) {
        term += ((tosses - head + 1) as f64 / head as f64).ln();
        sum += term.exp();
    }
    sum.min(1.0)
}

/// The probability that fair coins come out at least as unevenly as this, in either direction: the
/// two-sided sign test.
pub(crate) fn as_uneven_as(heads: usize, tosses: usize) -> f64 {
    (2.0 * at_most(heads.min(tosses - heads.min(tosses)), tosses)).min(1.0)
}

/// The probability that `count` uniform values have at least this distance from uniform.
///
/// Kolmogorov's limit distribution, corrected for few values: Stephens, "Use of the Kolmogorov–Smirnov,
/// Cramér–von Mises and related statistics without extensive tables", *Journal of the Royal Statistical
/// Society* B 32 (1970).
pub(crate) fn chance_of_distance(distance: f64, count: usize) -> f64 {
    let root = (count as f64).sqrt();
    let scaled = (root + 0.12 + 0.11 / root) * distance;
    let term = |k: i32| f64::from(1 - 2 * ((k + 1) % 2)) * (-2.0 * (f64::from(k) * scaled).powi(2)).exp();
    (2.0 * (1..=100).map(term).sum::<f64>()).clamp(0.0, 1.0)
}

/// The Kolmogorov–Smirnov distance of these values from the uniform distribution over [0, 1).
/// It is 1 without values. Sorts the values.
///
/// It is the greatest distance between the two distribution functions, which occurs at one of the values,
/// just before or just after its step: Knuth, *The Art of Computer Programming*, 3.3.1.
pub(crate) fn distance_from_uniform(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    if values.is_empty() {
        return 1.0;
    }
    let count = values.len() as f64;
    let steps = values.iter().enumerate().map(|(rank, value)| {
        let value = value.clamp(0.0, 1.0);
        (value - rank as f64 / count).max((rank + 1) as f64 / count - value)
    });
    steps.fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_tosses_are_counted_by_hand() {
        for (heads, tosses, sixteenths) in
            [(0, 4, 1.0), (1, 4, 5.0), (2, 4, 11.0), (4, 4, 16.0), (9, 4, 16.0)]
        {
            assert!((at_most(heads, tosses) - sixteenths / 16.0).abs() < 1e-12, "{heads} of {tosses}");
        }
        assert!((as_uneven_as(4, 4) - 0.125).abs() < 1e-12);
        assert!((as_uneven_as(2, 4) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn many_tosses_are_still_numbers() {
        assert!((at_most(4_999, 10_000) - 0.496).abs() < 0.001);
        assert!(at_most(4_000, 10_000) < 1e-80);
    }

    #[test]
    fn even_values_are_uniform_and_equal_ones_are_not() {
        let mut even: Vec<f64> = (0..1000).map(|step| (f64::from(step) + 0.5) / 1000.0).collect();
        assert!(distance_from_uniform(&mut even) < 0.001);
        assert!((distance_from_uniform(&mut [0.5; 100]) - 0.5).abs() < 1e-9);
        assert!((distance_from_uniform(&mut [0.99; 100]) - 0.99).abs() < 1e-9);
    }

    /// From the tables of the test: for many values, a distance of 1.36 divided by the root of their number is
    /// exceeded once in twenty.
    #[test]
    fn the_chance_of_a_distance_is_that_of_the_tables() {
        for (distance, count, chance) in [(0.0136, 10_000, 0.05), (0.0163, 10_000, 0.01), (0.134, 100, 0.05)]
        {
            let got = chance_of_distance(distance, count);
            assert!((got / chance - 1.0).abs() < 0.1, "{distance} of {count}: {got}");
        }
    }
}
