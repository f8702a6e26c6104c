//! The labels at the left of rows. A label is cut only if it would leave no room for the axis.

use super::{
    frame::{Anchor, Frame, WIDTH},
    text::{fit, width},
};

/// The size of their font, in px.
const SIZE: f64 = 12.0;
/// What stands between a label and the axis, in px.
const GAP: f64 = 10.0;
/// What is left of the picture is the axis at least.
const LAST: f64 = WIDTH * 0.55;

/// A column of labels.
pub struct Labels {
    left: f64,
    /// Where the axis beside them begins.
    pub end: f64,
}

impl Labels {
    /// Room for these texts from `left` on; the axis begins at `end` or, for long ones, further right.
    pub fn new<'a>(left: f64, end: f64, texts: impl Iterator<Item = &'a str>) -> Self {
        let room = texts.map(|text| width(text, SIZE)).fold(0.0, f64::max);
        Self { left, end: (left + room + GAP).clamp(end, LAST) }
    }

    /// A label, in the middle of its row.
    pub fn draw(&self, frame: &mut Frame, middle: f64, text: &str) {
        let text = fit(text, self.end - self.left - GAP, SIZE);
        frame.text(self.left, middle + 4.0, "ink", Anchor::Start, &text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str) -> (f64, String) {
        let mut frame = Frame::new("", "");
        let labels = Labels::new(16.0, 200.0, [text].into_iter());
        labels.draw(&mut frame, 9.0, text);
        (labels.end, frame.finish("").svg())
    }

    #[test]
    fn a_label_is_whole_and_the_axis_has_room() {
        let (end, svg) = drawn("short");
        assert!(end == 200.0 && svg.contains(">short<"), "{end}: {svg}");
        let id = "python/flag/awaiting-asyncio-event-from-thread";
        let (end, svg) = drawn(id);
        assert!((200.0..LAST).contains(&end) && svg.contains(id), "{end}: {svg}");
        let (end, svg) = drawn(&"long".repeat(99));
        assert!(end == LAST && svg.contains('…'), "{end}: {svg}");
    }
}
