//! The ladder: how far each case is above its floor.

use measure::{CaseResult, Floor, Run};

use super::{
    axis::Axis,
    facts::{self, note},
    frame::{Anchor, Drawing, Frame, MARGIN, WIDTH, number},
    labels::Labels,
    mark::{Mark, Shape},
    style::Colour,
};
use crate::{
    figure::{drawn_over_floor, over_floor, over_floor_with_interval},
    precision::Precision,
};

/// The height of a row.
const ROW: f64 = 19.0;
/// The height of a group's head.
const HEAD: f64 = 30.0;
/// Where the axis begins beside short labels, and where it ends.
const AXIS: (f64, f64) = (290.0, WIDTH - 84.0);

pub(super) fn picture(run: &Run) -> Drawing {
    let mut frame = facts::frame(
        run.judgement.grade,
        &title(run),
        "p50 from request to halt, as a multiple of the floor: what bare code needs on the same machine for the \
         same hand-over. At 1 ×, the runtime adds nothing. A bar: the 95\u{a0}% interval of the ratio.",
    );
    let groups: Vec<(Floor, Vec<Row<'_>>)> = Floor::ALL
        .iter()
        .map(|floor| (*floor, above(run, *floor)))
        .filter(|(_, rows)| !rows.is_empty())
        .collect();
    if groups.is_empty() {
        frame.y += 20.0;
        frame.text(MARGIN, frame.y, "muted", Anchor::Start, "No case of this run has a floor to stand on.");
        return frame.finish(&note(run, None, run.judgement.grade));
    }
    let values = groups
        .iter()
        .flat_map(|(_, rows)| rows.iter().flat_map(|(_, over, (low, high))| [*over, *low, *high]));
    let ids = groups.iter().flat_map(|(_, rows)| rows.iter().map(|(case, ..)| case.id.as_str()));
    let labels = Labels::new(MARGIN + 6.0, AXIS.0, ids);
    let axis = Axis::log(values.chain([1.0]), labels.end, AXIS.1);
    let top = frame.y + 4.0;
    let height: f64 = groups.iter().map(|(_, rows)| HEAD + ROW * rows.len() as f64).sum();
    frame.x_axis(&axis, (top + 5.0, top + height), "p50 over the floor's p50, × (logarithmic)", |over| {
        number(over) + " ×"
    });
    let below = frame.y;
    frame.y = top;
    for (floor, rows) in &groups {
        draw_group(&mut frame, run, *floor, rows, &axis, &labels);
    }
    frame.y = below;
    frame.finish(&note(run, None, run.judgement.grade))
}

/// The cases above one floor: a head, the floor as an upright line, and a bar for each case.
fn draw_group(frame: &mut Frame, run: &Run, floor: Floor, rows: &[Row<'_>], axis: &Axis, labels: &Labels) {
    let mark = mark(floor);
    frame.band(MARGIN, frame.y + 5.0, WIDTH - 2.0 * MARGIN, HEAD - 9.0);
    let head = format!("The {} floor, p50 {}: {}", floor.as_str(), p50(run, floor), meaning(floor));
    frame.text(MARGIN + 6.0, frame.y + 20.0, "ink strong", Anchor::Start, &head);
    frame.y += HEAD;
    let end = frame.y + ROW * rows.len() as f64;
    frame.line((axis.at(1.0), frame.y), (axis.at(1.0), end), "ink line");
    let class = format!("{} line", mark.1.class());
    for (case, over, (low, high)) in rows {
        let y = frame.y + ROW / 2.0;
        labels.draw(frame, y, &case.id);
        frame.say(&case.id, &over_floor_with_interval(run, case).unwrap_or_default());
        frame.line((axis.at(1.0), y), (axis.at(*over), y), &class);
        frame.line((axis.at(*low), y), (axis.at(*high), y), &format!("{class} thick"));
        frame.mark(mark, axis.at(*over), y, 4.5);
        let ratio = over_floor(run, case).unwrap_or_default();
        frame.text(WIDTH - MARGIN - 6.0, y + 4.0, "ink", Anchor::End, &ratio);
        frame.y += ROW;
    }
}

/// A case, its ratio, and the ends of that ratio's interval.
type Row<'a> = (&'a CaseResult, f64, (f64, f64));

/// The cases above a floor, the nearest first.
fn above(run: &Run, floor: Floor) -> Vec<Row<'_>> {
    let cases = run.cases.iter().filter(|case| case.bound.and_then(Floor::below) == Some(floor));
    let mut rows: Vec<Row<'_>> = cases
        .filter_map(|case| drawn_over_floor(run, case).map(|(over, ends)| (case, over, ends)))
        .filter(|(_, over, _)| over.is_finite() && *over > 0.0)
        .collect();
    rows.sort_by(|(_, a, _), (_, b, _)| a.total_cmp(b));
    rows
}

/// p50 of a floor, in words.
fn p50(run: &Run, floor: Floor) -> String {
    let figures = run.floors.of(floor);
    figures.map_or_else(|| "not measured".to_owned(), |figures| Precision::of(run).time(figures.p50))
}

fn mark(floor: Floor) -> Mark {
    match floor {
        Floor::Line => Mark(Shape::Dot, Colour::Blue),
        Floor::Wake => Mark(Shape::Square, Colour::Green),
        Floor::Timer => Mark(Shape::Triangle, Colour::Orange),
        Floor::Reap => Mark(Shape::Diamond, Colour::Red),
    }
}

fn meaning(floor: Floor) -> &'static str {
    match floor {
        Floor::Line => "a cache line goes from core to core",
        Floor::Wake => "a parked thread is woken that has no deadline",
        Floor::Timer => "a parked thread is woken whose deadline has to be disarmed",
        Floor::Reap => "a process without memory of its own is ended and reaped",
    }
}

/// How many cases are near their floor.
fn title(run: &Run) -> String {
    let floored = run.cases.iter().filter(|case| case.bound.and_then(Floor::below).is_some());
    let ratios: Vec<f64> =
        floored.filter_map(|case| Some(drawn_over_floor(run, case)?.0)).filter(|over| *over > 0.0).collect();
    if ratios.is_empty() {
        return "How far above the floor".to_owned();
    }
    let near = ratios.iter().filter(|over| **over < 2.0).count();
    format!("{near} of {} cases stop within twice the floor of their machine", ratios.len())
}
