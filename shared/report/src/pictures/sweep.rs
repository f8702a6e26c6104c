//! Sweeps: the halting time as one factor is varied, which is the beat or how often a loop looks.

use measure::{CaseResult, Figures, Grade, Sweep, SweepPoint, units::count};

use super::{
    axis::Axis,
    facts,
    frame::{Anchor, Drawing, Frame, MARGIN, WIDTH, number, time},
    mark::{MANY, Mark, SERIES, Shape},
    style::Colour,
    text::{fit, width},
};
use crate::{figure::drawn, findings::stood_on, precision::Precision};

/// Where a plot begins.
const LEFT: f64 = 72.0;
/// The size of the labels at the ends of lines, in px.
const SMALL: f64 = 11.0;

/// A turn that takes so many times as long as without a look is as good as free.
const FREE: f64 = 1.05;

/// How a label beside a line looks.
const LABEL: &str = "ink small halo";

/// The halting times over the beat, a line a case. `None` if no case halted.
pub(super) fn beats(sweep: &Sweep) -> Option<Drawing> {
    let mut frame = facts::frame(
        grade(sweep),
        &title_of_beats(sweep).unwrap_or_else(|| "Halting time over the beat".to_owned()),
        "Work that looks once a beat cannot halt before its next look; work that is woken need not wait for \
         it. Upright lines: the 95\u{a0}% interval of p50. The floors: what bare code needs for the same \
         hand-over.",
    );
    let lines = lines(sweep);
    let beat = |point: usize| sweep.points[point].run.settings.beat_ns as f64;
    let marks = |index: usize, line: &Line| if line.is_floor { FLOOR } else { MANY[index % MANY.len()] };
    if lines.is_empty() {
        return None;
    }
    let all = || lines.iter().flat_map(|line| line.points.iter());
    // The labels stand whole at the ends of the lines.
    let widest = lines.iter().map(|line| width(&line.name, SMALL)).fold(0.0, f64::max);
    let right = (WIDTH - MARGIN - 24.0 - widest).max(WIDTH / 2.0);
    let (top, height) = (frame.y + 30.0, (15.0 * lines.len() as f64).max(300.0));
    let x_axis = Axis::log(all().map(|(point, _)| beat(*point)), LEFT, right);
    let y_axis = Axis::log(all().flat_map(|(_, halt)| interval(halt)), top + height, top);
    frame.y_axis(&y_axis, (LEFT, right), "p50 from request to halt (logarithmic)", time);
    frame.x_axis(&x_axis, (top, top + height), "time between two beats (logarithmic)", time);
    let mut labels: Vec<(f64, usize)> = Vec::new();
    for (index, series) in lines.iter().enumerate() {
        for (point, halt) in &series.points {
            let told = Precision::of(&sweep.points[*point].run).time(halt.p50);
            frame.say(&format!("{}, beat {}", series.name, time(beat(*point))), &told);
        }
        let placed: Vec<(f64, &Figures)> =
            series.points.iter().map(|(point, halt)| (x_axis.at(beat(*point)), halt)).collect();
        line(&mut frame, &y_axis, &placed, marks(index, series));
        labels.extend(series.points.last().map(|(_, halt)| (y_axis.at(halt.p50 as f64), index)));
    }
    labels.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let mut free = top;
    for (rank, (y, index)) in labels.iter().enumerate() {
        let last = top + height - 15.0 * (labels.len() - 1 - rank) as f64;
        let y = y.min(last).max(free);
        free = y + 15.0;
        frame.mark(marks(*index, &lines[*index]), right + 12.0, y, 4.0);
        let label = fit(&lines[*index].name, WIDTH - MARGIN - right - 22.0, SMALL);
        frame.text(right + 22.0, y + 4.0, "ink small", Anchor::Start, &label);
    }
    Some(frame.finish(&note(sweep)))
}

