//! One case as a story: its events are printed beside its source while they happen.

use std::{
    io::{self, Write},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
    time::Duration,
};

use console::Term;
use measure::{Sample, StuckThread, stuck_thread, units::count};
use stage::{Case, Stage, Stamps, clock};

use crate::{
    terminal::{
        style::{bold, colour, dim, symbol, wrapped},
        teller::{Look, Teller},
    },
    verdict::{meaning, sentence},
};

/// How often the stamps are read.
const LOOK: Duration = Duration::from_millis(2);
/// The blanks between the code and the events beside it.
const GAP: usize = 3;
/// The least width in which an event beside the code can be read.
const EVENT: usize = 42;

/// Where the events are written: beside the code if the terminal is wide and high enough, else below it.
pub struct Page {
    term: Term,
    /// The lines of code that have no event beside them yet, and their width.
    beside: Option<(Vec<String>, usize)>,
    /// The room for an event, beside the code.
    room: usize,
}

/// The comment, with its paragraphs broken anew if one of its lines is longer than the terminal; none is in a file,
/// which has no columns.
fn fitted(comment: &str, columns: usize) -> String {
    let fits = comment.lines().all(|line| console::measure_text_width(line) <= columns);
    if fits || columns == 0 {
        return comment.to_owned();
    }
    let paragraphs =
        comment.split("\n\n").map(|paragraph| wrapped(&paragraph.replace('\n', " "), "", columns));
    paragraphs.collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

impl Page {
    /// Writes the head of the page: the case and its source.
    ///
    /// # Errors
    /// When standard output does.
    pub fn open(case: &Case) -> io::Result<Self> {
        let mut term = Term::stdout();
        let source = case.source();
        let lines: Vec<String> = source.code.lines().map(str::to_owned).collect();
        let width = lines.iter().map(|line| console::measure_text_width(line)).max().unwrap_or(0);
        let (rows, columns) = term.size_checked().unwrap_or((0, 0));
        let comment = fitted(&source.comment, usize::from(columns));
        writeln!(term, "{}  {}\n\n{}\n", bold(&case.id()), dim(&source.path), dim(&comment))?;
        writeln!(term, "{}", lines.join("\n"))?;
        let room = usize::from(columns).saturating_sub(width + GAP);
        if room >= EVENT && usize::from(rows) > lines.len() + GAP {
            term.move_cursor_up(lines.len())?;
            return Ok(Self { term, beside: Some((lines, width)), room });
        }
        writeln!(term)?;
        Ok(Self { term, beside: None, room })
    }

    fn write(&mut self, event: &str) -> io::Result<()> {
        match &mut self.beside {
            None => writeln!(self.term, "{event}"),
            Some((lines, width)) => {
                let line = if lines.is_empty() { String::new() } else { lines.remove(0) };
                let line = console::pad_str(&line, *width + GAP, console::Alignment::Left, None).into_owned();
                writeln!(self.term, "\r{line}{}", console::truncate_str(event, self.room, "…"))
            }
        }
    }

    /// Ends the story: moves below the last line of the code and writes the verdict in words. Work that goes on was
    /// watched for `horizon_ns`.
    ///
    /// # Errors
    /// When standard output does.
    pub fn close(mut self, sample: &Sample, horizon_ns: u64) -> io::Result<()> {
        if let Some((lines, _)) = &self.beside {
            self.term.move_cursor_down(lines.len())?;
        }
        let verdict = sample.verdict;
        let seen = sentence(Some(verdict), horizon_ns).map(|seen| seen + ".");
        let seen = seen.as_deref().unwrap_or_else(|| meaning(Some(verdict)));
        let said = format!("{} {verdict}: {seen}", symbol(Some(verdict)));
        writeln!(self.term, "\n{}", colour(Some(verdict)).apply_to(said))?;
        for line in losses(sample) {
            writeln!(self.term, "{line}")?;
        }
        Ok(())
    }
}

/// What the playing lost, in sentences.
fn losses(sample: &Sample) -> Vec<String> {
    let records = sample.records_lost.zip(sample.records_given).map(|(lost, given)| match lost {
        0 => format!("It lost none of its {} records.", count(given)),
        lost => format!("It lost {} of its {} records.", count(lost), count(given)),
    });
    let invariant = sample.invariant.map(|holds| match holds {
        true => "Its invariant holds.".to_owned(),
        false => "Its invariant is broken.".to_owned(),
    });
    records.into_iter().chain(invariant).collect()
}

/// Prints the events of a stage until `over` is set, and then those that are left.
///
/// # Errors
/// When standard output does.
pub fn tell(page: &mut Page, stage: &Arc<Stage>, interval: Duration, over: &AtomicBool) -> io::Result<()> {
    let mut teller = Teller::new(clock::now_ns(), interval);
    loop {
        let over = over.load(Relaxed);
        let look = look(stage.stamps(), over, |at| teller.asks_for_the_wait(at));
        for event in teller.events(&look) {
            page.write(&event)?;
        }
        if over {
            return Ok(());
        }
        thread::sleep(LOOK);
    }
}

/// Looks at the stamps. The beats are read first: whatever is counted came before this look.
fn look(stamps: Stamps, over: bool, asks_for_the_wait: impl Fn(u64) -> bool) -> Look {
    let (beats, at) = (stamps.beats(), clock::now_ns());
    let waits = asks_for_the_wait(at) && stuck_thread(stamps) == Some(StuckThread::Waits);
    Look {
        at,
        beats,
        request: stamps.request(),
        acknowledgement: stamps.acknowledgement(),
        beats_at_acknowledgement: stamps.beats_at_acknowledgement(),
        returned: stamps.returned().filter(|text| !text.is_empty()),
        ended: stamps.ended(),
        cleaned_up: stamps.halt().is_some(),
        waiting_thread: stamps.stuck_thread().filter(|_| waits),
        over,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_is_broken_where_the_terminal_ends() {
        for (columns, shown) in [
            (20, "One two three.\n\nFour\nfive."),
            (0, "One two three.\n\nFour\nfive."),
            (10, "One two\nthree.\n\nFour five."),
        ] {
            assert_eq!(fitted("One two three.\n\nFour\nfive.", columns), shown, "{columns}");
        }
    }
}
