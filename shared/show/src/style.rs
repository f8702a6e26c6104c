//! A verdict by sign, word and colour. The sign alone tells it, so that no colour has to.

use console::{Style, style};
pub(crate) use report::sign::{sign, word};
use stage::Verdict;

/// The colour: blue for what halted, red for what goes on, yellow for what never ends the call.
/// Blue and red are told apart by colour-blind readers too.
pub(crate) fn colour(verdict: Option<Verdict>) -> Style {
    let plain = Style::new();
    match verdict {
        Some(Verdict::Stopped | Verdict::NeverStarted) => plain.blue(),
        Some(Verdict::Killed) => plain.magenta(),
        Some(Verdict::StillStanding) => plain.red(),
        Some(Verdict::Hung) => plain.yellow(),
        Some(Verdict::NotOffered) => plain.dim(),
        None => plain.red().bold(),
    }
}

/// `● stopped`, in its colour.
pub(crate) fn sign_and_word(verdict: Option<Verdict>) -> String {
    colour(verdict).apply_to(format!("{} {}", sign(verdict), word(verdict))).to_string()
}

/// A line that says which sign stands for which verdict.
pub(crate) fn legend() -> String {
    let verdicts: Vec<String> = Verdict::ALL.iter().map(|verdict| sign_and_word(Some(*verdict))).collect();
    verdicts.join("  ")
}

pub(crate) fn bold(text: &str) -> String {
    style(text).bold().to_string()
}

pub(crate) fn dim(text: &str) -> String {
    style(text).dim().to_string()
}
