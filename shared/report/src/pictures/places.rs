//! The sweeps over placements and over workers: the same cases, a mark for each value.

use measure::{CaseResult, Figures, Sweep};

use super::{
    axis::Axis,
    facts,
    frame::{Drawing, Frame, MARGIN, WIDTH, time},
    labels::Labels,
    mark::SERIES,
    sweep::{LEAST, Line, grade, interval, lines, note},
};
use crate::precision::Precision;

/// The halting times of each case, a mark for each placement, or whatever else was varied. `None` if no two of them can
/// be told apart.
pub(super) fn places(sweep: &Sweep) -> Option<Drawing> {
    let (.., title) = furthest_apart(sweep, |_| true, str::to_owned)?;
    let about = "p50 from request to halt, with its 95\u{a0}% interval, and the floors below the cases. A time \
                 that rounds to 0 has no mark.";
    let frame = facts::frame(grade(sweep), &title, about);
    Some(picture(sweep, frame, |value| match value {
        "apart" => "apart: a core each".to_owned(),
        "together" => "together: one core for both".to_owned(),
        "free" => "free: wherever the scheduler likes".to_owned(),
        other => other.to_owned(),
    }))
}

fn said_workers(workers: &str) -> String {
    format!("with {workers} {}", if workers == "1" { "worker" } else { "workers" })
}

/// The halting times of each case, a mark for each number of workers. `None` if the times of no runtime with workers are
/// further apart than those of work that has none, which differ by chance.
pub(super) fn workers(sweep: &Sweep) -> Option<Drawing> {
    let (ratio, title) = furthest_apart(sweep, |case| case.workers.is_some(), said_workers)?;
    let by_chance = furthest_apart(sweep, |case| case.workers.is_none(), said_workers);
    if by_chance.is_some_and(|(chance, _)| chance >= ratio) {
        return None;
    }
    let frame = facts::frame(
        grade(sweep),
        &title,
        "p50 from request to halt, with its 95\u{a0}% interval, and the floors below the cases. However many \
         workers a runtime has, all of them share the cores of the work.",
    );
    Some(picture(sweep, frame, |value| match value {
        "1" => "1 worker a runtime".to_owned(),
        many => format!("{many} workers"),
    }))
}

/// The height of all rows, if they are many.
const ROWS: f64 = 390.0;

