//! Many tests at once: Holm's correction. With any number of cases, at most 5 of 100 comparisons find a difference
//! where there is none.

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
