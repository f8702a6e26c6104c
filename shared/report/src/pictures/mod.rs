//! Pictures of runs and sweeps, as SVG: each can be read alone, in light and in dark, and is 640 px wide, so that it can be read at 600.
//!
//! Everything here is a pure function to text: the same run gives the same bytes.

mod crowd;
mod grid;
mod ladder;
mod places;
mod story;
mod sweep;
mod timelines;

#[cfg(test)]
mod tests;

use measure::{Factor, Run, Sweep};

// What every picture is drawn with, as its neighbours call it.
use crate::{
    desk::Desk,
    draw::{Picture, axis, frame, frame::Drawing, labels, mark, style, text},
    facts,
    grid::runtimes,
    results_file::ResultsFile,
};

/// The pictures of a file of results.
pub fn of(result: &ResultsFile, desk: &Desk) -> Vec<Picture> {
    match result {
        ResultsFile::Run(run) => of_run(run, desk),
        ResultsFile::Sweep(sweep) => of_sweep(sweep),
    }
}

/// The pictures of a run: what one case does, the grid of each runtime, what happens after some requests, how far all of it
/// is above its floors, and what an editor adds. What the run has no case for is not drawn.
pub fn of_run(run: &Run, desk: &Desk) -> Vec<Picture> {
    let one = |file: &str, drawing: Option<Drawing>| drawing.map(|drawing| Picture::new(file, drawing));
    let grids = runtimes(run).into_iter();
    let grids = grids.filter_map(|runtime| one(&format!("grid-{runtime}"), grid::picture(run, runtime)));
    let story = one("story", story::picture(run, desk.surprises.first()));
    let mut pictures: Vec<Picture> = story.into_iter().chain(grids).collect();
    pictures.extend(one("timelines", timelines::picture(run, desk.timelines)));
    pictures.extend(one("ladder", ladder::picture(run)));
    pictures.extend(desk.pictures.iter().filter_map(|(file, draw)| one(file, draw(run))));
    pictures
}

/// The picture of a sweep, if it has a difference to show.
pub fn of_sweep(sweep: &Sweep) -> Vec<Picture> {
    let drawing = match sweep.sweep {
        Factor::Beat => sweep::beats(sweep),
        Factor::Look => sweep::looks(sweep),
        Factor::Workers => places::workers(sweep),
        Factor::Place => places::places(sweep),
        Factor::Crowd => crowd::picture(sweep),
    };
    drawing.map(|drawing| Picture::new(&format!("sweep-{}", sweep.sweep), drawing)).into_iter().collect()
}
