//! Whether a line announces that a program is ready: it contains a text as words of its own. "Address already in use" does not
//! say "ready".

/// What a line says of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Announced {
    /// It contains the text, and the text is no part of a longer word.
    Yes,
    /// It ends with the text, so that what follows may make it a part of a longer word.
    AtItsEnd,
    No,
}

/// What a line, which may be unfinished, says of this text.
pub(crate) fn announced(line: &str, text: &str) -> Announced {
    let line = without_escapes(line);
    let found = line
        .match_indices(text)
        .filter(|(at, _)| !joins(line[..*at].chars().next_back(), text.chars().next()));
    let mut said = Announced::No;
    for (at, _) in found {
        let rest = &line[at + text.len()..];
        let last = text.chars().next_back();
        if rest.is_empty() && last.is_some_and(is_of_a_word) {
            said = Announced::AtItsEnd;
        } else if !joins(last, rest.chars().next()) {
            return Announced::Yes;
        }
    }
    said
}

/// Whether two neighbours belong to one word.
fn joins(left: Option<char>, right: Option<char>) -> bool {
    left.is_some_and(is_of_a_word) && right.is_some_and(is_of_a_word)
}

fn is_of_a_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// A line without what a terminal takes for colours and the like: `ESC [`, parameters, and a letter (ECMA-48, section 5.4).
fn without_escapes(line: &str) -> String {
    let mut shown = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, behind)) = rest.split_once("\x1b[") {
        shown.push_str(before);
        let end = behind.find(|letter: char| ('@'..='~').contains(&letter));
        rest = end.map_or("", |end| &behind[end + 1..]);
    }
    shown + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_as_words_of_its_own() {
        use Announced::{AtItsEnd, No, Yes};
        for (line, text, expected) in [
            ("Server is ready\n", "ready", Yes),
            ("ready: 80\n", "ready", Yes),
            ("[Errno 98] Address already in use\n", "ready", No),
            ("already ready\n", "ready", Yes),
            ("readying\n", "ready", No),
            ("ready_soon\n", "ready", No),
            ("listening on port 8080\n", "port 80", No),
            ("port 8080, port 80\n", "port 80", Yes),
            ("pr\u{ea}t\n", "t", No),
            // Only a letter joins: what begins or ends with a sign needs no blank beside it.
            ("log:now: ready!\n", ": ready!", Yes),
            ("x> ", "> ", Yes),
            ("server ready", "ready", AtItsEnd),
            ("already", "ready", No),
            ("\x1b[32mready\x1b[0m\n", "ready", Yes),
            ("\x1b[1;32mserver\x1b[0m ready\n", "server ready", Yes),
            ("\x1b[3", "3", No),
            ("", "ready", No),
        ] {
            assert_eq!(announced(line, text), expected, "{line:?} {text:?}");
        }
    }
}
