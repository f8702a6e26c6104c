//! One case as an animated story: what it says line by line, and its beats, along real time slowed down.
//!
//! All of it is drawn, and the animation only hides what is still to come: a viewer that does not play it, a printer,
//! and readers who prefer no motion see the end. It is played three times, and each time shows the end first, for who takes
//! a picture of it at once.

use std::fmt::Write;

use measure::{CaseResult, Run, Timeline, units::duration};
use stage::Verdict;

use super::{
    axis::Axis,
    facts::{self, note},
    frame::{Anchor, Drawing, Frame, MARGIN, WIDTH, number},
    mark::{Mark, Shape},
    style::Colour,
    text::fit,
};
use crate::{
    desk::surprises::Surprise,
    precision::Precision,
    timeline::{after, beat_ns, told},
    verdict::{ending, watched_ns},
};

/// What is shown before and after the request, in beats.
const WINDOW: (f64, f64) = (-2.6, 6.4);
/// How long a beat is shown for, and how long the end stays, in s.
const PACE: (f64, f64) = (0.9, 4.0);
/// How long the end is shown first, in s.
const FIRST: f64 = 1.5;
/// The height of a line of the terminal.
const LINE: f64 = 20.0;
/// Where the times end and the words begin.
const COLUMNS: (f64, f64) = (MARGIN + 78.0, MARGIN + 92.0);

/// Something that happens: when, in ns from the request; its mark, and its words.
struct Event {
    at: i64,
    mark: Mark,
    class: &'static str,
    words: String,
}

/// The story of the surprise; of a run without it, of the first case whose work is still standing. `None` if there is
/// none.
pub(super) fn picture(run: &Run, surprise: Option<&Surprise>) -> Option<Drawing> {
    let surprise = surprise.and_then(|surprise| surprise.of(run));
    let case = surprise.filter(|case| case.timeline.is_some()).or_else(|| {
        let mut cases = run.cases.iter();
        cases.find(|case| case.verdict == Some(Verdict::StillStanding) && case.timeline.is_some())
    })?;
    let timeline = &told(run, case)?;
    let (beat, in_order) = (beat_ns(run, case) as f64, case.watched_side_by_side);
    let axis =
        Axis::linear(WINDOW.0 * beat / 1e6, WINDOW.1 * beat / 1e6, MARGIN + 14.0, WIDTH - MARGIN - 14.0);
    let ms = |ns: i64| ns as f64 / 1e6;
    let events: Vec<Event> =
        events(run, case, timeline).into_iter().filter(|event| axis.holds(ms(event.at))).collect();
    let mut frame = facts::frame(
        run.judgement.grade,
        &title(run, case, timeline),
        &match in_order {
            true => format!(
                "One playing of {}, beside other work: what happened, in its order, a beat apart.",
                case.id
            ),
            false => format!(
                "One playing of {}, slowed {} times: each line when it happened, in ms or µs from the request to stop.",
                case.id,
                measure::units::count((PACE.0 * 1e9 / beat) as u64)
            ),
        },
    );
    let share = |at: i64| (FIRST + (ms(at) / (beat / 1e6) - WINDOW.0) * PACE.0) / length();
    let top = frame.y;
    frame.band(MARGIN, top, WIDTH - 2.0 * MARGIN, LINE * (events.len() + 1) as f64 + 14.0);
    for (index, event) in events.iter().enumerate() {
        let y = top + LINE * (index + 1) as f64;
        let words = fit(&event.words, WIDTH - MARGIN - 10.0 - COLUMNS.1, 13.0);
        let at = if in_order { String::new() } else { signed(run, event.at) };
        frame.say(if in_order { "then" } else { &at }, &event.words);
        frame.appears(share(event.at), |frame| {
            frame.text(COLUMNS.0, y, "muted", Anchor::End, &at);
            frame.text(COLUMNS.1, y, event.class, Anchor::Start, &words);
        });
    }
    let last = top + LINE * (events.len() + 1) as f64;
    let end = end(run, case);
    frame.say("then", &end);
    frame.appears(1.0 - PACE.1 / length(), |frame| {
        frame.text(COLUMNS.0, last, "muted", Anchor::End, "…");
        frame.text(
            COLUMNS.1,
            last,
            "ink strong",
            Anchor::Start,
            &fit(&end, WIDTH - MARGIN - COLUMNS.1, 13.0),
        );
    });
    let (top, bottom) = (last + 34.0, last + 74.0);
    match in_order {
        true => frame.x_axis(&axis, (top, bottom), "in its order, without times", |_| String::new()),
        false => frame.x_axis(&axis, (top, bottom), "time since the request, ms", number),
    }
    frame.line((axis.at(0.0), top), (axis.at(0.0), bottom), "ink line");
    for event in &events {
        frame
            .appears(share(event.at), |frame| frame.mark(event.mark, axis.at(ms(event.at)), top + 20.0, 4.5));
    }
    frame.plays(length());
    Some(frame.finish(&note(run, None, run.judgement.grade)))
}

