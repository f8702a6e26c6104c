//! The sweep over crowds: how the time to the last halt grows with the number of parts.

use measure::{
    Sweep,
    units::{self, memory},
};
use stage::CrowdState;

use super::{
    axis::Axis,
    facts,
    frame::{Anchor, Drawing, Frame, MARGIN, WIDTH, number, time},
    mark::{MANY, Mark},
    sweep::{grade, note, nothing},
    text::fit,
};
use crate::{
    crowd::{self, Growth, Point, growths},
    precision::Precision,
};

/// The height of a plot.
const HEIGHT: f64 = 170.0;
/// Where the plot of the times begins and ends, and the plot of the times of a part.
const TOTAL: (f64, f64) = (72.0, 330.0);
const A_PART: (f64, f64) = (400.0, WIDTH - MARGIN);

/// What one plot shows of each point.
struct Plot {
    /// Where it begins and ends.
    sides: (f64, f64),
    label: &'static str,
    value: fn(&Point) -> Option<f64>,
}

/// The two plots of a group, side by side.
const PLOTS: [Plot; 2] = [
    Plot { sides: TOTAL, label: "until the last halt", value: |point| Some(point.halt_ns()? as f64) },
    Plot { sides: A_PART, label: "a part", value: |point| point.a_part_ns() },
];

/// The width of the first column of a legend.
const COLUMN: f64 = (WIDTH - 2.0 * MARGIN) / 2.0;

/// The times to the last halt over the number of parts, and beside them the times of a part; below, the slopes and
/// the memory of a part.
pub(super) fn picture(sweep: &Sweep, state: CrowdState, groups: &[(&str, &[&str])]) -> Drawing {
    let doing = match state {
        CrowdState::Asleep => "All parts sleep on a timer",
        CrowdState::Loaded => "One part in ten is always ready to run, and the others sleep",
    };
    let mut frame = facts::frame(
        grade(sweep),
        &title(sweep, state).unwrap_or_else(|| "How long a crowd takes to stop".to_owned()),
        &format!(
            "{doing}. Left: from the request to the last halt. Right: the same for each part. All axes are \
             logarithmic. Below: the slope from 100 parts on (1 is in proportion), and the memory of a part."
        ),
    );
    let growths: Vec<Growth> = growths(sweep, state).into_iter().filter(halts).collect();
    let sizes = crowd::sizes(sweep);
    if growths.is_empty() {
        return nothing(frame, sweep);
    }
    for (title, group) in plots(&growths, groups) {
        frame.y += 22.0;
        frame.text(MARGIN, frame.y, "ink strong", Anchor::Start, title);
        let top = frame.y + 34.0;
        for plot in &PLOTS {
            draw_plot(&mut frame, plot, &group, (&growths, &sizes), (top, top + HEIGHT));
        }
        legend(&mut frame, &group);
    }
    frame.finish(&note(sweep))
}

