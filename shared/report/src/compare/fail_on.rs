//! What fails a comparison, for a machine that checks every change.

use super::{Comparison, Shows};

/// What fails a comparison.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FailOn {
    /// A verdict that changed.
    Verdict,
    /// Another outcome that changed, by its name.
    Outcome(&'static str),
    /// A case that became slower by more than this share.
    Slower(f64),
}

impl FailOn {
    /// Reads it as an argument has it: `verdict`, one of these outcomes, or `slower=20%`.
    ///
    /// # Errors
    /// If it is none of them, with all that it can be.
    pub fn read(text: &str, outcomes: &[&'static str]) -> Result<Self, String> {
        if text == "verdict" {
            return Ok(Self::Verdict);
        }
        if let Some(what) = outcomes.iter().find(|what| **what == text) {
            return Ok(Self::Outcome(what));
        }
        let percent = text.strip_prefix("slower=").and_then(|rest| rest.strip_suffix('%'));
        let percent =
            percent.and_then(|percent| percent.parse::<f64>().ok()).filter(|percent| *percent >= 0.0);
        percent
            .map(|percent| Self::Slower(percent / 100.0))
            .ok_or_else(|| format!("write verdict, {} or slower=20%", outcomes.join(", ")))
    }
}

impl Comparison {
    /// Whether one of these is seen, as far as these runs can show.
    pub fn fails(&self, fail_on: &[FailOn]) -> bool {
        fail_on.iter().any(|what| match what {
            FailOn::Verdict => !self.verdicts.is_empty(),
            FailOn::Outcome(what) => self.outcomes.iter().any(|change| change.what == *what),
            FailOn::Slower(share) => {
                self.times.iter().any(|time| time.shows == Shows::Slower && time.ratio > 1.0 + share)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::FailOn;

    #[test]
    fn what_fails_a_comparison_is_a_verdict_an_outcome_or_a_share() {
        let read = |text| FailOn::read(text, &["lost"]);
        assert_eq!(read("verdict"), Ok(FailOn::Verdict));
        assert_eq!(read("slower=20%"), Ok(FailOn::Slower(0.2)));
        assert_eq!(read("lost"), Ok(FailOn::Outcome("lost")));
        for wrong in ["slower", "slower=20", "slower=-1%", "slower=NaN%", "faster=1%", "left"] {
            assert_eq!(read(wrong), Err("write verdict, lost or slower=20%".to_owned()), "{wrong}");
        }
    }
}
