//! Pictures of runs and sweeps, as SVG: each readable alone, in light and in dark, 700 px wide.
//!
//! Everything here is a pure function to text: the same run gives the same bytes.

mod axis;
mod distributions;
mod frame;
mod labels;
mod ladder;
mod mark;
mod matrix;
mod note;
mod places;
mod style;
mod sweep;
mod text;
mod timelines;

#[cfg(test)]
mod tests;

use measure::{Factor, Run, Sweep};
use stage::Mechanism;

use frame::Drawing;

/// A picture in a file of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The name of its file.
    pub file: String,
    /// What it shows, for a reader who does not see it.
    pub title: String,
    /// The picture.
    pub svg: String,
}

impl Picture {
    fn new(file: &str, drawing: Drawing) -> Self {
        Self { file: format!("{file}.svg"), title: drawing.title, svg: drawing.svg }
    }
}

/// The pictures of a run.
#[must_use]
pub fn of_run(run: &Run) -> Vec<Picture> {
    let mut pictures = vec![
        Picture::new("matrix", matrix::picture(run)),
        Picture::new("timelines", timelines::picture(run)),
    ];
    for mechanism in Mechanism::ALL {
        if let Some(drawing) = distributions::picture(run, *mechanism) {
            pictures.push(Picture::new(&format!("distributions-{mechanism}"), drawing));
        }
    }
    pictures.push(Picture::new("ladder", ladder::picture(run)));
    pictures
}

/// The picture of a sweep.
#[must_use]
pub fn of_sweep(sweep: &Sweep) -> Picture {
    let drawing = match sweep.sweep {
        Factor::Beat => sweep::beats(sweep),
        Factor::Look => sweep::looks(sweep),
        Factor::Workers => places::workers(sweep),
        Factor::Place => places::places(sweep),
    };
    Picture::new(&format!("sweep-{}", sweep.sweep), drawing)
}
