//! A verdict as a sign and as a word: the sign alone tells it, so that no colour has to.

use stage::Verdict;

/// The sign; `!` where every playing failed.
#[must_use]
pub fn sign(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Stopped) => "●",
        Some(Verdict::Killed) => "†",
        Some(Verdict::StillStanding) => "✗",
        Some(Verdict::Hung) => "∞",
        Some(Verdict::NeverStarted) => "○",
        Some(Verdict::NotOffered) => "–",
        None => "!",
    }
}

/// The word, also where there is no verdict.
#[must_use]
pub fn word(verdict: Option<Verdict>) -> &'static str {
    verdict.map_or("no verdict", Verdict::as_str)
}
