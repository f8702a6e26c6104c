//! What pictures are drawn with, as SVG: a frame with its head, legend, axes and note; marks; a palette in light and in
//! dark. A picture can be read alone, and is 640 px wide, so that it can be read at 600.
//!
//! Everything here is a pure function to text: the same values give the same bytes.

pub mod axis;
pub mod frame;
pub mod labels;
pub mod mark;
pub mod picture;
pub mod style;
pub mod text;
