//! How a demo is measured.
//!
//! From the outside in: `rounds` plays rounds of cases ([`run`](run())); `parent` starts a child process for each
//! case and round, with an [`Order`]; in the child, `play` ([`run_if_child`]) takes the order, and a [`CaseRunner`]
//! plays the case some number of times and turns each playing into a [`Sample`]; the parent collects the samples,
//! `statistics` says what they show, and a [`Run`] is made of them, which is also the file that `file` writes.
//!
//! How a halt is timed is in the crate `stage` (`stage.rs`, `pulse.rs`, `stamps.rs`, `memory.rs`) and in
//! `play/runner.rs`, `play/waits.rs` and `play/sample.rs`.

mod crowd;
mod file;
mod machine;
mod parent;
mod play;
mod rounds;
mod self_checks;
mod statistics;
pub mod units;

pub use crowd::{resources::PerPart, sample::CrowdSample};
pub use file::{
    case_result::CaseResult,
    provenance::{BENCH, Provenance, call_without_arguments, commit_in, of_the_harness, package_of_cargo},
    round::{Floors, Reference, ReferenceRound, Round, Verdicts},
    run::{Run, SCHEMA},
    save::{Destination, SaveError, save_file},
};
pub use machine::{
    Machine,
    cgroup::{Limits, Throttling},
    core_list::CoreList,
    place::{Place, Placement, Thread},
    topology::{ChosenCores, Topology},
};
pub use parent::{
    environment::{Environment, apply, environment},
    order::{Order, Play},
    run_child::play_in_child,
};
pub use play::{
    child::run_if_child,
    failure::Failure,
    floors::Floor,
    runner::CaseRunner,
    sample::Sample,
    threads::{StuckThread, stuck_thread},
    timeline::Timeline,
};
pub use rounds::{
    catalog::{Bare, BareCrowd, Catalog, Control, Look},
    run::{Progress, run},
    settings::{Patience, Settings},
    sweep::{Factor, LeftOut, PointPlan, Sweep, SweepPoint},
};
pub use self_checks::{check, check::SelfCheck};
pub use stage::processes::{adopt, end_all};
pub use statistics::{
    grade::{Conditions, Grade, Judgement},
    medians,
    outcome::Outcome,
    precision::{Costs, Resolution},
    times::{Figures, ShareOfBeat},
};
