//! The editor's desk: what the authors of a collection of cases show first, and what they say of it in words.
//!
//! Measuring needs none of it. With an empty desk, [`Desk::EMPTY`], all that is drawn is of the run's own
//! cases, and what only an editor could fill is left out.

pub mod guide;
pub mod section;
pub mod surprises;

use measure::{CaseResult, Factor, Run, Sweep};

use guide::Advice;
use section::Section;
use surprises::Surprise;

use crate::{draw::frame::Drawing, links::Links};

/// What an editor has chosen and written. Cases are named by their ids; one that a run has not is passed over.
#[derive(Debug, Clone, Copy)]
pub struct Desk {
    /// The runtimes that are played if no case is named, and the others only by name or with `--all`; if there are none
    /// here, every case is played.
    pub comparison: &'static [&'static str],
    /// What the page says first.
    pub opening: Opening,
    /// The cases that surprise most. The page opens on them, and the picture `story` shows the first.
    pub surprises: &'static [Surprise],
    /// The decision guide.
    pub guide: &'static [Advice],
    /// The cases of the picture `timelines`; if the run has none of them, it shows the first cases of the run.
    pub timelines: &'static [&'static str],
    /// The runtimes that have a folder of pictures of their own, for those who write of one. A README that is of no runtime
    /// shows the grid of the first.
    pub alone: &'static [&'static str],
    /// The cases of each sweep.
    pub sweeps: Sweeps,
    /// The texts besides `README.md` that have a place for what is drawn: paths from the folder that holds the results.
    /// One segment may be `*`, which stands for every folder there.
    pub texts: &'static [&'static str],
    /// What only this editor's texts have a place for, besides the blocks that any run has.
    pub blocks: &'static [Block],
    /// What only this editor draws of a run, each with the name of its file before its ending.
    pub pictures: &'static [(&'static str, Draw)],
    /// What this editor adds to the page that no run has measured.
    pub sections: &'static [fn() -> Section],
}

/// What draws a picture of a run; nothing of a run that has no case for it.
pub type Draw = fn(&Run) -> Option<Drawing>;

/// A block's name, and what draws it.
pub type Block = (&'static str, fn(&Shown) -> String);

/// The run that a README shows.
#[derive(Debug, Clone)]
pub struct Shown<'a> {
    /// The run.
    pub run: &'a Run,
    /// The sweeps beside it.
    pub sweeps: Vec<&'a Sweep>,
    /// The name of its folder of pictures.
    pub folder: String,
    /// The runtime that the README is about, if it is about one.
    pub runtime: Option<&'a str>,
    /// How to come from the README to the run's cases.
    pub links: &'a Links,
    /// What an editor says of the cases.
    pub desk: &'a Desk,
}

/// What the page says first.
#[derive(Debug, Clone, Copy)]
pub struct Opening {
    /// The title of the window.
    pub title: &'static str,
    /// What the page is about, for those who list it.
    pub description: &'static str,
    /// The paragraph below the head.
    pub lead: &'static str,
    /// The head of the surprises.
    pub stories: &'static str,
}

impl Opening {
    /// What is true of any cases.
    pub const PLAIN: Self = Self {
        title: "Still Standing: what becomes of work that is asked to stop",
        description: "What becomes of work that is asked to stop: verdicts, times, stories and source.",
        lead: "Because the call that was cancelled and the work behind it are two things. Each way to stop work that stands here is played, \
               and timed on the code that is shown.",
        stories: "Stories",
    };
}

/// The cases of the sweeps. Of a sweep without any, all cases of the program are played that it can say something about.
#[derive(Debug, Clone, Copy)]
pub struct Sweeps {
    /// Those of `sweep beat`.
    pub beat: &'static [&'static str],
    /// Those of `sweep place`.
    pub place: &'static [&'static str],
    /// Those of `sweep workers`.
    pub workers: &'static [&'static str],
}

impl Sweeps {
    /// The cases of one sweep; none for those whose points are cases themselves.
    pub fn of(&self, factor: Factor) -> &'static [&'static str] {
        match factor {
            Factor::Beat => self.beat,
            Factor::Place => self.place,
            Factor::Workers => self.workers,
            Factor::Look | Factor::Crowd => &[],
        }
    }
}

impl Desk {
    /// That of somebody who measures, and says nothing more.
    pub const EMPTY: Self = Self {
        comparison: &[],
        opening: Opening::PLAIN,
        surprises: &[],
        guide: &[],
        timelines: &[],
        alone: &[],
        sweeps: Sweeps { beat: &[], place: &[], workers: &[] },
        texts: &[],
        blocks: &[],
        pictures: &[],
        sections: &[],
    };

    /// The ids of all cases that are named on it, some of them more than once; without those of its own blocks.
    pub fn cases(&self) -> impl Iterator<Item = &'static str> {
        let surprises = self.surprises.iter().map(|surprise| surprise.case);
        let guide = self.guide.iter().map(|advice| advice.case);
        let sweeps = [self.sweeps.beat, self.sweeps.place, self.sweeps.workers].into_iter().flatten();
        surprises.chain(guide).chain(self.timelines.iter().chain(sweeps).copied())
    }
}

/// The case of a run with this id.
pub fn find<'a>(run: &'a Run, id: &str) -> Option<&'a CaseResult> {
    run.cases.iter().find(|case| case.id == id)
}

/// A table of Markdown, nothing at all if it has no rows.
pub fn table(head: &str, rows: &str) -> String {
    if rows.is_empty() { String::new() } else { format!("{head}{rows}") }
}