/// The halting time and the slow-down over the turns between two looks. `None` if there is neither.
pub(super) fn looks(sweep: &Sweep) -> Option<Drawing> {
    let mut frame = facts::frame(
        grade(sweep),
        &title_of_looks(sweep).unwrap_or_else(|| "How often should a loop look?".to_owned()),
        "Above: the halting time, p50 with its 95\u{a0}% interval. Below: how much longer a turn takes than one of \
         the same loop that never looks.",
    );
    let turns = |value: &str| value.parse::<f64>().ok().filter(|turns| turns.is_finite() && *turns > 0.0);
    let values: Vec<Option<f64>> = sweep.points.iter().map(|point| turns(&point.value)).collect();
    let halts: Vec<(f64, Figures, String)> = (sweep.points.iter().zip(&values))
        .filter_map(|(point, turns)| {
            let halt = point.run.cases.iter().find_map(|case| case.halt_ns)?;
            Some(((*turns)?, drawn(&point.run, halt), Precision::of(&point.run).time(halt.p50)))
        })
        .collect();
    let costs: Vec<(f64, f64)> = (sweep.points.iter().zip(&values))
        .filter_map(|(point, turns)| Some(((*turns)?, point.slowdown.filter(|ratio| ratio.is_finite())?)))
        .collect();
    if halts.is_empty() && costs.is_empty() {
        return None;
    }
    let right = WIDTH - MARGIN - 44.0;
    let x_axis = Axis::log(values.iter().copied().flatten(), LEFT, right);
    let top = frame.y + 30.0;
    let y_axis = Axis::log(halts.iter().flat_map(|(_, halt, _)| interval(halt)), top + 190.0, top);
    frame.y_axis(&y_axis, (LEFT, right), "p50 from request to halt (logarithmic)", time);
    frame.x_axis(&x_axis, (top, top + 190.0), "", |_| String::new());
    let placed: Vec<(f64, &Figures)> =
        halts.iter().map(|(turns, halt, _)| (x_axis.at(*turns), halt)).collect();
    line(&mut frame, &y_axis, &placed, SERIES[0]);
    for ((turns, halt, told), (x, _)) in halts.iter().zip(&placed) {
        frame.say(&format!("a look in {turns} turns"), told);
        let above = y_axis.at(halt.drawn_interval().1 as f64) - 8.0;
        frame.text(*x, above, LABEL, Anchor::Middle, told);
    }
    draw_costs(&mut frame, &costs, &x_axis, top + 240.0, right);
    Some(frame.finish(&note(sweep)))
}

/// How much longer a turn takes than without a look, over the turns between two looks.
fn draw_costs(frame: &mut Frame, costs: &[(f64, f64)], x_axis: &Axis, top: f64, right: f64) {
    let most = costs.iter().map(|(_, ratio)| *ratio).fold(1.0, f64::max).min(1e12);
    let y_axis = Axis::linear(0.0, most * 1.2, top + 150.0, top);
    frame.y_axis(&y_axis, (LEFT, right), "time of a turn, × that without a look", |ratio| {
        number(ratio) + " ×"
    });
    frame.x_axis(x_axis, (top, top + 150.0), "turns between two looks (logarithmic)", number);
    frame.line((LEFT, y_axis.at(1.0)), (right, y_axis.at(1.0)), "ink line");
    let mut before: Option<(f64, f64)> = None;
    for (turns, ratio) in costs {
        let here = (x_axis.at(*turns), y_axis.at(*ratio));
        if let Some(before) = before {
            frame.line(before, here, "red line");
        }
        frame.mark(SERIES[3], here.0, here.1, 4.5);
        before = Some(here);
    }
    for (turns, ratio) in costs {
        let (x, y, label) = (x_axis.at(*turns), y_axis.at(*ratio) - 11.0, format!("{ratio:.2} ×"));
        frame.say(&format!("a turn with a look in {turns} turns"), &label);
        frame.text(x, y, LABEL, Anchor::Middle, &label);
    }
}

