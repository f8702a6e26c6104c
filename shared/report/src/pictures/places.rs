//! The sweeps over placements and over workers: the same cases, a mark for each value.

use measure::Sweep;

use super::{
    axis::Axis,
    frame::{Drawing, Frame, MARGIN, WIDTH, time},
    headline,
    labels::Labels,
    lines::{Line, interval, lines},
    mark::SERIES,
    sweep::{note, nothing},
};
use crate::precision::Precision;

/// The halting times of each case, a mark for each placement, or whatever else was varied.
pub(super) fn places(sweep: &Sweep) -> Drawing {
    let frame = Frame::new(
        &headline::furthest_apart(sweep, |_| true, str::to_owned)
            .unwrap_or_else(|| "The same calls, their threads placed differently".to_owned()),
        "p50 from request to halt, with its 95\u{a0}% interval, and the floors below the cases.",
    );
    picture(sweep, frame, |value| match value {
        "apart" => "apart: a core each".to_owned(),
        "together" => "together: one core for both".to_owned(),
        "free" => "free: wherever the scheduler likes".to_owned(),
        other => other.to_owned(),
    })
}

fn said_workers(workers: &str) -> String {
    format!("with {workers} {}", if workers == "1" { "worker" } else { "workers" })
}

/// The halting times of each case, a mark for each number of workers.
pub(super) fn workers(sweep: &Sweep) -> Drawing {
    let frame = Frame::new(
        &headline::furthest_apart(sweep, |case| case.workers.is_some(), said_workers)
            .unwrap_or_else(|| "What another worker costs".to_owned()),
        "p50 from request to halt, with its 95\u{a0}% interval, and the floors below the cases. However many \
         workers a runtime has, all of them share the cores of the work.",
    );
    picture(sweep, frame, |value| match value {
        "1" => "1 worker a runtime".to_owned(),
        many => format!("{many} workers"),
    })
}

fn picture(sweep: &Sweep, mut frame: Frame, meaning: impl Fn(&str) -> String) -> Drawing {
    const ROW: f64 = 42.0;
    let marks = |point: usize| SERIES[point % SERIES.len()];
    let meanings: Vec<String> = sweep.points.iter().map(|point| meaning(&point.value)).collect();
    frame.legend(
        &meanings.iter().enumerate().map(|(point, text)| (marks(point), text.as_str())).collect::<Vec<_>>(),
    );
    let rows: Vec<Line> = lines(sweep);
    if rows.is_empty() {
        return nothing(frame, sweep);
    }
    let all = rows.iter().flat_map(|line| &line.points).flat_map(|(_, halt)| interval(halt));
    let labels = Labels::new(MARGIN, 236.0, rows.iter().map(|line| line.name.as_str()));
    let axis = Axis::log(all, labels.end, WIDTH - MARGIN - 20.0);
    let top = frame.y + 8.0;
    let bottom = top + ROW * rows.len() as f64;
    frame.x_axis(&axis, (top, bottom), "time from request to halt (logarithmic)", time);
    for (row, line) in rows.iter().enumerate() {
        let middle = top + ROW * (row as f64 + 0.5);
        if row > 0 {
            frame.line((MARGIN, middle - ROW / 2.0), (WIDTH - MARGIN, middle - ROW / 2.0), "grid");
        }
        labels.draw(&mut frame, middle, &line.name);
        let step = (ROW - 14.0) / sweep.points.len() as f64;
        for (point, halt) in &line.points {
            let (point, run) = (*point, &sweep.points[*point].run);
            let y = middle + step * (point as f64 - (sweep.points.len() as f64 - 1.0) / 2.0);
            let class = format!("{} line", marks(point).1.class());
            let (low, high) = halt.drawn_interval();
            frame.line((axis.at(low as f64), y), (axis.at(high as f64), y), &class);
            let told = Precision::of(run).time(halt.p50);
            frame.say(&format!("{}, {}", line.name, sweep.points[point].value), &told);
            frame.mark(marks(point), axis.at(halt.p50 as f64), y, 4.0);
        }
    }
    frame.finish(&note(sweep))
}
