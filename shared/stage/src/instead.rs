//! From a case whose work goes on, or loses something, to the one that does it right.

use crate::{
    case::Case,
    vocabulary::{Loss, Verdict},
};

impl Case {
    /// The same case, which falls short, with the one that does it right: its name under the same runtime, or its id.
    #[must_use]
    pub const fn instead(self, case: &'static str) -> Self {
        Self { instead: Some(Ok(case)), ..self }
    }

    /// The same case, which falls short, and why there is none that does it right.
    #[must_use]
    pub const fn nothing_instead(self, why: &'static str) -> Self {
        Self { instead: Some(Err(why)), ..self }
    }

    /// Whether its work goes on, or loses something.
    #[must_use]
    pub const fn falls_short(&self) -> bool {
        matches!(self.expected, Verdict::StillStanding | Verdict::Hung)
            || matches!(self.loss, Some(Loss::Some | Loss::All))
            || matches!(self.invariant, Some(false))
    }

    /// Whether its work stops, and loses nothing: a case that falls short may name it.
    #[must_use]
    pub const fn does_it_right(&self) -> bool {
        matches!(self.expected, Verdict::Stopped) && !self.falls_short()
    }

    /// The id of the case that does it right, where this one falls short.
    #[must_use]
    pub fn instead_id(&self) -> Option<String> {
        let case = self.instead?.ok()?;
        let is_a_name = case.matches('/').count() == 1;
        Some(if is_a_name { format!("{}/{case}", self.runtime) } else { case.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(expected: Verdict) -> Case {
        Case::new("drop/blocking", expected, |_| ()).under("tokio")
    }

    #[test]
    fn what_goes_on_or_loses_something_falls_short() {
        for (case, falls_short, does_it_right) in [
            (case(Verdict::StillStanding), true, false),
            (case(Verdict::Hung), true, false),
            (case(Verdict::Stopped), false, true),
            (case(Verdict::Stopped).losing(Loss::None), false, true),
            (case(Verdict::Stopped).losing(Loss::Some), true, false),
            (case(Verdict::Stopped).losing(Loss::All), true, false),
            (case(Verdict::Stopped).keeping_its_invariant(), false, true),
            (case(Verdict::Stopped).breaking_its_invariant(), true, false),
            (case(Verdict::Killed), false, false),
            (case(Verdict::NeverStarted), false, false),
            (Case::not_offered("drop/awaiting", "there is none"), false, false),
        ] {
            assert_eq!((case.falls_short(), case.does_it_right()), (falls_short, does_it_right), "{case:?}");
        }
    }

    #[test]
    fn a_name_is_one_of_the_same_runtime() {
        let case = case(Verdict::StillStanding);
        let id = |case: Case| case.instead_id();
        assert_eq!(id(case.instead("flag/blocking")).as_deref(), Some("tokio/flag/blocking"));
        assert_eq!(id(case.instead("threads/flag/blocking")).as_deref(), Some("threads/flag/blocking"));
        assert_eq!((id(case), id(case.nothing_instead("none looks"))), (None, None));
    }
}
