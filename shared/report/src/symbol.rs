//! A verdict as a symbol, by name and in words. The symbol alone identifies it, so no reader needs the colour.

use stage::{Bound, Verdict};

/// The symbol; `!` if every playing failed.
#[must_use]
pub fn symbol(verdict: Option<Verdict>) -> &'static str {
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

/// The name; `no verdict` if there is none.
#[must_use]
pub fn name(verdict: Option<Verdict>) -> &'static str {
    verdict.map_or("no verdict", Verdict::as_str)
}

/// What a verdict means.
#[must_use]
pub fn meaning(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Stopped) => "the work has halted, and its destructors ran.",
        Some(Verdict::Killed) => "the work has halted, and its destructors did not run.",
        Some(Verdict::StillStanding) => {
            "the call returned as if the work had ended, and the work went on for as long as it was watched."
        }
        Some(Verdict::Hung) => {
            "the call that was to end the work did not return for as long as it was watched, and the work had not ended."
        }
        Some(Verdict::NeverStarted) => "the work was stopped before its first beat.",
        Some(Verdict::NotOffered) => "the runtime has no such mechanism.",
        None => "every playing failed.",
    }
}

/// What the time from request to halt is bound by, in words.
#[must_use]
pub fn bound(bound: Bound) -> &'static str {
    match bound {
        Bound::Line => "a cache line from core to core: the work looks at every turn",
        Bound::Wake => "a wake-up of a parked thread",
        Bound::Reap => "the end of a process and its reaping",
        Bound::Polled => "its beat: the work looks once a beat",
        Bound::Inline => "nothing but instructions: the caller ends the work itself",
        Bound::Timer => "the next step of the runtime's timer, for which the caller waits",
    }
}
