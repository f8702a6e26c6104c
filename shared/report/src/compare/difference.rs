//! The difference of one case between two runs, with its p-value: the chance of such a difference if there is none; and what
//! many such tests at once decide.

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::item::Estimate;

/// From this many degrees of freedom on, Student's distribution counts as normal.
const MANY: f64 = 10_000.0;

/// A difference, B less A, with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Difference {
    pub(super) value: f64,
    error: f64,
    /// The degrees of freedom of the error.
    freedom: f64,
}

impl Difference {
    /// `None` if one of the two has too few rounds for an error.
    ///
    /// The error is made of the errors within the runs and of the scatter between runs, which counts as
    /// known. Its degrees of freedom: Welch, "The generalization of Student's problem when several
    /// different population variances are involved", *Biometrika* 34 (1947).
    pub(super) fn of(was: &Estimate, is: &Estimate, scatter: f64) -> Option<Self> {
        let within = [(was.error?.powi(2), was.rounds), (is.error?.powi(2), is.rounds)];
        let variance = scatter.powi(2) + within[0].0 + within[1].0;
        let unsure: f64 = within
            .iter()
            .map(|(square, rounds)| square.powi(2) / f64::from(rounds.saturating_sub(1).max(1)))
            .sum();
        let freedom = if unsure > 0.0 { (variance.powi(2) / unsure).min(MANY) } else { MANY };
        Some(Self { value: is.value - was.value, error: variance.sqrt(), freedom })
    }

    /// The difference without the shift that all cases of its kind have in common.
    pub(super) fn less(self, common: f64) -> Self {
        Self { value: self.value - common, ..self }
    }

    /// The two-sided p-value: the chance of a difference at least as large as this if there is none.
    pub(super) fn p_value(&self) -> f64 {
        match self.error > 0.0 {
            true => 2.0 * self.student().sf((self.value / self.error).abs()),
            false => f64::from(self.value == 0.0),
        }
    }

    /// The interval that excludes zero exactly if the p-value is below this level.
    pub(super) fn interval(&self, level: f64) -> (f64, f64) {
        let half = self.error * self.student().inverse_cdf(1.0 - level / 2.0);
        (self.value - half, self.value + half)
    }

    fn student(&self) -> StudentsT {
        StudentsT::new(0.0, 1.0, self.freedom).expect("the degrees of freedom are greater than zero")
    }
}

/// How often a comparison may call anything a difference where there is none.
pub(super) const LEVEL: f64 = 0.05;

/// What the correction decides.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Holm {
    /// For each test, whether it found a difference.
    pub(super) found: Vec<bool>,
    /// The level of the step at which it stopped: every p-value of a difference is below it, and no other.
    pub(super) level: f64,
}

impl Holm {
    /// Decides on these p-values: from the smallest on, each is held to [`LEVEL`] over the number of
    /// those that are left, until one is greater. Holm, "A simple sequentially rejective multiple test
    /// procedure", *Scandinavian Journal of Statistics* 6 (1979).
    pub(super) fn of(p_values: &[f64]) -> Self {
        let mut order: Vec<usize> = (0..p_values.len()).collect();
        order.sort_by(|a, b| p_values[*a].total_cmp(&p_values[*b]));
        let mut decided = Self { found: vec![false; p_values.len()], level: LEVEL };
        for (step, test) in order.into_iter().enumerate() {
            decided.level = LEVEL / (p_values.len() - step) as f64;
            if p_values[test] > decided.level {
                break;
            }
            decided.found[test] = true;
        }
        decided
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimate(value: f64, error: Option<f64>, rounds: u32) -> Estimate {
        Estimate { value, error, rounds }
    }

    #[test]
    fn the_tails_are_those_of_the_tables() {
        // Eight degrees of freedom: 2.306 leaves out 5 %, and 1.96 does with many.
        for (value, rounds, p_value) in [(2.306, 5, 0.05), (1.96, 1_000_000, 0.05), (0.0, 9, 1.0)] {
            let one = estimate(0.0, Some(0.5_f64.sqrt()), rounds);
            let difference = Difference::of(&one, &estimate(value, one.error, rounds), 0.0).expect("errors");
            assert!(
                (difference.p_value() - p_value).abs() < 1e-3,
                "{difference:?}: {}",
                difference.p_value()
            );
            let (low, high) = difference.interval(0.05);
            assert!(value == 0.0 || low.abs() < 1e-2 && high > value, "{low} {high}");
        }
    }

    #[test]
    fn scatter_between_runs_makes_the_same_difference_likelier() {
        let (was, is) = (estimate(1.0, Some(0.02), 10), estimate(1.1, Some(0.02), 10));
        let p_value = |scatter| Difference::of(&was, &is, scatter).expect("errors").p_value();
        assert!(p_value(0.0) < 0.01 && p_value(0.08) > 0.1);
    }

    #[test]
    fn without_an_error_there_is_no_difference() {
        assert_eq!(Difference::of(&estimate(1.0, None, 3), &estimate(9.0, Some(0.1), 9), 0.0), None);
        let exact = estimate(1.0, Some(0.0), 9);
        assert_eq!(Difference::of(&exact, &exact, 0.0).map(|difference| difference.p_value()), Some(1.0));
    }

    #[test]
    fn each_step_is_held_to_the_level_of_those_that_are_left() {
        for (p_values, found, left) in [
            (&[][..], &[][..], 1.0),
            (&[0.05], &[true], 1.0),
            (&[0.06], &[false], 1.0),
            (&[0.03, 0.04], &[false, false], 2.0),
            (&[0.04, 0.025], &[true, true], 1.0),
            (&[0.2, 0.001, 0.02], &[false, true, true], 1.0),
            (&[0.2, 0.001, 0.03], &[false, true, false], 2.0),
        ] {
            let expected = Holm { found: found.to_vec(), level: LEVEL / left };
            assert_eq!(Holm::of(p_values), expected, "{p_values:?}");
        }
    }
}
