//! Where a future stands when it is dropped.

use std::{backtrace::Backtrace, env, fmt, fmt::Write, path::Path};

use crate::{
    frames::{Frame, frames, own},
    source::{awaited, called, function, is_await, text},
};

/// Where a future stands: at one await, or in a `join!` or `select!` at several.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stand {
    /// The innermost awaits of the reader's own code. None, if it was not polled, or if nothing could tell.
    pub places: Vec<Place>,
}

/// One `.await` of the reader's code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file, from the folder that the tests run in.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column of the `await`, from 1.
    pub column: u32,
    /// What is awaited there, as it is written.
    pub source: String,
    /// The functions that await one another on the way there, and what the last one calls.
    pub chain: Vec<String>,
}

/// Where a future stands that has cloned its waker in these calls.
pub(crate) fn stand(clones: &[Backtrace]) -> Stand {
    let mut ways: Vec<Vec<Frame>> =
        clones.iter().map(|clone| to_await(own(frames(&clone.to_string())))).collect();
    ways.retain(|way| !way.is_empty());
    // A timeout waits around what it limits: only the inner one is where it stands.
    let is_around =
        |way: &Vec<Frame>| ways.iter().any(|other| other.len() > way.len() && other.starts_with(way));
    let inner: Vec<bool> = ways.iter().map(|way| !is_around(way)).collect();
    let mut places: Vec<Place> =
        ways.iter().zip(inner).filter(|(_, inner)| *inner).filter_map(|(way, _)| place(way)).collect();
    places.sort();
    places.dedup();
    Stand { places }
}

/// The way to its innermost await. What is called from there is the body of a future, such as a `poll` of the reader's.
fn to_await(mut way: Vec<Frame>) -> Vec<Frame> {
    let awaits =
        |frame: &Frame| text(&frame.file).is_some_and(|text| is_await(&text, frame.line, frame.column));
    if let Some(last) = way.iter().rposition(awaits) {
        way.truncate(last + 1);
    }
    way
}

fn place(way: &[Frame]) -> Option<Place> {
    let last = way.last()?;
    let source = text(&last.file).and_then(|text| awaited(&text, last.line, last.column)).unwrap_or_default();
    let mut chain: Vec<String> = way.iter().filter_map(named).collect();
    chain.extend(called(&source).map(str::to_owned));
    chain.dedup();
    Some(Place { file: relative(&last.file), line: last.line, column: last.column, source, chain })
}

/// By its source, because not every build names it in full.
fn named(frame: &Frame) -> Option<String> {
    let text = text(&frame.file);
    let name = text.as_deref().and_then(|text| function(text, frame.line)).or_else(|| frame.function());
    name.map(str::to_owned)
}

fn relative(file: &str) -> String {
    let here = env::current_dir().unwrap_or_default();
    let inside = Path::new(file).strip_prefix(here).ok().and_then(Path::to_str);
    inside.unwrap_or(file).trim_start_matches("./").to_owned()
}

impl Stand {
    /// `src/frame.rs:44`, or several of them.
    pub fn lines(&self) -> String {
        let lines: Vec<String> =
            self.places.iter().map(|place| format!("{}:{}", place.file, place.line)).collect();
        if lines.is_empty() { "somewhere".to_owned() } else { lines.join(" + ") }
    }

    /// What is awaited there.
    pub fn source(&self) -> String {
        let sources: Vec<&str> = self.places.iter().map(|place| place.source.as_str()).collect();
        if sources.is_empty() {
            "(no debug information, or no waker kept)".to_owned()
        } else {
            sources.join(" + ")
        }
    }
}

/// The chain of awaits: `serve → read_frame → read_exact`.
impl fmt::Display for Stand {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        for (at, place) in self.places.iter().enumerate() {
            let between = if at == 0 { "" } else { ", " };
            write!(text, "{between}{}", place.chain.join(" → "))?;
        }
        formatter.pad(&text)
    }
}
