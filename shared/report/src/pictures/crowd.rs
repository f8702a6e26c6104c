//! The sweep over crowds: how long a part takes to stop in the largest crowd of each case.

use measure::{Sweep, units};
use stage::CrowdState;

use super::{
    axis::Axis,
    facts,
    frame::{Anchor, Drawing, Frame, MARGIN, WIDTH, time},
    labels::Labels,
    mark::{Mark, Shape},
    style::Colour,
    sweep::{grade, note},
};
use crate::{
    crowd::{self, Growth, Point, growths},
    precision::Precision,
};

/// The height of a row.
const ROW: f64 = 20.0;
/// Where the axis begins beside short labels, and where it ends: behind it stand the parts.
const AXIS: (f64, f64) = (200.0, WIDTH - MARGIN - 92.0);

const ASLEEP: Mark = Mark(Shape::Dot, Colour::Blue);
const LOADED: Mark = Mark(Shape::Triangle, Colour::Orange);

/// `None` if no crowd of the sweep halted.
pub(super) fn picture(sweep: &Sweep) -> Option<Drawing> {
    let of = |state| growths(sweep, state).into_iter().filter(|growth| last(growth).is_some()).collect();
    let [asleep, loaded]: [Vec<Growth>; 2] = [of(CrowdState::Asleep), of(CrowdState::Loaded)];
    let mut ids: Vec<&str> = asleep.iter().chain(&loaded).map(|growth| growth.id).collect();
    let mut seen = std::collections::BTreeSet::new();
    ids.retain(|id| seen.insert(*id));
    if ids.is_empty() {
        return None;
    }
    let mut frame = facts::frame(
        grade(sweep),
        &title(sweep).unwrap_or_else(|| "How long a crowd takes to stop".to_owned()),
        "From the request until the last part has ended, divided by the parts, p50, in the largest crowd of each case. Behind \
         it, how many parts that are while they sleep.",
    );
    frame.legend(&[
        (ASLEEP, "all parts sleep on a timer"),
        (LOADED, "one part in ten is always ready to run"),
    ]);
    let values = asleep.iter().chain(&loaded).filter_map(last).filter_map(|point| point.a_part_ns());
    let names: Vec<String> = ids.iter().map(|id| in_short(id)).collect();
    let labels = Labels::new(MARGIN, AXIS.0, names.iter().map(String::as_str));
    let axis = Axis::log(values, labels.end, AXIS.1);
    let top = frame.y + 18.0;
    let bottom = top + ROW * ids.len() as f64;
    frame.text(WIDTH - MARGIN, top - 6.0, "muted small", Anchor::End, "parts");
    frame.x_axis(&axis, (top, bottom), "time of a part (logarithmic)", time);
    for (row, (id, name)) in ids.iter().zip(&names).enumerate() {
        let y = top + ROW * (row as f64 + 0.5);
        labels.draw(&mut frame, y, name);
        let here = |growths: &[Growth], mark, frame: &mut Frame| {
            let point = growths.iter().find(|growth| growth.id == *id).and_then(last);
            if let Some((point, part)) = point.and_then(|point| Some((point, point.a_part_ns()?))) {
                let parts = units::count(point.crowd.parts);
                frame.say(&format!("{id}, {parts} parts"), &time(part));
                frame.mark(mark, axis.at(part), y, 4.0);
            }
        };
        here(&asleep, ASLEEP, &mut frame);
        here(&loaded, LOADED, &mut frame);
        let parts = asleep.iter().chain(&loaded).find(|growth| growth.id == *id).and_then(last);
        let parts = parts.map(|point| units::count(point.crowd.parts)).unwrap_or_default();
        frame.text(WIDTH - MARGIN, y + 4.0, "ink", Anchor::End, &parts);
    }
    Some(frame.finish(&note(sweep)))
}

/// The largest crowd of a case, if it halted.
fn last<'a>(growth: &Growth<'a>) -> Option<Point<'a>> {
    growth.largest().copied().filter(|point| point.halt_ns().is_some())
}

/// An id without its work and without what all ids here have: `tokio/flag/child-tokens`, and `tokio/abort` for a
/// case without a variant.
fn in_short(id: &str) -> String {
    let (before, name) = id.rsplit_once('/').unwrap_or(("", id));
    match name.split_once("-crowd-") {
        Some((_, variant)) => format!("{before}/{variant}"),
        None => before.to_owned(),
    }
}

/// The cases of the largest crowd that stop first and last, while it sleeps.
fn title(sweep: &Sweep) -> Option<String> {
    let largest = *crowd::sizes(sweep).last()?;
    let growths = crowd::growths(sweep, CrowdState::Asleep);
    let last = growths.iter().filter_map(|growth| growth.largest());
    // Parts that wait in a queue are neither asleep nor busy.
    let here = last.filter(|point| point.crowd.parts == largest && point.crowd.begun == largest);
    let times: Vec<(u64, &str, Precision)> = here
        .filter_map(|point| Some((point.halt_ns()?, point.case.id.as_str(), Precision::of(point.run))))
        .collect();
    let (fast, first, _) = *times.iter().min_by_key(|(ns, ..)| *ns)?;
    let (slow, second, precision) = *times.iter().max_by_key(|(ns, ..)| *ns)?;
    precision.are_apart(fast, slow).then(|| {
        format!(
            "{} tasks stop in {} with {}, and in {} with {}",
            units::count(largest),
            precision.time(fast),
            in_short(first),
            precision.time(slow),
            in_short(second)
        )
    })
}
