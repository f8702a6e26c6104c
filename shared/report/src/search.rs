//! The words of a search, which are the same on the command line and on the page.

use stage::Verdict;

/// Words that a question has, and that say nothing of its answer.
pub const SMALL: [&str; 24] = [
    "a", "after", "an", "and", "can", "do", "does", "for", "from", "how", "i", "in", "is", "it", "my", "of",
    "on", "still", "the", "to", "what", "when", "why", "with",
];

/// What people call work with this verdict: a search finds it by these words.
pub fn called(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Stopped => "stopped",
        Verdict::Killed => "killed",
        Verdict::StillStanding => "still standing, still-standing, still running, zombie",
        Verdict::Hung => "hung, hangs, never returns",
        Verdict::NeverStarted => "never started, never-started",
        Verdict::NotOffered => "not offered, not-offered",
    }
}
