//! The signs of verdicts: those that a case has for the same word, and three that only programs have.

use report::{
    draw::{
        mark::{Mark, Shape},
        style::Colour,
    },
    terminal::style,
};
use stage::Verdict as OfACase;

use crate::verdict::Verdict;

/// The symbol.
pub(crate) fn symbol(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Crashed) => "‡",
        Some(Verdict::EndedByItself) => "○",
        Some(Verdict::Ended) => "◐",
        other => report::verdict::symbol(of_a_case(other)),
    }
}

/// The name; `no verdict` if there is none.
pub(crate) fn name(verdict: Option<Verdict>) -> &'static str {
    verdict.map_or("no verdict", Verdict::as_str)
}

/// A text in the colour of a verdict.
pub(crate) fn coloured(verdict: Option<Verdict>, text: &str) -> String {
    style::colour(of_a_case(verdict)).apply_to(text).to_string()
}

/// The mark in a picture.
pub(crate) fn mark(verdict: Option<Verdict>) -> Mark {
    match verdict {
        Some(Verdict::Crashed) => Mark(Shape::Diamond, Colour::Red),
        Some(Verdict::EndedByItself) => Mark(Shape::Ring, Colour::Blue),
        Some(Verdict::Ended) => Mark(Shape::Square, Colour::Blue),
        other => Mark::of(of_a_case(other)),
    }
}

/// A verdict, and what it means.
pub(crate) fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Stopped => "stopped: it ended itself",
        Verdict::Killed => "killed: the signal that it was asked by ended it",
        Verdict::Ended => "ended: it ended when it was asked, and only its parent knows how",
        Verdict::Crashed => "crashed: a fault ended it, or a signal that nobody asked by",
        Verdict::EndedByItself => "ended-by-itself: it ended before it was asked",
        Verdict::StillStanding => {
            "still-standing: its main process ended, and the rest went on for as long as it was watched"
        }
        Verdict::Hung => "hung: its main process went on for as long as it was watched",
        Verdict::NotOffered => "not-offered: this machine lacks it",
    }
}

/// A verdict in a legend.
pub(crate) fn in_legend(verdict: Verdict) -> String {
    format!("{} {}", symbol(Some(verdict)), meaning(verdict))
}

/// The verdict of a case that has the same sign. A crash stands out as what has none.
fn of_a_case(verdict: Option<Verdict>) -> Option<OfACase> {
    match verdict? {
        Verdict::Stopped | Verdict::Ended => Some(OfACase::Stopped),
        Verdict::Killed => Some(OfACase::Killed),
        Verdict::Crashed => None,
        Verdict::EndedByItself => Some(OfACase::NeverStarted),
        Verdict::StillStanding => Some(OfACase::StillStanding),
        Verdict::Hung => Some(OfACase::Hung),
        Verdict::NotOffered => Some(OfACase::NotOffered),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_alone_identifies_its_verdict() {
        let mut symbols: Vec<_> = Verdict::ALL.iter().map(|verdict| symbol(Some(*verdict))).collect();
        symbols.push(symbol(None));
        symbols.sort_unstable();
        symbols.dedup();
        assert_eq!(symbols.len(), Verdict::ALL.len() + 1);
    }

    #[test]
    fn a_meaning_begins_with_its_verdict() {
        for verdict in Verdict::ALL {
            assert!(meaning(*verdict).starts_with(&format!("{verdict}: ")), "{verdict}");
        }
    }
}
