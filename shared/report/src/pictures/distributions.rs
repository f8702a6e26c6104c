//! Distributions: every halted case of one mechanism on one axis.

use measure::{CaseResult, Figures, Run};
use stage::Mechanism;

use super::{
    axis::Axis,
    facts::{self, note},
    frame::{Anchor, Drawing, MARGIN, WIDTH, time},
    labels::Labels,
    mark::{Mark, Shape},
    style::Colour,
    text::fit,
};
use crate::{
    figure::{self, drawn},
    precision::Precision,
};

/// The height of a row.
const ROW: f64 = 21.0;
/// Where the axis begins beside short labels, and where it ends.
const AXIS: (f64, f64) = (236.0, WIDTH - 76.0);

const P50: Mark = Mark(Shape::Dot, Colour::Blue);
const MAX: Mark = Mark(Shape::Diamond, Colour::Red);

/// `None` if no case of the mechanism halted.
pub(super) fn picture(run: &Run, mechanism: Mechanism) -> Option<Drawing> {
    let all = run.cases.iter().filter(|case| case.mechanism == mechanism);
    let rows: Vec<(&CaseResult, Figures)> =
        all.filter_map(|case| Some((case, drawn(run, case.halt_ns?)))).collect();
    if rows.is_empty() {
        return None;
    }
    let mut frame = facts::frame(
        run.judgement.grade,
        &title(run, mechanism, &rows.iter().map(|(_, halt)| *halt).collect::<Vec<_>>()),
        "Every case that halts, and how its halting times are spread. Times are on a logarithmic axis: each \
         decade is ten times the one before.",
    );
    frame.legend(&[
        (P50, "p50"),
        (Mark(Shape::Bar, Colour::Blue), "95\u{a0}% interval of p50"),
        (Mark(Shape::Line, Colour::Ink), "p50 to p99"),
        (Mark(Shape::Tick, Colour::Ink), "p90"),
        (MAX, "greatest"),
    ]);
    let values = rows.iter().flat_map(|(_, halt)| [halt.drawn_interval().0, halt.p50, halt.p99, halt.max]);
    let names: Vec<String> = rows.iter().map(|(case, _)| without(mechanism, &case.id)).collect();
    let labels = Labels::new(MARGIN, AXIS.0, names.iter().map(String::as_str));
    let axis = Axis::log(values.map(|ns| ns as f64), labels.end, AXIS.1);
    let top = frame.y + 20.0;
    let bottom = top + ROW * rows.len() as f64;
    frame.text(WIDTH - MARGIN, top - 6.0, "muted small", Anchor::End, "p50");
    frame.x_axis(&axis, (top, bottom), "time from request to halt (logarithmic)", time);
    for (index, ((case, halt), name)) in rows.iter().zip(&names).enumerate() {
        let y = top + ROW * (index as f64 + 0.5);
        let at = |ns: u64| axis.at(ns as f64);
        let told = figure::halt(run, case);
        frame.say(&case.id, &told);
        labels.draw(&mut frame, y, name);
        frame.line((at(halt.p50), y), (at(halt.p99), y), "ink line");
        let (low, high) = halt.drawn_interval();
        frame.line((at(low), y), (at(high), y), "blue line thick");
        frame.mark(Mark(Shape::Tick, Colour::Ink), at(halt.p90), y, 4.0);
        frame.mark(MAX, at(halt.max), y, 2.8);
        frame.mark(P50, at(halt.p50), y, 4.0);
        frame.text(WIDTH - MARGIN, y + 4.0, "ink", Anchor::End, &told);
    }
    for (case, _) in rows.iter().filter(|(case, _)| case.out_of_patience > 0) {
        frame.y += 20.0;
        let said = format!(
            "{}: playings that ran out of patience ({}) may be slower than their mark.",
            case.id, case.out_of_patience
        );
        frame.text(MARGIN, frame.y, "muted", Anchor::Start, &fit(&said, WIDTH - 2.0 * MARGIN, 12.0));
    }
    Some(frame.finish(&note(run, None, run.judgement.grade)))
}

/// A case's id without its mechanism, which the title names.
fn without(mechanism: Mechanism, id: &str) -> String {
    id.replacen(&format!("/{mechanism}/"), "/", 1)
}

/// The least and the greatest p50 of the cases that halt.
fn title(run: &Run, mechanism: Mechanism, halts: &[Figures]) -> String {
    let p50 = || halts.iter().map(|halt| halt.p50);
    let range = p50().min().zip(p50().max()).map(|(low, high)| Precision::of(run).range(low, high));
    let cases = if halts.len() == 1 { "case halts" } else { "cases halt" };
    format!("Stopping by {mechanism}: {} {cases} after {}", halts.len(), range.unwrap_or_default())
}
