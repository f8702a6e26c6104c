//! A picture in a file of its own.

use super::frame::Drawing;

/// A picture in a file of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The name of its file.
    pub file: String,
    drawing: Drawing,
}

impl Picture {
    /// A picture, whose file has this name before its ending.
    #[must_use]
    pub fn new(file: &str, drawing: Drawing) -> Self {
        Self { file: format!("{file}.svg"), drawing }
    }

    /// The same picture, whose file is in a folder.
    #[must_use]
    pub fn within(self, folder: &str) -> Self {
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

    /// The same picture for a page that has the title and the description in its own text.
    #[must_use]
    pub fn untitled_svg(&self) -> String {
        self.drawing.untitled_svg()
    }
}
