//! How the page's data is kept small.

use stage::Verdict;

/// Whether a value need not be written: what is missing is the default.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The place of a verdict among the page's: in the order of [`Verdict::ALL`], and last where every playing
/// failed.
pub(super) fn verdict(verdict: Option<Verdict>) -> usize {
    Verdict::ALL.iter().position(|it| Some(*it) == verdict).unwrap_or(Verdict::ALL.len())
}
