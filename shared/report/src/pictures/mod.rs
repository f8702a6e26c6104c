//! Pictures of runs and sweeps, as SVG: each can be read alone, in light and in dark, and is 640 px wide, so that it can be read at 600.
//!
//! Everything here is a pure function to text: the same run gives the same bytes.

mod axis;
mod crowd;
mod distributions;
mod force;
mod frame;
mod labels;
mod ladder;
mod losses;
mod mark;
mod matrix;
mod places;
mod programs;
mod story;
mod style;
mod sweep;
mod text;
mod timelines;

#[cfg(test)]
mod tests;

use base64::{Engine, engine::general_purpose::STANDARD};
use measure::{Factor, Run, Sweep};
use stage::{CrowdState, Mechanism};
use watch::Watched;

use crate::{desk::Desk, results_file::ResultsFile};
use frame::Drawing;

/// A picture in a file of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The name of its file.
    pub file: String,
    drawing: Drawing,
}

impl Picture {
    fn new(file: &str, drawing: Drawing) -> Self {
        Self { file: format!("{file}.svg"), drawing }
    }

    /// The same picture, whose file is in a folder.
    pub(crate) fn within(self, folder: &str) -> Self {
        Self { file: format!("{folder}/{}", self.file), ..self }
    }

    /// What it shows, in a few words.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.drawing.title
    }

    /// How to read it and what it shows, for readers who don't see it.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.drawing.about
    }

    /// The text of its file, with its title and description inside.
    #[must_use]
    pub fn svg(&self) -> String {
        self.drawing.svg()
    }

    /// The text of its file in light alone, for programs that know no themes and no variables.
    #[must_use]
    pub fn light_svg(&self) -> String {
        self.drawing.svg().replace(&style::style(), &style::light())
    }

    /// Its file as an address that needs no file.
    #[must_use]
    pub fn data_url(&self) -> String {
        format!("data:image/svg+xml;base64,{}", STANDARD.encode(self.svg()))
    }

    /// The same for a page that has the title and the description in its own text.
    #[must_use]
    pub fn untitled_svg(&self) -> String {
        self.drawing.untitled_svg()
    }
}

/// The pictures of a file of results.
#[must_use]
pub fn of(result: &ResultsFile, desk: &Desk) -> Vec<Picture> {
    match result {
        ResultsFile::Run(run) => of_run(run, desk),
        ResultsFile::Sweep(sweep) => of_sweep(sweep, desk),
        ResultsFile::Watched(watched) => of_watched(watched),
    }
}

/// The picture of programs, if any was played.
#[must_use]
pub fn of_watched(watched: &Watched) -> Vec<Picture> {
    programs::picture(watched).map(|drawing| Picture::new("programs", drawing)).into_iter().collect()
}

/// The pictures of a run.
#[must_use]
pub fn of_run(run: &Run, desk: &Desk) -> Vec<Picture> {
    let story = story::picture(run, desk.surprises.first()).map(|drawing| Picture::new("story", drawing));
    let mut pictures: Vec<Picture> = story.into_iter().collect();
    pictures.push(Picture::new("matrix", matrix::picture(run)));
    let timelines = timelines::picture(run, desk.timelines);
    pictures.extend(timelines.map(|drawing| Picture::new("timelines", drawing)));
    for mechanism in Mechanism::ALL {
        if let Some(drawing) = distributions::picture(run, *mechanism) {
            pictures.push(Picture::new(&format!("distributions-{mechanism}"), drawing));
        }
    }
    pictures.push(Picture::new("ladder", ladder::picture(run)));
    pictures.extend(losses::picture(run).map(|drawing| Picture::new("losses", drawing)));
    pictures.extend(force::picture(run, desk.force).map(|drawing| Picture::new("force", drawing)));
    pictures
}

/// The pictures of a sweep: one, or one for each state of a crowd.
#[must_use]
pub fn of_sweep(sweep: &Sweep, desk: &Desk) -> Vec<Picture> {
    let one = |drawing| vec![Picture::new(&format!("sweep-{}", sweep.sweep), drawing)];
    match sweep.sweep {
        Factor::Beat => one(sweep::beats(sweep)),
        Factor::Look => one(sweep::looks(sweep)),
        Factor::Workers => one(places::workers(sweep)),
        Factor::Place => one(places::places(sweep)),
        Factor::Crowd => {
            let states = CrowdState::ALL.iter();
            states
                .map(|state| {
                    let drawing = crowd::picture(sweep, *state, desk.crowds);
                    Picture::new(&format!("sweep-{}-{state}", sweep.sweep), drawing)
                })
                .collect()
        }
    }
}
