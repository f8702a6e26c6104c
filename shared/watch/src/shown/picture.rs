//! Programs that were asked to stop: what happened after the request, a line for each program or, of a single one, for each
//! of its runs.

use measure::units::duration;
use report::draw::{
    Picture,
    axis::Axis,
    frame::{Anchor, Frame, MARGIN, WIDTH, time},
    labels::Labels,
    mark::{Mark, Shape},
    style::Colour,
    text::width,
};

use crate::{
    program_result::ProgramResult,
    program_run::ProgramRun,
    record::Record,
    requests::Requests,
    shown::{
        signs::{mark, meaning, name},
        words::quantile,
    },
    verdict::Verdict,
};

/// The height of a row, and of all of them at most: a picture has to fit a screen.
const ROW: f64 = 26.0;
const ROWS: f64 = 418.0;
/// How many runs of a single program are drawn.
const RUNS: usize = 20;
/// Events that come sooner are drawn here, in ns: no axis needs to show that nothing takes no time.
const SOONEST: u64 = 100_000;

const ASKED: Mark = Mark(Shape::Tick, Colour::Muted);
const REFUSED: Mark = Mark(Shape::Triangle, Colour::Orange);
const ANSWERED: Mark = Mark(Shape::Ring, Colour::Green);

/// A row: when its events came, in ns after the request.
struct Lane {
    label: String,
    verdict: Option<Verdict>,
    /// When it was asked again.
    asked_again: Vec<u64>,
    refused: Option<u64>,
    answered: Option<u64>,
    /// The end of the main process; `None` if it goes on.
    end: Option<u64>,
    /// The end of all of it, or of the watch.
    until: Option<u64>,
    /// What is said at the right.
    said: String,
}

/// The picture of a record, in a file of this name before its ending; `None` if nothing in it was played.
pub(crate) fn picture(record: &Record, file: &str) -> Option<Picture> {
    let played: Vec<&ProgramResult> =
        record.programs.iter().filter(|program| !program.runs.is_empty()).collect();
    let (lanes, title, of): (Vec<Lane>, String, &str) = match played[..] {
        [] => return None,
        [one] => {
            let runs = (1..).zip(one.runs.iter().take(RUNS));
            (
                runs.map(|(number, run)| of_run(number, run)).collect(),
                format!("{}, asked by {}", one.name, one.ask),
                "run",
            )
        }
        _ => (
            played.iter().map(|program| of_program(program)).collect(),
            finding(&played),
            "program, p50 of its runs",
        ),
    };
    let mut frame = Frame::new(
        &title,
        &format!(
            "After the request, a line for each {of}. A line ends where the last process of the program ended; where it is \
             dashed, its main process has ended and what it had started goes on."
        ),
    );
    frame.legend(&legend(&lanes));
    let labels = Labels::new(MARGIN, MARGIN + 110.0, lanes.iter().map(|lane| lane.label.as_str()));
    let events = lanes.iter().flat_map(|lane| lane.events().into_iter().chain(lane.until));
    let said = lanes.iter().map(|lane| width(&lane.said, 11.0)).fold(0.0, f64::max);
    let axis = Axis::log(events.map(drawn), labels.end, WIDTH - MARGIN - said);
    let row = ROW.min(ROWS / lanes.len() as f64);
    let (top, bottom) = (frame.y + 6.0, frame.y + 6.0 + row * lanes.len() as f64);
    frame.x_axis(&axis, (top, bottom), "time since the request, logarithmic", time);
    for (index, lane) in lanes.iter().enumerate() {
        draw(&mut frame, &axis, &labels, lane, top + row * (index as f64 + 0.5));
    }
    Some(Picture::new(file, frame.finish(&note(record))))
}

/// What was found of several programs, in a sentence.
fn finding(programs: &[&ProgramResult]) -> String {
    let seen: Vec<&Requests> = programs.iter().filter_map(|program| program.requests.as_ref()).collect();
    let answering =
        seen.iter().filter(|it| it.in_flight > 0 && it.in_flight == it.in_flight_answered).count();
    let none_lost = seen.iter().filter(|it| it.lost() == 0 && it.going_on == 0).count();
    let stopped = programs.iter().filter(|program| program.verdict == Some(Verdict::Stopped)).count();
    match seen.len() {
        0 => format!("Asked to stop, {stopped} of {} programs end themselves", programs.len()),
        asked => format!(
            "Asked to stop in {asked} ways, servers answer all that was in flight in {answering}, and lose nothing in {none_lost}"
        ),
    }
}

fn of_run(number: usize, run: &ProgramRun) -> Lane {
    Lane {
        label: format!("run {number}"),
        verdict: Some(run.verdict),
        asked_again: run.asked.iter().skip(1).map(|asked| asked.at_ns).collect(),
        refused: run.refused_ns,
        answered: run.requests.as_ref().and_then(|requests| requests.last_in_flight_answer_ns),
        end: run.end_ns,
        until: run.halt_ns.or(run.watched_ns),
        said: match run.halt_ns {
            Some(halt) => format!("{} after {}", run.verdict, duration(halt)),
            None => format!("{}, watched {}", run.verdict, duration(run.watched_ns.unwrap_or_default())),
        },
    }
}

