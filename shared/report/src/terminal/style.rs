//! A verdict by sign, name and colour. The sign alone identifies it, so no reader needs the colour.

use crate::horizon::in_legend;
pub(crate) use crate::symbol::{name, symbol};
use console::{Style, measure_text_width, style};
use stage::Verdict;

/// The colour: blue for work that halted, red for work that goes on, yellow for a call that never returned.
/// Colour-blind readers can tell blue from red.
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
pub(crate) fn symbol_and_name(verdict: Option<Verdict>) -> String {
    colour(verdict).apply_to(format!("{} {}", symbol(verdict), name(verdict))).to_string()
}

/// The sign of each verdict, in lines of at most `width` columns.
pub(crate) fn legend(width: usize) -> String {
    let mut lines = vec![String::new()];
    for verdict in Verdict::ALL {
        let said = format!("{} {}", symbol(Some(*verdict)), in_legend(*verdict));
        let said = colour(Some(*verdict)).apply_to(said).to_string();
        match lines.last_mut() {
            Some(line) if line.is_empty() => *line = said,
            Some(line) if measure_text_width(line) + 2 + measure_text_width(&said) <= width => {
                *line += &format!("  {said}");
            }
            _ => lines.push(said),
        }
    }
    lines.join("\n")
}

pub(crate) fn bold(text: &str) -> String {
    style(text).bold().to_string()
}

pub(crate) fn dim(text: &str) -> String {
    style(text).dim().to_string()
}
