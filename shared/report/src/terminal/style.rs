//! How everything in the terminal looks: a verdict by sign, name and colour, and text in lines.
//!
//! A verdict's sign alone identifies it, so no reader needs the colour.

use console::{Style, measure_text_width, style};
use stage::Verdict;

use crate::verdict::in_legend;
pub use crate::verdict::{name, symbol};

/// The colour: blue for work that halted, red for work that goes on, yellow for a call that never returned.
/// Colour-blind readers can tell blue from red.
pub fn colour(verdict: Option<Verdict>) -> Style {
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
pub fn symbol_and_name(verdict: Option<Verdict>) -> String {
    colour(verdict).apply_to(format!("{} {}", symbol(verdict), name(verdict))).to_string()
}

/// The signs of these verdicts, a line of at most `width` columns after another.
pub fn legend(verdicts: impl Iterator<Item = Option<Verdict>>, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for verdict in verdicts {
        let said = colour(verdict).apply_to(in_legend(verdict)).to_string();
        match lines.last_mut() {
            Some(line) if measure_text_width(line) + 2 + measure_text_width(&said) <= width => {
                *line += &format!("  {said}");
            }
            _ => lines.push(said),
        }
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// The text in bold.
pub fn bold(text: &str) -> String {
    style(text).bold().to_string()
}

/// The text in a fainter colour.
pub fn dim(text: &str) -> String {
    style(text).dim().to_string()
}

/// The text in lines of at most `width` columns, each behind the indent and with its end. A word that is longer is not
/// broken.
pub fn wrapped(text: &str, indent: &str, width: usize) -> String {
    let (mut lines, mut line) = (String::new(), String::new());
    for word in text.split(' ') {
        let is_full = measure_text_width(&line) + 1 + measure_text_width(word) > width;
        if !line.is_empty() && is_full {
            lines.extend([&line, "\n"]);
            line.clear();
        }
        line += if line.is_empty() { indent } else { " " };
        line += word;
    }
    lines + &line + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_broken_between_words() {
        assert_eq!(wrapped("one two three", "  ", 9), "  one two\n  three\n");
        assert_eq!(wrapped("unbreakable", "", 3), "unbreakable\n");
        assert_eq!(wrapped("", "", 3), "\n");
    }
}
