//! Force: how long it takes to end what does not look, and beside it what becomes of a lock.

use measure::{CaseResult, Run};
use report::{
    draw::{
        axis::Axis,
        frame::{Anchor, Drawing, MARGIN, WIDTH, time},
        labels::Labels,
        mark::{Mark, Shape},
        style::Colour,
    },
    facts::{self, note},
    figure,
    precision::Precision,
};

use super::{FORCE, Force, cleans_up, leaves_something, played};

/// The height of a row.
const ROW: f64 = 21.0;
/// Where the axis of time begins beside short labels, and where it ends.
const AXIS: (f64, f64) = (236.0, WIDTH - 246.0);
/// Where the columns are that tell of the clean-up and of locks.
const CLEANS: f64 = WIDTH - 222.0;
const LOCKS: f64 = WIDTH - 156.0;
const STEP: f64 = 14.0;

const HALT: Mark = Mark(Shape::Dot, Colour::Blue);
const FREE: Mark = Mark(Shape::Square, Colour::Blue);
const LEFT: Mark = Mark(Shape::Triangle, Colour::Orange);

/// `None` if the run ends nothing by force.
pub(in crate::desk) fn picture(run: &Run) -> Option<Drawing> {
    let rows: Vec<(&Force, &CaseResult)> = played(FORCE, run).collect();
    if rows.is_empty() {
        return None;
    }
    let mut frame = facts::frame(
        run.judgement.grade,
        &title(run),
        "Each way to end work that does not look. Left: p50 from request to halt, on a logarithmic axis. Right: whether its \
         clean-up ran, and what became of each kind of lock that it held.",
    );
    frame.legend(&[
        (HALT, "p50 of the halt"),
        (FREE, "the next one gets the lock"),
        (LEFT, "locked for ever, or half done"),
    ]);
    let names: Vec<String> = rows.iter().map(|(force, _)| force.what.replace('`', "")).collect();
    let labels = Labels::new(MARGIN, AXIS.0, names.iter().map(String::as_str));
    let p50 = |case: &CaseResult| Some(Precision::of(run).rounded(case.halt_ns?.p50) as f64);
    let axis = Axis::log(rows.iter().filter_map(|(_, case)| p50(case)), labels.end, AXIS.1);
    let top = frame.y + 20.0;
    let bottom = top + ROW * rows.len() as f64;
    frame.text(CLEANS, top - 6.0, "muted small", Anchor::Start, "clean-up");
    frame.text(LOCKS, top - 6.0, "muted small", Anchor::Start, "locks");
    frame.x_axis(&axis, (top, bottom), "p50 from request to halt (logarithmic)", time);
    for (index, ((force, case), name)) in rows.iter().zip(&names).enumerate() {
        let y = top + ROW * (index as f64 + 0.5);
        let locks: Vec<&str> = force.locks(run).map(|(said, _)| said).collect();
        frame.say(name, &format!("{}, {}", figure::halt(run, case), locks.join(", ")));
        labels.draw(&mut frame, y, name);
        if let Some(halt) = p50(case) {
            frame.mark(HALT, axis.at(halt), y, 4.0);
        }
        frame.text(CLEANS, y + 4.0, "ink", Anchor::Start, cleans_up(force, case));
        for (place, (_, lock)) in force.locks(run).enumerate() {
            let mark = if leaves_something(lock) { LEFT } else { FREE };
            frame.mark(mark, LOCKS + 6.0 + STEP * place as f64, y, 4.0);
        }
    }
    Some(frame.finish(&note(run, None, run.judgement.grade)))
}

/// Of the ways whose locks were tried, how many leave one locked, or data half done.
fn title(run: &Run) -> String {
    let tried = || played(FORCE, run).map(|(force, _)| force).filter(|force| force.locks(run).count() > 0);
    let leaves = |force: &&Force| force.locks(run).any(|(_, lock)| leaves_something(lock));
    let leave = tried().filter(leaves).count();
    format!(
        "{leave} of {} ways to end what does not look leave a lock locked, or data half done",
        tried().count()
    )
}
