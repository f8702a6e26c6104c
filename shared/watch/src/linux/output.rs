//! What a program prints: all of it is read, so that no pipe fills up, and its end is kept.
//! The line that announces that it is ready is found by `announced.rs`.

use std::{
    collections::VecDeque,
    io::Read,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use stage::clock::now_ns;

use super::{
    announced::{Announced, announced},
    port::port_in,
};

/// How much is kept, in bytes.
const KEPT: usize = 8 * 1_024;
/// How long the end of what is printed is waited for.
const LINGER: Duration = Duration::from_millis(500);
/// How many lines are shown at the end.
const LINES: usize = 5;
/// How much is looked at for a line: one that is longer is no line that announces something.
const LOOKED_AT: usize = 64 * 1_024;
/// How long nothing follows a prompt.
const PROMPT: Duration = Duration::from_millis(100);
/// How long a shown line is, in letters.
const LENGTH: usize = 200;
/// Reads what a program prints.
#[derive(Debug, Clone)]
pub(crate) struct Output(Arc<Mutex<Printed>>);

#[derive(Debug)]
struct Printed {
    end: VecDeque<u8>,
    /// What announces that it is ready, if a line does.
    awaited: Option<String>,
    is_announced: bool,
    /// The line that announced it, as far as it was read.
    announcement: Vec<u8>,
    /// Since when an unfinished line ends with it, so that what follows may still make it part of a word; on the clock.
    ends_with_it_since: Option<u64>,
    /// How many pipes are still read.
    open: usize,
}

impl Output {
    /// What waits for a line with this text, if there is one to wait for.
    pub(crate) fn awaiting(line: Option<&str>) -> Self {
        Self(Arc::new(Mutex::new(Printed {
            end: VecDeque::new(),
            awaited: line.map(str::to_owned),
            is_announced: false,
            announcement: Vec::new(),
            ends_with_it_since: None,
            open: 0,
        })))
    }

    /// Reads from now on, in a thread of its own, until every writer has closed the pipe.
    pub(crate) fn read(&self, mut pipe: impl Read + Send + 'static) {
        let output = self.clone();
        output.lock().open += 1;
        thread::spawn(move || {
            let (mut part, mut line) = (vec![0; 16 * 1_024], Vec::new());
            while let Ok(length @ 1..) = pipe.read(&mut part) {
                output.lock().take(&part[..length], &mut line);
            }
            output.lock().open -= 1;
        });
    }

    /// Whether the line was printed. An unfinished line that ends with the text, as a prompt does, counts if nothing follows
    /// for a while.
    pub(crate) fn is_announced(&self) -> bool {
        let printed = self.lock();
        let is_complete = |since: u64| now_ns().saturating_sub(since) > PROMPT.as_nanos() as u64;
        printed.is_announced || printed.ends_with_it_since.is_some_and(is_complete)
    }

    /// Whether anything was printed.
    pub(crate) fn is_empty(&self) -> bool {
        self.lock().end.is_empty()
    }

    /// The port that the line says which announced that it is ready.
    pub(crate) fn port(&self) -> Option<u16> {
        let printed = self.lock();
        port_in(&String::from_utf8_lossy(&printed.announcement), printed.awaited.as_ref()?)
    }

    /// The last lines, as a terminal can show them. What the program wrote just before its end is waited for; not for
    /// long, because what it has left may hold the pipe open.
    pub(crate) fn last_lines(&self) -> Vec<String> {
        let start = Instant::now();
        while self.lock().open > 0 && start.elapsed() < LINGER {
            thread::sleep(LINGER / 100);
        }
        last_lines(self.lock().end.make_contiguous())
    }

    fn lock(&self) -> MutexGuard<'_, Printed> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Printed {
    /// Takes a part of a stream, whose unfinished line is `line`.
    fn take(&mut self, part: &[u8], line: &mut Vec<u8>) {
        self.end.extend(part);
        let too_many = self.end.len().saturating_sub(KEPT);
        self.end.drain(..too_many);
        let Some(awaited) = self.awaited.as_ref() else { return };
        for piece in part.split_inclusive(|byte| *byte == b'\n') {
            if self.is_announced {
                // The rest of the line that announced it, which may say the port.
                let goes_on = !line.is_empty() && *line == self.announcement;
                if goes_on {
                    line.extend(piece);
                    line.truncate(LOOKED_AT);
                    self.announcement.clone_from(line);
                }
                if !goes_on || piece.ends_with(b"\n") {
                    line.clear();
                }
                continue;
            }
            line.extend(piece);
            line.truncate(LOOKED_AT);
            match announced(&String::from_utf8_lossy(line), awaited) {
                Announced::Yes => self.is_announced = true,
                Announced::AtItsEnd => self.ends_with_it_since = Some(now_ns()),
                Announced::No => self.ends_with_it_since = None,
            }
            if self.is_announced {
                self.announcement.clone_from(line);
            }
            if piece.ends_with(b"\n") {
                line.clear();
            }
        }
    }
}

fn last_lines(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut lines: Vec<&str> =
        text.lines().rev().filter(|line| !line.trim().is_empty()).take(LINES).collect();
    lines.reverse();
    let shown = |letter: char| match letter {
        '\t' => ' '.to_string(),
        letter if letter.is_control() => letter.escape_default().to_string(),
        letter => letter.to_string(),
    };
    lines.into_iter().map(|line| line.trim_end().chars().take(LENGTH).map(shown).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(awaited: Option<&str>, parts: &[&[u8]]) -> Output {
        let (output, mut line) = (Output::awaiting(awaited), Vec::new());
        parts.iter().for_each(|part| output.lock().take(part, &mut line));
        output
    }

    #[test]
    fn the_port_is_read_from_the_whole_line() {
        for (parts, expected) in [
            (&[&b"listening on :8080\n99\n"[..]][..], Some(8_080)),
            (&[b"up, listening", b" on ", b"8080\n", b"port 99\n"], Some(8_080)),
            (&[b"listening\n", b"port 99\n"], None),
            (&[b"port 99\n"], None),
        ] {
            assert_eq!(printed(Some("listening"), parts).port(), expected, "{parts:?}");
        }
    }

    #[test]
    fn a_line_is_seen_even_if_it_comes_in_parts() {
        for (parts, expected) in [
            (&[&b"starting\nnow re"[..], b"ady\n"][..], true),
            (&[b"now re\n", b"ady\n"], false),
            (&[b"\xff\xfe\0now ready\0"], true),
            // The end of the word comes later, and makes it another.
            (&[b"now ready", b"ing\n"], false),
            (&[b"now ready", b"\n"], true),
            (&[], false),
        ] {
            assert_eq!(printed(Some("now ready"), parts).is_announced(), expected, "{parts:?}");
        }
        assert!(!printed(None, &[b"now ready\n"]).is_announced());
    }

    #[test]
    fn a_prompt_counts_when_nothing_follows() {
        let output = printed(Some("now ready"), &[b"now ready"]);
        assert!(!output.is_announced());
        output.lock().ends_with_it_since = Some(1);
        assert!(output.is_announced());
    }

    #[test]
    fn the_end_is_kept_as_a_terminal_can_show_it() {
        let output = printed(None, &[b"one\n\n", &[b'x'; 100_000], b"\n\x1b[31mred\x00\xff\ttwo\n"]);
        let lines = output.last_lines();
        assert_eq!(lines.last().map(String::as_str), Some("\\u{1b}[31mred\\u{0}\u{fffd} two"));
        assert_eq!((lines.len(), lines[0].len()), (2, LENGTH));
    }
}
