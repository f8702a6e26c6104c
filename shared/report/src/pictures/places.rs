//! The sweep over placements: the same cases, differently placed.

use measure::{Sweep, units::duration};

use super::{
    axis::Axis,
    frame::{Frame, MARGIN, WIDTH, time},
    labels::Labels,
    mark::SERIES,
    sweep::{ids, interval, note, nothing, points},
};

/// The halting times of each case, a mark for each placement, or whatever else was varied.
pub(super) fn places(sweep: &Sweep) -> String {
    const ROW: f64 = 42.0;
    let mut frame = Frame::new(
        "The same calls, their threads placed differently",
        "p50 from request to halt, with its \
         95\u{a0}% interval.",
    );
    let marks = |point: usize| SERIES[point % SERIES.len()];
    let meaning = |value: &str| match value {
        "apart" => "apart: a core each".to_owned(),
        "together" => "together: one core for both".to_owned(),
        "free" => "free: wherever the scheduler likes".to_owned(),
        other => other.to_owned(),
    };
    let meanings: Vec<String> = sweep.points.iter().map(|point| meaning(&point.value)).collect();
    frame.legend(
        &meanings.iter().enumerate().map(|(point, text)| (marks(point), text.as_str())).collect::<Vec<_>>(),
    );
    let rows: Vec<&str> = ids(sweep).filter(|id| points(sweep, id).next().is_some()).collect();
    if rows.is_empty() {
        return nothing(frame, sweep);
    }
    let all = rows.iter().flat_map(|id| points(sweep, id)).flat_map(|(_, halt)| interval(&halt));
    let labels = Labels::new(MARGIN, 236.0, rows.iter().copied());
    let axis = Axis::log(all, labels.end, WIDTH - MARGIN - 20.0);
    let top = frame.y + 8.0;
    let bottom = top + ROW * rows.len() as f64;
    frame.x_axis(&axis, (top, bottom), "time from request to halt (logarithmic)", time);
    for (row, id) in rows.iter().enumerate() {
        let middle = top + ROW * (row as f64 + 0.5);
        if row > 0 {
            frame.line((MARGIN, middle - ROW / 2.0), (WIDTH - MARGIN, middle - ROW / 2.0), "grid");
        }
        labels.draw(&mut frame, middle, id);
        let step = (ROW - 14.0) / sweep.points.len() as f64;
        for (point, halt) in points(sweep, id) {
            let y = middle + step * (point as f64 - (sweep.points.len() as f64 - 1.0) / 2.0);
            let class = format!("{} line", marks(point).1.class());
            let (low, high) = halt.drawn_interval();
            frame.line((axis.at(low as f64), y), (axis.at(high as f64), y), &class);
            frame.say(&format!("{id}, {}", sweep.points[point].value), &duration(halt.p50));
            frame.mark(marks(point), axis.at(halt.p50 as f64), y, 4.0);
        }
    }
    frame.finish(&note(sweep))
}
