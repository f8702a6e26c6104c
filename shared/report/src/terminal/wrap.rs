//! Text in lines that a terminal can hold.

use console::measure_text_width;

/// The text in lines of at most `width` columns, each behind the indent and with its end. A word that is longer is not
/// broken.
pub(crate) fn wrapped(text: &str, indent: &str, width: usize) -> String {
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
    use super::wrapped;

    #[test]
    fn a_text_is_broken_between_words() {
        assert_eq!(wrapped("one two three", "  ", 9), "  one two\n  three\n");
        assert_eq!(wrapped("unbreakable", "", 3), "unbreakable\n");
        assert_eq!(wrapped("", "", 3), "\n");
    }
}
