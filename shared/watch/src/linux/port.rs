//! The port that a program says in the line that announces that it is ready.

/// The port in what follows this text in a line: the first number behind a colon, as in `127.0.0.1:8080`, or else the first
/// number. Of a line that ends with the text, the port is before it.
pub(crate) fn port_in(line: &str, text: &str) -> Option<u16> {
    let (before, behind) = line.split_once(text).unwrap_or(("", line));
    of(text).or_else(|| of(behind)).or_else(|| of(before))
}

fn of(part: &str) -> Option<u16> {
    let letters: Vec<char> = part.chars().collect();
    let (mut first, mut at) = (None, 0);
    while at < letters.len() {
        let digits: String = letters[at..].iter().take_while(|letter| letter.is_ascii_digit()).collect();
        if digits.is_empty() {
            at += 1;
            continue;
        }
        let is_joined =
            |letter: Option<&char>| letter.is_some_and(|it| it.is_alphanumeric() || matches!(it, '.' | '_'));
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        let behind = letters.get(at + digits.len());
        at += digits.len();
        // A part of a word, of an address, or of a time is no port; a full stop may end the sentence.
        let ends = behind == Some(&'.') && !letters.get(at + 1).is_some_and(|it| it.is_alphanumeric());
        let port = digits.parse().ok().filter(|port| *port > 0);
        if is_joined(before)
            || (is_joined(behind) && !ends)
            || matches!(behind, Some(':' | ']'))
            || port.is_none()
        {
            continue;
        }
        if before == Some(&':') {
            return port;
        }
        first = first.or(port);
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_behind_what_announces_it() {
        for (line, text, expected) in [
            ("listening on 38213", "listening", Some(38_213)),
            ("12:30:01.123 INFO listening on 127.0.0.1:8080 (2 workers)", "listening on", Some(8_080)),
            ("Uvicorn running on http://127.0.0.1:38213 (Press CTRL+C to quit)", "running on", Some(38_213)),
            ("Listening on http://[::1]:8080/", "Listening", Some(8_080)),
            ("Listening on [::]:80.", "Listening", Some(80)),
            ("started in 12 ms, listening on port 8080", "listening", Some(8_080)),
            ("http://localhost:3000 ready", "ready", Some(3_000)),
            ("version 1.2.3 ready on 9000", "ready", Some(9_000)),
            ("ready in 1.5s", "ready", None),
            ("ready on 70000", "ready", None),
            ("ready on :0", "ready", None),
            ("ready", "ready", None),
        ] {
            assert_eq!(port_in(line, text), expected, "{line}");
        }
    }
}
