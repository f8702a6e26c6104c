//! Losses: how long it took to stop, and beside it what was lost.

use measure::{CaseResult, Run};

use super::{
    axis::Axis,
    facts::{self, note},
    frame::{Anchor, Drawing, Frame, MARGIN, WIDTH, time},
    labels::Labels,
    mark::{Mark, Shape},
    style::Colour,
};
use crate::{
    figure,
    precision::Precision,
    verdict::{is_lossy, lost},
};

/// The height of a row.
const ROW: f64 = 21.0;
/// Where the axis of time begins beside short labels, and where it ends.
const AXIS: (f64, f64) = (236.0, WIDTH - 196.0);
/// Where the squares for lost records begin, how far one is from the next, and how many there are at most.
const SQUARES: (f64, f64, u64) = (WIDTH - 176.0, 11.0, 6);

const HALT: Mark = Mark(Shape::Dot, Colour::Blue);
const LOST: Mark = Mark(Shape::Square, Colour::Red);
const BROKEN: Mark = Mark(Shape::Triangle, Colour::Orange);

/// `None` if no case of the run counts records or states an invariant.
pub(super) fn picture(run: &Run) -> Option<Drawing> {
    let mut rows: Vec<&CaseResult> = run.cases.iter().filter(|case| !lost(case).is_empty()).collect();
    if rows.is_empty() {
        return None;
    }
    rows.sort_by_key(|case| (is_lossy(case), case.halt_ns.map(|halt| halt.p50)));
    let mut frame = facts::frame(
        run.judgement.grade,
        &title(run),
        "Each case whose work carries records. Left: p50 from request to halt, on a logarithmic axis. Right: how many \
         of its records one playing lost, the worst of its playings. A fast stop may lose most.",
    );
    frame.legend(&[
        (HALT, "p50 of the halt"),
        (LOST, "a record that was lost"),
        (BROKEN, "an invariant that was broken"),
    ]);
    let labels = Labels::new(MARGIN, AXIS.0, rows.iter().map(|case| case.id.as_str()));
    let halts = rows.iter().filter_map(|case| Some(Precision::of(run).rounded(case.halt_ns?.p50) as f64));
    let axis = Axis::log(halts, labels.end, AXIS.1);
    let top = frame.y + 20.0;
    let bottom = top + ROW * rows.len() as f64;
    frame.text(WIDTH - MARGIN, top - 6.0, "muted small", Anchor::End, "records lost");
    frame.x_axis(&axis, (top, bottom), "p50 from request to halt (logarithmic)", time);
    for (index, case) in rows.iter().enumerate() {
        let y = top + ROW * (index as f64 + 0.5);
        frame.say(&case.id, &format!("{}, lost {}", figure::halt(run, case), lost(case)));
        labels.draw(&mut frame, y, &case.id);
        if let Some(halt) = case.halt_ns {
            frame.mark(HALT, axis.at(Precision::of(run).rounded(halt.p50) as f64), y, 4.0);
        }
        draw_loss(&mut frame, case, y);
    }
    Some(frame.finish(&note(run, None, run.judgement.grade)))
}

/// A square for each lost record, as far as there is room; the mark of a broken invariant; and how many it were.
fn draw_loss(frame: &mut Frame, case: &CaseResult, y: f64) {
    let (left, step, most) = SQUARES;
    let lost_records = case.records_lost.unwrap_or_default();
    for index in 0..lost_records.min(most) {
        frame.mark(LOST, left + step * index as f64, y, 4.0);
    }
    if lost_records > most {
        frame.text(left + step * most as f64, y + 4.0, "ink", Anchor::Start, "…");
    }
    if case.invariant == Some(false) {
        frame.mark(BROKEN, left, y, 4.0);
    }
    frame.text(WIDTH - MARGIN, y + 4.0, "ink", Anchor::End, &lost(case));
}

/// How many of the cases that carry records lose some.
fn title(run: &Run) -> String {
    let counted = run.cases.iter().filter(|case| !lost(case).is_empty());
    let lossy = counted.clone().filter(|case| is_lossy(case)).count();
    format!("{lossy} of {} cases lose records, or break an invariant, when they stop", counted.count())
}
