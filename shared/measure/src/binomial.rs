//! Probabilities of fair coin tosses: the interval of a median and the sign test are computed from them.

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
}
