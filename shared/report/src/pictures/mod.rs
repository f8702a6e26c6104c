//! Pictures of runs and sweeps, as SVG: each can be read alone, in light and in dark, and is 640 px wide, so that it can be read at 600.
//!
//! Everything here is a pure function to text: the same run gives the same bytes.

mod crowd;
mod distributions;
mod ladder;
mod losses;
mod matrix;
mod places;
mod story;
mod sweep;
mod timelines;

#[cfg(test)]
mod tests;

use measure::{Factor, Run, Sweep};
use stage::{CrowdState, Mechanism};

// What every picture is drawn with, as its neighbours call it.
use crate::{
    desk::Desk,
    draw::{Picture, axis, frame, labels, mark, style, text},
    facts,
    results_file::ResultsFile,
};

/// The pictures of a file of results.
pub fn of(result: &ResultsFile, desk: &Desk) -> Vec<Picture> {
    match result {
        ResultsFile::Run(run) => of_run(run, desk),
        ResultsFile::Sweep(sweep) => of_sweep(sweep, desk),
    }
}

/// The pictures of a run.
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
    pictures.extend(desk.pictures.iter().filter_map(|(file, draw)| Some(Picture::new(file, draw(run)?))));
    pictures
}

/// The pictures of a sweep: one, or one for each state of a crowd.
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