fn of_program(program: &ProgramResult) -> Lane {
    let p50 = |figures: Option<measure::Figures>| figures.map(|it| it.p50);
    let first = program.runs.first();
    Lane {
        label: program.id(),
        verdict: program.verdict,
        asked_again: first
            .map_or_else(Vec::new, |run| run.asked.iter().skip(1).map(|asked| asked.at_ns).collect()),
        refused: p50(program.refused_ns),
        answered: p50(program.last_in_flight_answer_ns),
        end: p50(program.end_ns),
        until: p50(program.halt_ns),
        said: program.halt_ns.map_or_else(String::new, |halt| {
            format!("{} after {}", name(program.verdict), quantile(halt, halt.p50))
        }),
    }
}

impl Lane {
    fn events(&self) -> Vec<u64> {
        let once = [self.refused, self.answered, self.end];
        self.asked_again.iter().copied().chain(once.into_iter().flatten()).collect()
    }
}

/// The marks that are drawn, and what they mean.
fn legend(lanes: &[Lane]) -> Vec<(Mark, &'static str)> {
    let any = |of: fn(&Lane) -> bool| lanes.iter().any(of);
    let events = [
        (any(|lane| lane.refused.is_some()), REFUSED, "the first new connection is refused"),
        (any(|lane| lane.answered.is_some()), ANSWERED, "the last request in flight is answered"),
        (any(|lane| !lane.asked_again.is_empty()), ASKED, "it is asked again"),
    ];
    let events = events.into_iter().filter(|(is_drawn, ..)| *is_drawn);
    let events = events.map(|(_, mark, meaning)| (mark, meaning));
    let is_drawn = |verdict: &&Verdict| lanes.iter().any(|lane| lane.verdict == Some(**verdict));
    let verdicts = Verdict::ALL.iter().filter(is_drawn);
    let verdicts = verdicts.map(|verdict| (mark(Some(*verdict)), meaning(*verdict)));
    events.chain(verdicts).collect()
}

fn draw(frame: &mut Frame, axis: &Axis, labels: &Labels, lane: &Lane, y: f64) {
    let (from, to) = axis.ends();
    labels.draw(frame, y, &lane.label);
    frame.say(&lane.label, &lane.said);
    let at = |ns: u64| axis.at(drawn(ns));
    let until = lane.until.map_or(to, at);
    let end = lane.end.map_or(until, at).min(until);
    frame.line((from, y), (end, y), "muted line");
    frame.line((end, y), (until, y), "red line bold dashed");
    lane.asked_again.iter().for_each(|asked| frame.mark(ASKED, at(*asked), y, 6.0));
    lane.refused.into_iter().for_each(|refused| frame.mark(REFUSED, at(refused), y, 4.5));
    lane.answered.into_iter().for_each(|answered| frame.mark(ANSWERED, at(answered), y, 5.0));
    frame.mark(mark(lane.verdict), until, y, 5.0);
    frame.text(WIDTH - MARGIN, y + 4.0, "muted small", Anchor::End, &lane.said);
}

fn drawn(ns: u64) -> f64 {
    ns.max(SOONEST) as f64
}

/// What the figures were measured on.
fn note(record: &Record) -> String {
    let machine = &record.machine;
    let mut parts = vec![
        machine.cpu.clone().unwrap_or_else(|| "unknown processor".to_owned()),
        format!("{} {}", machine.cores, if machine.cores == 1 { "core" } else { "cores" }),
        format!("grade {}", record.judgement.grade.as_str()),
    ];
    if record.partial {
        parts.push("interrupted: not every run was played".to_owned());
    }
    parts.extend(record.commit.iter().map(|commit| format!("commit {commit}")));
    format!("{}. A refusal is seen 2 ms late at most.", parts.join(" · "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    fn program(verdict: Verdict, requests: Option<Requests>) -> ProgramResult {
        let plan = Plan::new("x", "x");
        ProgramResult { verdict: Some(verdict), requests, ..ProgramResult::of(&plan, Vec::new(), Vec::new()) }
    }

    #[test]
    fn the_title_is_what_was_found() {
        let good = Requests { in_flight: 2, in_flight_answered: 2, ..Requests::default() };
        let seen = [
            program(Verdict::Stopped, Some(good.clone())),
            // What connects later is lost.
            program(Verdict::Stopped, Some(Requests { unanswered: 1, ..good.clone() })),
            program(Verdict::Killed, Some(Requests { in_flight_answered: 1, cut_off: 1, ..good })),
            program(Verdict::Hung, None),
        ];
        let title = finding(&seen.iter().collect::<Vec<_>>());
        assert_eq!(
            title,
            "Asked to stop in 3 ways, servers answer all that was in flight in 2, and lose nothing in 1"
        );
        let title = finding(&[&seen[3], &program(Verdict::Stopped, None)]);
        assert_eq!(title, "Asked to stop, 1 of 2 programs end themselves");
    }
}
