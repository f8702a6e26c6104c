//! What a sweep's pictures follow from point to point: the halts of its cases, and the floors below them.

use measure::{CaseResult, Figures, Sweep, SweepPoint};

use crate::{figure::drawn, floors::stood_on};

/// What is followed through the points of a sweep: the halt of a case, or a floor that cases stand on.
pub(super) struct Line {
    /// The case's id; `the wake floor`.
    pub(super) name: String,
    pub(super) is_floor: bool,
    /// The points that have it, each with its figures as they are drawn.
    pub(super) points: Vec<(usize, Figures)>,
}

/// The cases that halted in some point, in the order in which they came, then their floors: a ratio to a
/// floor says nothing without it.
pub(super) fn lines(sweep: &Sweep) -> Vec<Line> {
    let line = |name: String, is_floor, figures: &dyn Fn(&SweepPoint) -> Option<Figures>| {
        let points = sweep.points.iter().enumerate();
        let points =
            points.filter_map(|(index, point)| Some((index, drawn(&point.run, figures(point)?)))).collect();
        Line { name, is_floor, points }
    };
    let cases = ids(sweep).map(|id| line(id.to_owned(), false, &|point| halt(&point.run.cases, id)));
    let mut lines: Vec<Line> = cases.filter(|line| !line.points.is_empty()).collect();
    if lines.is_empty() {
        return lines;
    }
    for floor in stood_on(sweep) {
        let figures = |point: &SweepPoint| point.run.floors.of(floor);
        lines.push(line(format!("the {} floor", floor.as_str()), true, &figures));
    }
    lines
}

fn halt(cases: &[CaseResult], id: &str) -> Option<Figures> {
    cases.iter().find(|case| case.id == id)?.halt_ns
}

/// The cases of a sweep, each once, in the order in which they came.
fn ids(sweep: &Sweep) -> impl Iterator<Item = &str> {
    let mut seen = std::collections::BTreeSet::new();
    let cases = sweep.points.iter().flat_map(|point| &point.run.cases);
    cases.map(|case| case.id.as_str()).filter(move |id| seen.insert(*id))
}

pub(super) fn interval(halt: &Figures) -> [f64; 3] {
    let (low, high) = halt.drawn_interval();
    [low, halt.p50, high].map(|ns| ns as f64)
}