fn picture(sweep: &Sweep, mut frame: Frame, meaning: impl Fn(&str) -> String) -> Drawing {
    let marks = |point: usize| SERIES[point % SERIES.len()];
    let meanings: Vec<String> = sweep.points.iter().map(|point| meaning(&point.value)).collect();
    frame.legend(
        &meanings.iter().enumerate().map(|(point, text)| (marks(point), text.as_str())).collect::<Vec<_>>(),
    );
    let rows: Vec<Line> = lines(sweep);
    let row_height = (ROWS / rows.len().max(1) as f64).min(42.0);
    let all = rows.iter().flat_map(shown).flat_map(|(_, halt)| interval(&halt));
    let labels = Labels::new(MARGIN, 236.0, rows.iter().map(|line| line.name.as_str()));
    let axis = Axis::log(all, labels.end, WIDTH - MARGIN - 20.0);
    let top = frame.y + 8.0;
    let bottom = top + row_height * rows.len() as f64;
    frame.x_axis(&axis, (top, bottom), "time from request to halt (logarithmic)", time);
    for (row, line) in rows.iter().enumerate() {
        let middle = top + row_height * (row as f64 + 0.5);
        if row > 0 {
            frame.line(
                (MARGIN, middle - row_height / 2.0),
                (WIDTH - MARGIN, middle - row_height / 2.0),
                "grid",
            );
        }
        labels.draw(&mut frame, middle, &line.name);
        let step = (row_height - 14.0) / sweep.points.len() as f64;
        for (point, halt) in shown(line) {
            let run = &sweep.points[point].run;
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

/// The times of a line that have a place on a logarithmic axis: what rounds to 0 has none.
fn shown(line: &Line) -> impl Iterator<Item = (usize, Figures)> {
    line.points.iter().copied().filter(|(_, halt)| halt.p50 > 0)
}

/// Of these cases, the one whose times are furthest apart, and by what ratio, with their intervals apart too; for example between
/// placements. A time that its run cannot tell from none has no ratio.
fn furthest_apart(
    sweep: &Sweep,
    is_one: impl Fn(&CaseResult) -> bool,
    value: impl Fn(&str) -> String,
) -> Option<(f64, String)> {
    let cases = || sweep.points.iter().flat_map(|point| &point.run.cases);
    let spread = |line: &Line| {
        let low = line.told(sweep).min_by_key(|(_, halt)| halt.p50)?;
        let high = line.told(sweep).max_by_key(|(_, halt)| halt.p50)?;
        let are_apart = low.1.drawn_interval().1 < high.1.drawn_interval().0;
        let ratio = high.1.p50 as f64 / low.1.p50 as f64;
        (are_apart && ratio >= LEAST).then(|| (ratio, line.name.clone(), low, high))
    };
    let all = lines(sweep);
    let of_these = |line: &&Line| cases().any(|case| case.id == line.name && is_one(case));
    let spreads = all.iter().filter(of_these).filter_map(spread);
    let (ratio, name, low, high) = spreads.max_by(|(a, ..), (b, ..)| a.total_cmp(b))?;
    let said = |(point, halt): (usize, Figures)| {
        let point = &sweep.points[point];
        format!("{} {}", Precision::of(&point.run).time(halt.p50), value(&point.value))
    };
    Some((ratio, format!("{name} takes {}, and {}", said(low), said(high))))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// A recorded sweep in whose last point a case took this long.
    fn sweep(recorded: &str, id: &str, p50: u64) -> Sweep {
        let mut sweep: Value = serde_json::from_str(recorded).expect("it is recorded");
        let run = &mut sweep["points"][2]["run"];
        run["resolution"] = json!({"ns": 10_000, "share": 0.9, "controls_ns": {}});
        let cases = run["cases"].as_array_mut().expect("cases");
        let case = cases.iter_mut().find(|case| case["id"] == id).expect("it is recorded");
        case["halt_ns"] = json!({"p50": p50, "p90": p50, "p99": p50, "max": p50, "p50_low": p50, "p50_high": p50,
                   "rounds": 9});
        serde_json::from_value(sweep).expect("a sweep")
    }

    #[test]
    fn a_time_below_the_resolution_is_no_title() {
        let places = include_str!("../../tests/recorded/snapshots/sweep-place.json");
        let sweep = sweep(places, "tokio/abort/awaiting", 90);
        let drawing = super::places(&sweep).expect("two times that are apart");
        assert!(drawing.about.contains("tokio/abort/awaiting, together"), "{}", drawing.about);
        assert!(!drawing.about.contains("tokio/abort/awaiting, free"), "it has no mark: {}", drawing.about);
        let (_, title) = furthest_apart(&sweep, |_| true, str::to_owned).expect("two times that are apart");
        assert_eq!(title, "threads/flag/parked-busy-caller takes 45 µs apart, and 1.9 ms together");
        // It is far from the others, and rounded to the resolution.
        let sweep = self::sweep(places, "threads/flag/parked-busy-caller", 9_000);
        let (_, title) = furthest_apart(&sweep, |_| true, str::to_owned).expect("two times that are apart");
        assert!(!title.contains("free"), "{title}");
    }

    #[test]
    fn a_difference_that_work_without_workers_has_too_is_not_drawn() {
        let recorded = include_str!("../../tests/recorded/snapshots/sweep-workers.json");
        let as_recorded = serde_json::from_str(recorded).expect("it is recorded");
        let drawing = workers(&as_recorded).expect("its times are apart");
        assert!(
            drawing.title.starts_with("tokio/abort/awaiting takes 59 µs with 1 worker, and"),
            "{}",
            drawing.title
        );
        let without_workers = sweep(recorded, "threads/flag/parked-busy-caller", 900_000);
        assert_eq!(workers(&without_workers), None);
    }
}
