//! What came of a playing beside what its demo claims.

use stage::{Case, Loss, Verdict};

use crate::play::sample::Sample;

/// What came of a playing, or what a demo claims will come of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// What became of the work; `None` if every playing failed.
    pub verdict: Option<Verdict>,
    /// How much of its records was lost; `None` if the case counts none.
    pub loss: Option<Loss>,
    /// Whether its invariant holds; `None` if the case states none.
    pub invariant: Option<bool>,
}

impl Outcome {
    /// What the case's demo claims.
    #[must_use]
    pub fn claimed_by(case: &Case) -> Self {
        Self { verdict: Some(case.expected), loss: case.loss, invariant: case.invariant }
    }

    /// What came of one playing.
    #[must_use]
    pub fn of(sample: &Sample) -> Self {
        let loss = sample.records_lost.zip(sample.records_given).map(|(lost, given)| Loss::of(lost, given));
        Self { verdict: Some(sample.verdict), loss, invariant: sample.invariant }
    }

    /// In what this differs from the claim, a phrase each. If the work goes on, a record that has not arrived
    /// may still do so, and only the verdict counts.
    #[must_use]
    pub fn surprises(self, claim: Self) -> Vec<String> {
        let mut surprises = Vec::new();
        if self.verdict != claim.verdict {
            let name = |verdict: Option<Verdict>| verdict.map_or("no verdict", Verdict::as_str);
            surprises.push(format!("expected {}, saw {}", name(claim.verdict), name(self.verdict)));
        }
        if !self.verdict.is_some_and(Verdict::is_over) {
            return surprises;
        }
        if self.loss != claim.loss {
            surprises.push(format!(
                "expected {}, saw {}",
                loss_in_words(claim.loss),
                loss_in_words(self.loss)
            ));
        }
        if self.invariant != claim.invariant {
            let (claim, seen) = (invariant_in_words(claim.invariant), invariant_in_words(self.invariant));
            surprises.push(format!("expected {claim}, saw {seen}"));
        }
        surprises
    }
}

fn loss_in_words(loss: Option<Loss>) -> &'static str {
    match loss {
        Some(Loss::None) => "no record lost",
        Some(Loss::Some) => "some records lost",
        Some(Loss::All) => "all records lost",
        None => "no records",
    }
}

fn invariant_in_words(holds: Option<bool>) -> &'static str {
    match holds {
        Some(true) => "an invariant that holds",
        Some(false) => "an invariant that is broken",
        None => "no invariant",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STOPPED: Outcome = Outcome { verdict: Some(Verdict::Stopped), loss: None, invariant: None };

    #[test]
    fn what_differs_is_said_a_phrase_each() {
        let losing = |loss| Outcome { loss: Some(loss), ..STOPPED };
        let stating = |holds| Outcome { invariant: Some(holds), ..STOPPED };
        let killed = Outcome { verdict: Some(Verdict::Killed), ..losing(Loss::Some) };
        let not_offered = Outcome { verdict: Some(Verdict::NotOffered), ..STOPPED };
        // The claim, what was seen, and what is said.
        let hung = Outcome { verdict: Some(Verdict::Hung), ..STOPPED };
        let table: [(Outcome, Outcome, &[&str]); 9] = [
            (STOPPED, STOPPED, &[]),
            (losing(Loss::Some), losing(Loss::Some), &[]),
            (losing(Loss::None), losing(Loss::All), &["expected no record lost, saw all records lost"]),
            (STOPPED, losing(Loss::None), &["expected no records, saw no record lost"]),
            (losing(Loss::None), STOPPED, &["expected no record lost, saw no records"]),
            (
                stating(true),
                stating(false),
                &["expected an invariant that holds, saw an invariant that is broken"],
            ),
            (
                losing(Loss::None),
                killed,
                &["expected stopped, saw killed", "expected no record lost, saw some records lost"],
            ),
            (losing(Loss::None), hung, &["expected stopped, saw hung"]),
            (losing(Loss::None), not_offered, &["expected stopped, saw not-offered"]),
        ];
        for (claim, seen, said) in table {
            assert_eq!(seen.surprises(claim), said, "{seen:?} beside {claim:?}");
        }
    }
}