/// The cases that share a plot, with its title: the groups, and each runtime of which they know nothing.
fn plots<'a>(growths: &'a [Growth], groups: &[(&'a str, &[&str])]) -> Vec<(&'a str, Vec<&'a Growth<'a>>)> {
    let runtime = |growth: &&'a Growth| growth.id.split('/').next().unwrap_or_default();
    let of = |runtimes: &[&str]| -> Vec<&Growth> {
        growths.iter().filter(|growth| runtimes.contains(&runtime(growth))).collect()
    };
    let mut plots: Vec<(&str, Vec<&Growth>)> =
        groups.iter().map(|(title, runtimes)| (*title, of(runtimes))).collect();
    for alone in growths.iter().map(|growth| runtime(&growth)) {
        if !plots.iter().flat_map(|(_, growths)| growths).any(|growth| runtime(growth) == alone) {
            plots.push((alone, of(&[alone])));
        }
    }
    plots.retain(|(_, growths)| !growths.is_empty());
    plots
}

/// One plot of a group. Its axes are those of all cases, so that the groups can be compared.
fn draw_plot(
    frame: &mut Frame,
    plot: &Plot,
    group: &[&Growth],
    (all, sizes): (&[Growth], &[u64]),
    (top, bottom): (f64, f64),
) {
    let (left, right) = plot.sides;
    let values = all.iter().flat_map(|growth| growth.points.iter().filter_map(plot.value));
    let y_axis = Axis::log(values, bottom, top);
    let x_axis = Axis::log(sizes.iter().map(|size| *size as f64), left, right);
    frame.y_axis(&y_axis, plot.sides, "", time);
    frame.text(left, top - 10.0, "muted axis", Anchor::Start, plot.label);
    frame.x_axis(&x_axis, (top, bottom), "parts", parts_in_short);
    for (growth, mark) in group.iter().zip(MANY) {
        let place =
            |point: &Point| Some((x_axis.at(point.crowd.parts as f64), y_axis.at((plot.value)(point)?)));
        draw(frame, &growth.points.iter().filter_map(place).collect::<Vec<_>>(), mark);
    }
}

fn halts(growth: &Growth) -> bool {
    growth.points.iter().any(|point| point.halt_ns().is_some())
}

/// A line through the places, with a mark at each.
fn draw(frame: &mut Frame, places: &[(f64, f64)], mark: Mark) {
    let class = format!("{} line", mark.1.class());
    for pair in places.windows(2) {
        frame.line(pair[0], pair[1], &class);
    }
    for (x, y) in places {
        frame.mark(mark, *x, *y, 3.5);
    }
}

/// What the marks mean, in two columns: the case, its slope, and the memory of a part.
fn legend(frame: &mut Frame, group: &[&Growth]) {
    frame.y += 4.0;
    for (index, (growth, mark)) in group.iter().zip(MANY).enumerate() {
        let x = MARGIN + COLUMN * (index % 2) as f64;
        if index % 2 == 0 {
            frame.y += 17.0;
        }
        let slope = growth.slope().map(|slope| format!("{slope:.2}"));
        let last = growth.largest();
        let memory = last.and_then(|point| point.crowd.uses?.bytes).map(memory);
        let facts: Vec<String> =
            [slope.map(|slope| format!("slope {slope}")), memory].into_iter().flatten().collect();
        let facts = facts.join(", ");
        let name = in_short(growth.id);
        let label = if facts.is_empty() { name } else { format!("{name}: {facts}") };
        frame.mark(mark, x + 6.0, frame.y - 4.0, 4.0);
        frame.text(x + 17.0, frame.y, "ink small", Anchor::Start, &fit(&label, COLUMN - 20.0, 11.0));
        if let Some((point, halt)) = last.and_then(|point| Some((point, point.halt_ns()?))) {
            frame.say(
                &format!("{}, {} parts", growth.id, number(point.crowd.parts as f64)),
                &format!("{}, {facts}", time(halt as f64)),
            );
        }
    }
    frame.y += 8.0;
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

/// A number of parts in so few letters that seven of them fit below a plot.
fn parts_in_short(parts: f64) -> String {
    match parts {
        parts if parts >= 1e6 => number(parts / 1e6) + "M",
        parts if parts >= 1e3 => number(parts / 1e3) + "k",
        parts => number(parts),
    }
}

/// The cases of the largest crowd that stop first and last.
fn title(sweep: &Sweep, state: CrowdState) -> Option<String> {
    let largest = *crowd::sizes(sweep).last()?;
    let growths = crowd::growths(sweep, state);
    let last = growths.iter().filter_map(|growth| growth.largest());
    // Parts that wait in a queue are neither asleep nor busy.
    let here = last.filter(|point| point.crowd.parts == largest && point.crowd.begun == largest);
    let times: Vec<(u64, &str, Precision)> = here
        .filter_map(|point| Some((point.halt_ns()?, point.case.id.as_str(), Precision::of(point.run))))
        .collect();
    let (fast, first, _) = *times.iter().min_by_key(|(ns, ..)| *ns)?;
    let (slow, second, precision) = *times.iter().max_by_key(|(ns, ..)| *ns)?;
    precision.are_apart(fast, slow).then(|| {
        let doing = if state == CrowdState::Loaded { ", a tenth of them busy," } else { "" };
        format!(
            "{} tasks{doing} stop in {} with {first}, and in {} with {second}",
            units::count(largest),
            precision.time(fast),
            precision.time(slow)
        )
    })
}
