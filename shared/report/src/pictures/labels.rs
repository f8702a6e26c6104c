//! What stands beside and below a picture: the labels at the left of rows, and the note on what its figures were measured
//! on. A label is cut only if it would leave no room for the axis.

use measure::{Factor, Grade, Run, units::duration};

use super::{
    frame::{Anchor, Frame, WIDTH},
    text::{fit, width},
};
use crate::{
    facts::{processor, slow_build, workers},
    precision::resolution,
};

/// The size of their font, in px.
const SIZE: f64 = 12.0;
/// What stands between a label and the axis, in px.
const GAP: f64 = 10.0;
/// What is left of the picture is the axis at least.
const LAST: f64 = WIDTH * 0.55;

/// A column of labels.
pub(super) struct Labels {
    left: f64,
    /// Where the axis beside them begins.
    pub(super) end: f64,
}

impl Labels {
    /// Room for these texts from `left` on; the axis begins at `end` or, for long ones, further right.
    pub(super) fn new<'a>(left: f64, end: f64, texts: impl Iterator<Item = &'a str>) -> Self {
        let room = texts.map(|text| width(text, SIZE)).fold(0.0, f64::max);
        Self { left, end: (left + room + GAP).clamp(end, LAST) }
    }

    /// A label, in the middle of its row.
    pub(super) fn draw(&self, frame: &mut Frame, middle: f64, text: &str) {
        let text = fit(text, self.end - self.left - GAP, SIZE);
        frame.text(self.left, middle + 4.0, "ink", Anchor::Start, &text);
    }
}

/// What the figures of a run were measured on. The factor that a sweep varies is left out.
pub(super) fn note(run: &Run, varied: Option<Factor>, grade: Grade) -> String {
    let machine = &run.machine;
    let mut parts = vec![format!(
        "{}, {} {}",
        processor(run),
        machine.cores,
        if machine.cores == 1 { "core" } else { "cores" }
    )];
    match varied {
        Some(Factor::Place) => parts.push("placement varied".to_owned()),
        _ => parts.push(format!("placement {}", run.place_in_force)),
    }
    match varied {
        Some(Factor::Beat) => parts.push("beat varied".to_owned()),
        _ => parts.push(format!("a beat every {}", duration(run.settings.beat_ns))),
    }
    match varied {
        Some(Factor::Workers) => parts.push("workers varied".to_owned()),
        _ => parts.push(workers(run)),
    }
    parts.push(format!("grade {}", grade.as_str()));
    if run.partial {
        parts.push("interrupted: not every round was played".to_owned());
    }
    parts.extend(slow_build(run));
    parts.extend(run.commit.iter().map(|commit| format!("commit {commit}")));
    format!("{}. {}", parts.join(" · "), resolution(run))
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
