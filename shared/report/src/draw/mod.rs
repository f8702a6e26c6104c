//! What pictures are drawn with, as SVG: a frame with its head, legend, axes and note; marks; a palette in light and in
//! dark. A picture can be read alone, and is 640 px wide, so that it can be read at 600.
//!
//! Everything here is a pure function to text: the same values give the same bytes.

pub mod axis;
pub mod frame;
pub mod labels;
pub mod mark;
pub mod style;
pub mod text;

use frame::Drawing;

/// A picture in a file of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The name of its file.
    pub file: String,
    drawing: Drawing,
}

impl Picture {
    /// A picture, whose file has this name before its ending.
    pub fn new(file: &str, drawing: Drawing) -> Self {
        Self { file: format!("{file}.svg"), drawing }
    }

    /// The same picture, whose file is in a folder.
    pub fn within(self, folder: &str) -> Self {
        Self { file: format!("{folder}/{}", self.file), ..self }
    }

    /// Whether it is the grid of a runtime, of which there are many.
    pub fn is_grid(&self) -> bool {
        self.file.rsplit('/').next().is_some_and(|file| file.starts_with("grid-"))
    }

    /// What it shows, in a few words.
    pub fn title(&self) -> &str {
        &self.drawing.title
    }

    /// How to read it and what it shows, for readers who don't see it.
    pub fn about(&self) -> &str {
        &self.drawing.about
    }

    /// The text of its file, with its title and description inside.
    pub fn svg(&self) -> String {
        self.drawing.svg()
    }

    /// The same picture for a page that has the title and the description in its own text.
    pub fn untitled_svg(&self) -> String {
        self.drawing.untitled_svg()
    }
}
