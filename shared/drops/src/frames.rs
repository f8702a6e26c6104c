//! The frames of a backtrace, as std prints them.
//!
//! std gives them only as text, which it does not promise to keep. A frame is a line with its number and its function,
//! and a line with `at FILE:LINE:COLUMN` where there is debug information. What cannot be read names no place.

use std::{env, path::Path};

/// One call, the innermost first.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Frame {
    function: String,
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) column: u32,
}

/// The calls from the innermost to the outermost.
pub(crate) fn frames(backtrace: &str) -> Vec<Frame> {
    let mut frames: Vec<Frame> = Vec::new();
    for line in backtrace.lines().map(str::trim) {
        match (line.strip_prefix("at ").and_then(place), frames.last_mut()) {
            (Some((file, line, column)), Some(frame)) => {
                *frame = Frame { function: frame.function.clone(), file, line, column };
            }
            _ => {
                // A call that was inlined has no number.
                let numbered = line.split_once(": ").filter(|(number, _)| number.parse::<usize>().is_ok());
                let function = numbered.map_or(line, |(_, function)| function).to_owned();
                frames.push(Frame { function, ..Frame::default() });
            }
        }
    }
    frames
}

/// The places of the reader's own code that a future under test was in, the outermost first. If it has none, because it
/// is a future of a library, the place of the world that polled it.
pub(crate) fn own(frames: Vec<Frame>) -> Vec<Frame> {
    let polled = frames.iter().position(|frame| frame.function.contains("drops_polled_here"));
    let mut inside = frames;
    let outside = polled.map(|at| inside.split_off(at)).unwrap_or_default();
    let mut own: Vec<Frame> = inside.into_iter().filter(Frame::is_own).collect();
    if own.is_empty() {
        own.extend(outside.into_iter().find(Frame::is_own));
    }
    own.reverse();
    own.dedup_by(|a, b| (&a.file, a.line, a.column) == (&b.file, b.line, b.column));
    own
}

impl Frame {
    /// Whether it is neither of a dependency nor of std, nor of this library.
    fn is_own(&self) -> bool {
        let elsewhere = ["/rustc/", "/rustlib/", "/registry/src/", "/git/checkouts/", "/vendor/"];
        let file = self.file.replace('\\', "/");
        let is_elsewhere =
            elsewhere.iter().any(|folder| file.contains(folder)) || file.starts_with("library/");
        let here = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
        let file = file.strip_prefix("./").map(|file| env::current_dir().unwrap_or_default().join(file));
        let is_here = file.as_deref().unwrap_or(Path::new(&self.file)).starts_with(here);
        !self.file.is_empty() && !is_elsewhere && !is_here
    }

    /// What the function is called, without its path: `read_frame` of `server::read_frame::{{closure}}`.
    pub(crate) fn function(&self) -> Option<&str> {
        let parts = self.function.rsplit("::");
        parts.into_iter().find(|part| !part.starts_with('{')).filter(|part| {
            !part.is_empty() && part.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
        })
    }
}

/// `src/frame.rs:44:17`.
fn place(text: &str) -> Option<(String, u32, u32)> {
    let (text, column) = text.rsplit_once(':')?;
    let (file, line) = text.rsplit_once(':')?;
    Some((file.to_owned(), line.parse().ok()?, column.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::{frames, own};

    const BACKTRACE: &str = "   0: drops_spy<&drops::spy::Spy>
             at /home/x/.cargo/registry/src/index.crates.io-19/still-standing-drops-0.1.0/src/spy.rs:48:22
   1: tokio::io::util::read_exact::poll
      inlined_into_it
             at /home/x/.cargo/registry/src/index.crates.io-19/tokio-1.54.1/src/io/util/read_exact.rs:70:5
   2: server::frame::read_frame::{{closure}}
             at ./tests/frame.rs:44:33
   3: <core::pin::Pin<P> as core::future::future::Future>::poll
             at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/future/future.rs:133:9
   4: {async_fn#0}
             at ./tests/main.rs:12:9
   5: drops::dropping::drops_polled_here
   6: reading::the_test::{{closure}}
             at ./tests/reading.rs:9:50
   7: main";

    #[test]
    fn own_calls_are_found_among_those_of_libraries() {
        let all = frames(BACKTRACE);
        assert_eq!(all.len(), 9);
        assert_eq!(all[3].function(), Some("read_frame"));
        let places: Vec<_> =
            own(all).into_iter().map(|frame| (frame.file, frame.line, frame.column)).collect();
        assert_eq!(places, [("./tests/main.rs".to_owned(), 12, 9), ("./tests/frame.rs".to_owned(), 44, 33)]);
    }

    #[test]
    fn a_future_of_a_library_is_where_the_world_polls_it() {
        let text: Vec<&str> = BACKTRACE.lines().collect();
        let library = [&text[..5], &text[11..]].concat().join("\n");
        let lines: Vec<u32> = own(frames(&library)).iter().map(|frame| frame.line).collect();
        assert_eq!(lines, [9]);
    }

    #[test]
    fn what_has_no_debug_information_names_no_place() {
        assert!(own(frames("   0: a::b\n   1: drops_polled_here\n   2: main\n")).is_empty());
        assert!(own(frames("")).is_empty());
    }
}