/// A line through p50, with its intervals.
fn line(frame: &mut Frame, axis: &Axis, points: &[(f64, &Figures)], mark: Mark) {
    let class = format!("{} line", mark.1.class());
    let at = |(x, halt): &(f64, &Figures)| (*x, axis.at(halt.p50 as f64));
    for pair in points.windows(2) {
        frame.line(at(&pair[0]), at(&pair[1]), &class);
    }
    for point in points {
        let (x, y) = at(point);
        let (low, high) = point.1.drawn_interval();
        frame.line((x, axis.at(low as f64)), (x, axis.at(high as f64)), &class);
        frame.mark(mark, x, y, 4.0);
    }
}

/// How a floor is drawn among the cases.
const FLOOR: Mark = Mark(Shape::Dash, Colour::Muted);

/// The worst grade of all points.
pub(super) fn grade(sweep: &Sweep) -> Grade {
    sweep.points.iter().map(|point| point.run.judgement.grade).max().unwrap_or_default()
}

/// What the points were measured on.
pub(super) fn note(sweep: &Sweep) -> String {
    // The coarsest resolution is that of the picture.
    let points = sweep.points.iter().rev();
    let coarsest = points.max_by_key(|point| point.run.resolution.as_ref().map(|resolution| resolution.ns));
    let note = coarsest.map(|point| facts::note(&point.run, Some(sweep.sweep), grade(sweep)));
    let partial = sweep.partial.then(|| "interrupted: points are missing".to_owned());
    [note, partial].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The least ratio of two figures that makes a title. The title takes the largest of many differences, and one of
/// that many is large by chance: in a sweep of six cases, four workers once seemed a fifth faster than two.
pub(super) const LEAST: f64 = 1.25;

/// Which case's time grows most with the beat, and which least.
fn title_of_beats(sweep: &Sweep) -> Option<String> {
    let beat = |point: usize| sweep.points[point].run.settings.beat_ns as f64;
    let (first, last) = (0, sweep.points.len().checked_sub(1)?);
    let times = beat(last) / beat(first);
    let grown = |line: &Line| {
        let at = |point| line.told(sweep).find(|(at, _)| *at == point).map(|(_, halt)| halt.p50 as f64);
        Some((line.name.clone(), at(last)? / at(first)?))
    };
    let mut grown: Vec<(String, f64)> =
        lines(sweep).iter().filter(|line| !line.is_floor).filter_map(grown).collect();
    grown.sort_by(|(_, a), (_, b)| a.total_cmp(b));
    let ((least, by_least), (most, by_most)) = (grown.first()?, grown.last()?);
    (by_most / by_least >= LEAST && times > 1.0).then(|| {
        format!("With a beat {times:.0} × as long, {most} takes {by_most:.0} × as long to stop, and {least} {by_least:.1} ×")
    })
}

/// How rare a look has to be to cost nothing, and how soon the loop halts then; what it costs at every turn.
fn title_of_looks(sweep: &Sweep) -> Option<String> {
    let costs = || sweep.points.iter().filter_map(|point| Some((point, point.slowdown?)));
    let (_, dear) = costs().next()?;
    let (free, cheap) = costs().find(|(_, cost)| *cost <= FREE)?;
    let halt = free.run.cases.iter().find_map(|case| case.halt_ns)?;
    let told = Precision::of(&free.run).time(halt.p50);
    let turns = free.value.parse().map_or_else(|_| free.value.clone(), count);
    Some(match free.value.as_str() {
        "1" => format!("A look at every turn costs {cheap:.2} × the time, and halts the loop in {told}"),
        _ => format!(
            "A look every {turns} turns takes {cheap:.2} × the time of none, and halts in {told}; at every turn, {dear:.1} ×"
        ),
    })
}

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

impl Line {
    /// The halts that their runs can tell from none: no others are compared.
    pub(super) fn told<'a>(&'a self, sweep: &'a Sweep) -> impl Iterator<Item = (usize, Figures)> + 'a {
        let is_told = |point: usize| {
            let run = &sweep.points[point].run;
            halt(&run.cases, &self.name).is_some_and(|halt| !Precision::of(run).hides(halt.p50))
        };
        self.points.iter().copied().filter(move |(point, _)| is_told(*point))
    }
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