/// What became of it in this playing.
fn title(run: &Run, case: &CaseResult, timeline: &Timeline) -> String {
    let (Some(acknowledged), Some(watched)) = (timeline.acknowledge_ns, watched_ns(run, case)) else {
        return format!("{}: {}", case.id, ending(run, case));
    };
    let call = call(&case.code).unwrap_or("The request");
    let after = after(run, case, acknowledged);
    format!("{call} was acknowledged{after}; {} later the work was still running", duration(watched))
}

/// How long it is played, in s.
fn length() -> f64 {
    FIRST + (WINDOW.1 - WINDOW.0) * PACE.0 + PACE.1
}

/// All that happened, in its order.
fn events(run: &Run, case: &CaseResult, timeline: &Timeline) -> Vec<Event> {
    let acknowledged = timeline.acknowledge_ns;
    let beat = |at: &i64| {
        let is_zombie = acknowledged.is_some_and(|acknowledged| *at > acknowledged);
        let (mark, class) = if is_zombie {
            (Mark(Shape::Cross, Colour::Red), "red")
        } else {
            (Mark(Shape::Dot, Colour::Blue), "ink")
        };
        Event { at: *at, mark, class, words: "I'm still standing".to_owned() }
    };
    let mut events: Vec<Event> = timeline.beats_ns.iter().map(beat).collect();
    let call = call(&case.code).map_or_else(String::new, |call| format!(": {call}"));
    events.push(Event {
        at: 0,
        mark: Mark(Shape::Tick, Colour::Ink),
        class: "ink strong",
        words: format!("the request{call}"),
    });
    events.extend(acknowledged.map(|at| {
        let returned =
            case.returned.as_ref().map_or_else(String::new, |value| format!(", which returned {value}"));
        Event {
            at,
            mark: Mark(Shape::Triangle, Colour::Orange),
            class: "ink strong",
            words: format!("the acknowledgement{returned}"),
        }
    }));
    events.extend(timeline.halt_ns.map(|at| Event {
        at,
        mark: Mark(Shape::Tick, Colour::Green),
        class: "ink strong",
        words: format!("the halt: it has ended{}", after(run, case, at)),
    }));
    events.sort_by_key(|event| event.at);
    events
}

/// What the case calls in order to ask: the line of its source below the request.
fn call(code: &str) -> Option<&str> {
    let mut lines = code.lines().skip_while(|line| !line.contains("stage.request()")).skip(1);
    lines.next().map(|line| line.trim().trim_end_matches(';')).filter(|line| !line.is_empty())
}

/// What came of it after all that is shown.
fn end(run: &Run, case: &CaseResult) -> String {
    match watched_ns(run, case) {
        Some(watched) => format!("and {} later it was still standing", duration(watched)),
        None => "and nothing more".to_owned(),
    }
}

/// A time from the request, with its sign.
fn signed(run: &Run, at: i64) -> String {
    let time = Precision::of(run).time(at.unsigned_abs());
    match at {
        0 => "0".to_owned(),
        _ if at < 0 => format!("−{time}"),
        _ => time,
    }
}

impl Frame {
    /// What `draw` draws appears once this share of the time has passed.
    fn appears(&mut self, share: f64, draw: impl FnOnce(&mut Self)) {
        let percent = share.clamp(0.0, 1.0) * 100.0;
        let name = format!("at{}", (percent * 100.0).round());
        let _ = writeln!(self.body, r#"<g class="appears" style="animation-name:{name}">"#);
        draw(self);
        self.body.push_str("</g>\n");
        let first = FIRST / length() * 100.0;
        let keyframes = format!(
            "@keyframes {name}{{0%{{opacity:1}}{first:.2}%{{opacity:0}}{percent:.2}%,100%{{opacity:1}}}}\n"
        );
        if !self.style.contains(&keyframes) {
            self.style.push_str(&keyframes);
        }
    }

    /// All that appears does so in so many seconds, three times.
    fn plays(&mut self, seconds: f64) {
        let _ = writeln!(
            self.style,
            "@media (prefers-reduced-motion:no-preference){{.appears{{animation-duration:{seconds:.1}s;\
             animation-iteration-count:3;animation-timing-function:step-end}}}}"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::call;

    #[test]
    fn the_call_is_the_line_below_the_request() {
        assert_eq!(call("a();\n    stage.request();\n    infinite.abort();\n"), Some("infinite.abort()"));
        assert_eq!(call("a();\n"), None);
        assert_eq!(call("stage.request();"), None);
    }
}
