//! How the page's data is kept small.

use stage::Verdict;

/// Whether a value can be left out of the JSON: the page reads a missing one as the default.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The index of a verdict among the page's: in the order of [`Verdict::ALL`], and last if every playing failed.
pub(super) fn verdict(verdict: Option<Verdict>) -> usize {
    Verdict::ALL.iter().position(|it| Some(*it) == verdict).unwrap_or(Verdict::ALL.len())
}
