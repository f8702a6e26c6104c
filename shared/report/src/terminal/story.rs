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

use console::{Term, style};
use stage::{Case, Stage, Stamps, clock};

use crate::verdict::{meaning, sentence};
use measure::{
    Sample, StuckThread, stuck_thread,
    units::{count, duration},
};

use crate::terminal::style::{bold, colour, dim, symbol};

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
        writeln!(term, "{}  {}\n\n{}\n", bold(&case.id()), dim(&source.path), dim(&source.comment))?;
        writeln!(term, "{}", lines.join("\n"))?;
        let (rows, columns) = term.size_checked().unwrap_or((0, 0));
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
    let mut teller = Teller { start: clock::now_ns(), interval, told: Told::default() };
    loop {
        let last = over.load(Relaxed);
        for event in teller.events(stage.stamps()) {
            page.write(&event)?;
        }
        if last {
            return Ok(());
        }
        thread::sleep(LOOK);
    }
}

#[derive(Default)]
struct Told {
    beats: u64,
    /// When a beat, or the work's wait, was last printed, in ns.
    life_told_at: Option<u64>,
    request: bool,
    acknowledgement: bool,
    halt: bool,
}

struct Teller {
    start: u64,
    interval: Duration,
    told: Told,
}

impl Teller {
    /// The events since the last call, in order.
    fn events(&mut self, stamps: Stamps) -> Vec<String> {
        let mut events: Vec<(u64, String)> = Vec::new();
        // A beat between two looks is printed before the stamps that follow it, so it is read first.
        let (now, beats) = (clock::now_ns(), stamps.beats());
        let stamp =
            |told: &mut bool, stamp: Option<u64>| stamp.filter(|_| !std::mem::replace(told, stamp.is_some()));
        let since_request = |at: u64| duration(at.saturating_sub(stamps.request().unwrap_or(at)));
        if let Some(event) = self.beat(now, beats, stamps).or_else(|| self.wait(now, stamps)) {
            events.push((now - LOOK.as_nanos() as u64, event));
        }
        if let Some(at) = stamp(&mut self.told.request, stamps.request()) {
            events.push((at, self.line(at, "· the quick task is done")));
            events.push((at, self.line(at, &bold("→ request: stop"))));
        }
        if let Some(at) = stamp(&mut self.told.acknowledgement, stamps.acknowledgement()) {
            events.push((at, self.line(at, &bold(&format!("← acknowledged after {}", since_request(at))))));
            let returned = stamps.returned().filter(|returned| returned != "()");
            events.extend(returned.map(|text| (at, self.line(at, &bold(&format!("  {text}"))))));
        }
        if let Some(at) = stamp(&mut self.told.halt, stamps.ended()) {
            let cleaned_up = if stamps.halt().is_some() { "clean-up ran" } else { "no clean-up ran" };
            let said = format!("■ halted after {}, {cleaned_up}", since_request(at));
            events.push((at, self.line(at, &style(said).blue().to_string())));
        }
        events.sort_by_key(|(at, _)| *at);
        events.into_iter().map(|(_, event)| event).collect()
    }

    /// A line for every beat, or for many beats if the work beats faster than a person reads.
    fn beat(&mut self, now: u64, beats: u64, stamps: Stamps) -> Option<String> {
        // Parts of a crowd count their beats without waiting for one another, so some are lost.
        let new = beats.saturating_sub(self.told.beats);
        let pause = self.interval.as_nanos() as u64 * 3 / 4;
        let at_once = stamps.halt().is_some() || self.told.life_told_at.is_none_or(|at| now - at >= pause);
        if new == 0 || !at_once {
            return None;
        }
        self.told.beats = beats;
        self.told.life_told_at = Some(now);
        let times = if new > 1 { format!(" × {}", count(new)) } else { String::new() };
        let zombie = stamps.acknowledgement().is_some() && beats > stamps.beats_at_acknowledgement();
        Some(self.line(
            now,
            &match zombie {
                true => style(format!("✗ I'm still standing{times}")).red().to_string(),
                false => format!("· I'm still standing{times}"),
            },
        ))
    }

    /// A line once a beat for work that is stuck: its thread is still in its wait.
    fn wait(&mut self, now: u64, stamps: Stamps) -> Option<String> {
        let is_due = self.told.life_told_at.is_none_or(|at| now - at >= self.interval.as_nanos() as u64);
        if !is_due || stuck_thread(stamps) != Some(StuckThread::Waits) {
            return None;
        }
        self.told.life_told_at = Some(now);
        let thread = stamps.stuck_thread().unwrap_or_default();
        Some(self.line(
            now,
            &match stamps.acknowledgement() {
                Some(_) => style(format!("✗ still in its wait: thread {thread} sleeps")).red().to_string(),
                None => format!("· still in its wait: thread {thread} sleeps"),
            },
        ))
    }

    fn line(&self, at: u64, event: &str) -> String {
        let seconds = at.saturating_sub(self.start) as f64 / 1e9;
        format!("{} {event}", dim(&format!("{seconds:7.3} s")))
    }
}
