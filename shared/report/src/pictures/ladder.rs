//! The ladder: how far the cases of each runtime are above their floors.

use measure::{CaseResult, Floor, Run};

use super::{
    axis::Axis,
    facts::{self, note},
    frame::{Drawing, Frame, MARGIN, WIDTH, number},
    labels::Labels,
    mark::{Mark, Shape},
    style::Colour,
};
use crate::{
    figure::{drawn_over_floor, over_floor_with_interval},
    grid::runtimes,
    precision::Precision,
    verdict::played,
};

/// The height of a row.
const ROW: f64 = 22.0;
/// Where the axis begins beside short labels, and where it ends.
const AXIS: (f64, f64) = (120.0, WIDTH - MARGIN - 20.0);

/// `None` if no case of the run has a ratio to a floor.
pub(super) fn picture(run: &Run) -> Option<Drawing> {
    let rows: Vec<(&str, Vec<Step<'_>>)> = runtimes(run)
        .into_iter()
        .map(|runtime| (runtime, steps(run, runtime)))
        .filter(|(_, steps)| !steps.is_empty())
        .collect();
    let all = || rows.iter().flat_map(|(_, steps)| steps);
    let near = all().filter(|(.., over)| *over < 2.0).count();
    let count = all().count();
    if count == 0 {
        return None;
    }
    let left_out = run.cases.iter().filter(|case| case.halt_ns.is_some()).count() - count;
    let mut frame = facts::frame(
        run.judgement.grade,
        &format!("{near} of {count} cases stop within twice the floor of their machine"),
        &format!(
            "A mark is the p50 of a case, as a multiple of its floor: what bare code needs on the same machine for the same \
             hand-over. At 1 ×, the runtime adds nothing. {left_out} cases that halt have no floor, or lie below the \
             resolution."
        ),
    );
    let meanings: Vec<(Mark, String)> = Floor::ALL
        .iter()
        .filter(|floor| all().any(|(_, other, _)| other == *floor))
        .map(|floor| (mark(*floor), format!("{} {}: {}", floor.as_str(), p50(run, *floor), meaning(*floor))))
        .collect();
    frame.legend(&meanings.iter().map(|(mark, text)| (*mark, text.as_str())).collect::<Vec<_>>());
    let labels = Labels::new(MARGIN, AXIS.0, rows.iter().map(|(runtime, _)| *runtime));
    let axis = Axis::log(all().map(|(.., over)| *over).chain([1.0]), labels.end, AXIS.1);
    let top = frame.y + 4.0;
    let bottom = top + ROW * rows.len() as f64;
    frame.x_axis(&axis, (top, bottom), "p50 over the floor's p50, × (logarithmic)", |over| {
        number(over) + " ×"
    });
    frame.line((axis.at(1.0), top), (axis.at(1.0), bottom), "ink line");
    for (at, (runtime, steps)) in rows.iter().enumerate() {
        let y = top + ROW * (at as f64 + 0.5);
        frame.line((MARGIN, y + ROW / 2.0), (WIDTH - MARGIN, y + ROW / 2.0), "grid");
        labels.draw(&mut frame, y, runtime);
        draw(&mut frame, run, steps, &axis, y);
    }
    Some(frame.finish(&note(run, None, run.judgement.grade)))
}

/// The cases of one row. Each floor has a lane of its own, so that few marks cover others.
fn draw(frame: &mut Frame, run: &Run, steps: &[Step<'_>], axis: &Axis, middle: f64) {
    for (case, floor, over) in steps {
        let lane = Floor::ALL.iter().position(|other| other == floor).unwrap_or_default() as f64;
        frame.say(&case.id, &over_floor_with_interval(run, case).unwrap_or_default());
        frame.leads_to(&case.id, |frame| {
            frame.mark(mark(*floor), axis.at(*over), middle + (lane - 1.5) * 4.5, 3.4);
        });
    }
}

/// A case, its floor, and its ratio to it.
type Step<'a> = (&'a CaseResult, Floor, f64);

fn steps<'a>(run: &'a Run, runtime: &str) -> Vec<Step<'a>> {
    let step =
        |case: &'a CaseResult| Some((case, case.bound.and_then(Floor::below)?, drawn_over_floor(run, case)?));
    let all = played(run).filter(|case| case.runtime == runtime).filter_map(step);
    all.filter(|(.., over)| over.is_finite() && *over > 0.0).collect()
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
        Floor::Wake => "a parked thread is woken",
        Floor::Timer => "the same, with a deadline to disarm",
        Floor::Reap => "a process is ended and reaped",
    }
}
