//! Floors: the shortest time in which this machine can do the same hand-over, in the same placement.
//!
//! `wake`, `timer` and `reap` are played as the cases are: in a process of their own, with the same sleep before the
//! request, the same random phase, the same cores and the same number of threads. They stand here because this crate is
//! built for speed, as the demos are.

mod line;
mod sharing_process;
mod wake;

use crate::{
    case::Case,
    stage::Stage,
    vocabulary::{Bound, Verdict},
};

pub use line::measure as measure_line;
use sharing_process::SharingProcess;

/// A thread without a deadline is woken.
pub const WAKE: Case = case("flag/parked", wake::without_deadline, Verdict::Stopped);
/// A thread that has a deadline is woken.
pub const TIMER: Case = case("flag/parked-deadline", wake::with_deadline, Verdict::Stopped);
/// A process without memory of its own is ended and reaped.
pub const REAP: Case =
    case("abort/blocking", reap, Verdict::Killed).out_of_process().needing(sharing_process::is_offered);

const fn case(name: &'static str, play: fn(&Stage), expected: Verdict) -> Case {
    Case::new(name, expected, play).bound_by(Bound::Inline).under("floor")
}

/// Times `kill` and `wait` for a process that has nothing to clean up and no memory of its own to give back.
///
/// It sleeps one beat at a time, like the work of the cases whose process is killed.
fn reap(stage: &Stage) {
    let mut sleeper = SharingProcess::start(stage.stamps(), stage.pulse()).expect("no process for the floor");

    stage.quick_task().wait();

    stage.request();
    sleeper.kill().expect("the process is a child that has not been reaped");
    stage.acknowledge(sleeper.wait());
}
