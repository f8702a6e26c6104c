//! Timelines: what happened after the request, a band for each of some cases.

use measure::{CaseResult, Run, Timeline, units::duration};
use stage::Verdict;

use super::{
    axis::Axis,
    facts::{self, note},
    frame::{Anchor, Drawing, Frame, MARGIN, WIDTH, number},
    mark::{Mark, Shape},
    style::Colour,
    text::{fit, width},
};
use crate::{
    timeline::{after, told},
    verdict::watched_ns,
};

/// So many cases are shown at most: a picture is seen at once.
const MOST: usize = 7;
/// The height of a band.
const BAND: f64 = 58.0;
/// What is shown before and after the request, in ms; of slower work, in beats.
const WINDOW: (f64, f64) = (-4.0, 12.0);

const BEAT: Mark = Mark(Shape::Dot, Colour::Blue);
const WAIT: Mark = Mark(Shape::Line, Colour::Blue);
const ZOMBIE: Mark = Mark(Shape::Cross, Colour::Red);
const ACKNOWLEDGED: Mark = Mark(Shape::Triangle, Colour::Orange);
const HALTED: Mark = Mark(Shape::Tick, Colour::Green);

/// The timelines of the chosen cases, or of the first of the run if it has none of those. `None` if no case has one.
pub(super) fn picture(run: &Run, chosen: &[&str]) -> Option<Drawing> {
    let all = || run.cases.iter().filter_map(|case| Some((case, told(run, case)?)));
    let of = |id: &&str| all().find(|(case, _)| case.id == *id);
    let mut bands: Vec<(&CaseResult, Timeline)> = chosen.iter().filter_map(of).take(MOST).collect();
    if bands.is_empty() {
        bands = all().take(MOST).collect();
    }
    if bands.is_empty() {
        return None;
    }
    let in_order = bands.iter().any(|(case, _)| case.watched_side_by_side);
    let in_order = if in_order {
        " Work that was watched beside other work has no times: its events stand in their order, a beat apart."
    } else {
        ""
    };
    let mut frame = facts::frame(
        run.judgement.grade,
        &title(&bands),
        &format!(
            "One playing of each case. The upright line is the request to stop; what beats right of it is still at work. Beats are \
             seen some tenths of a ms late at most.{in_order}"
        ),
    );
    let legend = [
        (BEAT, "a beat of the work"),
        (WAIT, "work in a wait without end, which can't beat; dashed after the acknowledgement"),
        (ACKNOWLEDGED, "acknowledgement: the call says that it has ended"),
        (ZOMBIE, "a beat after the acknowledgement"),
        (HALTED, "halt: it really has ended"),
    ];
    let any_is_stuck = bands.iter().any(|(_, timeline)| timeline.stuck_since_ns.is_some());
    let legend = legend.into_iter().filter(|(mark, _)| *mark != WAIT || any_is_stuck);
    frame.legend(&legend.collect::<Vec<_>>());
    let unit = (run.settings.beat_ns as f64 / 1e6).max(1.0);
    let axis = Axis::linear(WINDOW.0 * unit, WINDOW.1 * unit, MARGIN + 14.0, WIDTH - MARGIN - 14.0);
    let top = frame.y + 20.0;
    let bottom = top + BAND * bands.len() as f64;
    frame.x_axis(&axis, (top, bottom), "time since the request, ms", number);
    frame.line((axis.at(0.0), top - 2.0), (axis.at(0.0), bottom), "ink line");
    frame.text(axis.at(0.0), top - 6.0, "ink small", Anchor::Middle, "request");
    for (index, (case, timeline)) in bands.iter().enumerate() {
        band(&mut frame, &axis, (case, &ending(run, case, timeline)), timeline, top + BAND * index as f64);
    }
    Some(frame.finish(&note(run, None, run.judgement.grade)))
}

/// How many of the calls returned although the work went on.
fn title(bands: &[(&CaseResult, Timeline)]) -> String {
    let false_words = bands.iter().filter(|(case, _)| case.verdict == Some(Verdict::StillStanding)).count();
    match (false_words, bands.len()) {
        (0, 1) => format!("{}: after the request", bands[0].0.id),
        (0, all) => format!("None of {all} calls returned before the work had ended"),
        (1, 1) => format!("{} returned, and its work goes on", bands[0].0.id),
        (some, all) => format!("{some} of {all} calls returned, and the work goes on"),
    }
}

fn band(frame: &mut Frame, axis: &Axis, (case, end): (&CaseResult, &str), timeline: &Timeline, top: f64) {
    let ms = |ns: i64| ns as f64 / 1e6;
    let y = top + 38.0;
    frame.band(MARGIN, top + 3.0, WIDTH - 2.0 * MARGIN, 21.0);
    frame.say(&case.id, end);
    let room = WIDTH - 2.0 * MARGIN - 24.0 - width(end, 12.0);
    frame.text(MARGIN + 6.0, top + 18.0, "ink strong", Anchor::Start, &fit(&case.id, room, 14.0));
    frame.text(WIDTH - MARGIN - 6.0, top + 18.0, "ink", Anchor::End, end);
    let (from, to) = axis.ends();
    let until = timeline.halt_ns.map_or(to, |halt| axis.at(ms(halt)));
    frame.line((from, y), (until, y), "muted line");
    if let Some(stuck) = timeline.stuck_since_ns {
        let stuck = axis.at(ms(stuck)).clamp(from, until);
        let acknowledged = timeline.acknowledge_ns.map_or(until, |at| axis.at(ms(at)).clamp(stuck, until));
        frame.line((stuck, y), (acknowledged, y), "blue line bold");
        frame.line((acknowledged, y), (until, y), "red line bold dashed");
    }
    for beat in timeline.beats_ns.iter().filter(|beat| axis.holds(ms(**beat))) {
        let is_zombie = timeline.acknowledge_ns.is_some_and(|acknowledged| *beat > acknowledged);
        frame.mark(if is_zombie { ZOMBIE } else { BEAT }, axis.at(ms(*beat)), y, 4.0);
    }
    if let Some(halt) = timeline.halt_ns.filter(|halt| axis.holds(ms(*halt))) {
        frame.mark(HALTED, axis.at(ms(halt)), y, 9.0);
    }
    if let Some(acknowledged) = timeline.acknowledge_ns.filter(|at| axis.holds(ms(*at))) {
        frame.mark(ACKNOWLEDGED, axis.at(ms(acknowledged)), y + 11.0, 5.0);
    }
}

/// When each event came and, if one did not come, how long it was watched for.
fn ending(run: &Run, case: &CaseResult, timeline: &Timeline) -> String {
    let after = |ns: i64| after(run, case, ns);
    let watched = duration(watched_ns(run, case).unwrap_or(run.settings.patience.horizon_ns));
    match (timeline.acknowledge_ns, timeline.halt_ns) {
        (Some(acknowledged), Some(halt)) => {
            format!("halts{}, acknowledged{}", after(halt), after(acknowledged))
        }
        (Some(acknowledged), None) => {
            format!("acknowledged{}; still standing {watched} later", after(acknowledged))
        }
        (None, Some(halt)) => format!("halts{}; not acknowledged in {watched}", after(halt)),
        (None, None) => format!("not acknowledged in {watched}, and it goes on"),
    }
}
