//! Does it stop when it is asked to? How long does that take, and what is lost?
//!
//! A **case** is a function that starts work, waits for a quick task, asks the work to stop, and waits until its API
//! says that it has ended. The harness plays it in a process of its own, as often as you like, and tells what became
//! of the work: stopped, killed, still standing or hung. Write cases for your own library in one file of `benches/`:
//!
//! ```no_run
//! use std::{process::ExitCode, sync::{Arc, atomic::{AtomicBool, Ordering::Relaxed}}, thread};
//!
//! use still_standing::{Demo, Stage, case, cases};
//!
//! /// A thread looks at its flag at every turn.
//! #[case("flag/spinning", Stopped, Line)]
//! fn spinning(stage: &Stage) {
//!     let stop = Arc::new(AtomicBool::new(false));
//!     let pulse = stage.pulse();
//!     let infinite = thread::spawn({
//!         let stop = Arc::clone(&stop);
//!         move || {
//!             while !stop.load(Relaxed) {
//!                 pulse.beat();
//!             }
//!         }
//!     });
//!
//!     stage.quick_task().wait();
//!
//!     stage.request();
//!     stop.store(true, Relaxed);
//!     stage.acknowledge(infinite.join());
//! }
//!
//! fn main() -> ExitCode {
//!     still_standing::main([Demo::new("my-threads").cases(cases![spinning])])
//! }
//! ```
//!
//! ```toml
//! [dev-dependencies]
//! still-standing = { git = "https://github.com/OWNER/still-standing" }
//!
//! [[bench]]
//! name = "stops"
//! harness = false
//! ```
//!
//! `cargo test --bench stops` holds each case to the verdict that it claims. `cargo bench --bench stops` plays them
//! and prints the matrix; what stands behind `--` is the command line: `-- story flag/spinning` plays one and tells
//! what happens, `-- list`, `-- --quick`, `-- report`, `-- compare A.json B.json --fail-on verdict`, `-- --help`.
//!
//! # The words
//!
//! - [`Stage`]: what one playing of a case runs on. [`Stage::request`] stamps the instant just before the call that
//!   asks the work to stop, [`Stage::acknowledge`] the instant at which the API says that it has ended.
//! - [`Pulse`]: the work's sign of life. The work owns it, and [beats](Pulse::beat) once a turn. **Its drop is the end
//!   that is measured**, so it has to be where the work is: moved into the closure, the future or the process.
//! - [`Verdict`]: what became of the work. [`Bound`]: what the time from request to halt is bound by at best, if the work
//!   halts, and so which floor of the machine it is compared with.
//!
//! # An async case
//!
//! The harness has no executor. A function of yours plays the case on one. It must not drop the executor at the end of
//! the case, since that may end the work whose end is being measured; a `static` is never dropped:
//!
//! ```
//! use still_standing::{Demo, Stage, case, cases};
//! # mod my_executor { pub fn block_on(future: impl Future) {} pub fn spawn<T>(task: T) -> T { task } }
//!
//! /// Dropping a task of mine detaches it.
//! #[case("drop/awaiting", StillStanding, run = run)]
//! async fn awaiting(stage: &Stage) {
//!     let pulse = stage.pulse();
//!     let infinite = my_executor::spawn(async move {
//!         loop {
//!             pulse.beat();
//!             // … sleeps for `pulse.interval()`.
//! #           std::future::pending::<()>().await;
//!         }
//!     });
//!
//!     stage.quick_task().await;
//!
//!     stage.request();
//!     drop(infinite);
//!     stage.acknowledge(());
//! }
//!
//! fn run(case: impl AsyncFnOnce(&Stage), stage: &Stage) {
//!     my_executor::block_on(case(stage));
//! }
//!
//! let demo = Demo::new("my-executor").cases(cases![awaiting]);
//! assert_eq!(demo.cases[0].id(), "my-executor/drop/awaiting");
//! assert_eq!(demo.cases[0].summary(), "Dropping a task of mine detaches it");
//! ```
//!
//! Without `run` it does not compile, and neither does a name that is not made of a mechanism and a work, nor a bound of
//! work that goes on:
//!
//! ```compile_fail
//! # use still_standing::{Stage, case};
//! #[case("drop/awaiting", StillStanding)]
//! async fn awaiting(stage: &Stage) {}
//! ```
//!
//! ```compile_fail
//! # use still_standing::{Demo, Stage, case, cases};
//! #[case("drop/sleeping", StillStanding)]
//! fn sleeping(stage: &Stage) {}
//!
//! let demo = Demo::new("my-executor").cases(cases![sleeping]);
//! ```
//!
//! ```compile_fail
//! # use still_standing::{Stage, case};
//! #[case("drop/parked", StillStanding, Wake)]
//! fn parked(stage: &Stage) {}
//! ```
//!
//! # What else a case can say
//!
//! What stands behind the bound is `run`, `starts`, `instead`, `feature`, or a call of a method of [`Case`]:
//! [`losing`](Case::losing) for work that carries [`Records`], [`out_of_process`](Case::out_of_process) with
//! `starts = …` for work in a [`worker`] process, [`needing`](Case::needing) for what not every machine has,
//! [`of_crowd`](Case::of_crowd) for one request that stops many [parts](Part). A case whose work goes on, or loses
//! something, names the one that does it right: `instead = PATH`, [`instead`](Case::instead) with the id of another
//! demo's, or [`nothing_instead`](Case::nothing_instead). What is named so has to stop:
//!
//! ```compile_fail,E0080
//! # use still_standing::{Stage, case};
//! #[case("drop/parked", StillStanding, instead = spinning)]
//! fn parked(stage: &Stage) {}
//!
//! #[case("drop/spinning", Hung)]
//! fn spinning(stage: &Stage) {}
//! ```
//!
//! [`Demo::libraries`] with [`locked!`] writes into each result which versions it was measured with, and
//! [`Demo::environment`] clears the variables that would change how your runtime behaves.

mod command;
pub mod testing;

pub use attributes::{case, lines, locked, not_offered, worker};
pub use command::{Program, command_line, main, main_of, verdict_tests};

pub use stage::guest::{Guest, Tool, built, native, said_by, seen_from_here, version_of};
pub use stage::{
    Behaviour, Bound, Case, Comment, Crowd, CrowdState, Demo, Known, Latch, Lent, Lines, Loss, Mechanism,
    Part, Pulse, QuickTask, Records, Stage, Text, Variable, Verdict, Versions, Work, Worker, clock,
    die_with_parent, this_program, workers,
};
pub use stage::{conformance, script};

/// The cases of these functions, in this order, which is that of the tables.
///
/// A function that is no case is a compile error; a case that is in no list is unused, and the compiler says so.
///
/// ```compile_fail,E0573
/// use still_standing::{Stage, cases};
///
/// fn parked(stage: &Stage) {}
///
/// let cases = cases![parked];
/// ```
#[macro_export]
macro_rules! cases {
    ($($function:ty),* $(,)?) => { [$(<$function>::CASE),*] };
}
