//! How a demo is measured.
//!
//! From the outside in: `rounds.rs` plays rounds of cases ([`run`](run())); `parent.rs` starts a child
//! process for each case and round, with an [`Order`]; in the child, `child.rs` ([`run_if_child`]) takes the
//! order, and a [`CaseRunner`] plays the case some number of times and turns each playing into a
//! [`Sample`]; the parent collects the samples in `run_state.rs` and makes a [`Run`] of them, which is also
//! the JSON file.

// What is played: the demos' cases, the floors, and what the harness checks itself with.
mod catalog;
mod costs;
mod floors;
mod self_check;
mod self_checks;

// What decides, as functions of values: the verdict, when to stop watching, and what to play next.
mod grade;
mod horizon;
mod keeping;
mod room;
mod schedule;
mod settled;
mod verdict;

// What plays in the parent: a run, its rounds, and a child process for each order.
mod child_error;
mod crowd_sweep;
mod environment;
mod executor;
mod kill_on_drop;
mod load;
mod order;
mod parent;
mod rounds;
mod stderr_tail;
mod sweep;

// What plays in the child: one case, some number of times.
mod beat_period;
mod case_runner;
mod child;
mod crowd_sample;
mod demo_thread;
mod message_pipe;
mod play_error;
mod resources;
mod sample;
mod timeline;
mod waits;
mod watch;

// What is computed from the samples: medians, intervals, and tests.
mod binomial;
mod case_statistics;
mod case_times;
mod crowd_statistics;
pub mod medians;
mod outcome;
mod part;
mod run_state;
mod summary;
mod uniformity;

// What the machine and its system offer.
mod chosen_cores;
mod conditions;
mod core_list;
mod machine;
mod place;
mod system;
mod topology;

// What a run's file contains, and how it is written.
pub mod as_text;
mod case_result;
mod crowd_result;
mod crowd_settings;
mod factor;
mod figures;
mod output_lock;
mod output_stream;
mod provenance;
mod replace_file;
mod resolution;
mod run_file;
mod save;
mod save_error;
mod settings;
pub mod units;
mod versions;

pub use case_result::{CaseResult, Verdicts};
pub use case_runner::CaseRunner;
pub use catalog::{Bare, BareCrowd, Catalog, Control, Look};
pub use child::run_if_child;
pub use child_error::ChildError;
pub use chosen_cores::ChosenCores;
pub use conditions::Conditions;
pub use core_list::CoreList;
pub use costs::Costs;
pub use crowd_result::CrowdResult;
pub use crowd_sample::CrowdSample;
pub use crowd_settings::CrowdSettings;
pub use crowd_sweep::CrowdPlan;
pub use environment::{Environment, environment, restart_in};
pub use factor::Factor;
pub use figures::{Figures, FloorFigures, ShareOfBeat};
pub use floors::Floor;
pub use grade::{Grade, Judgement};
pub use machine::Machine;
pub use order::{Order, Play};
pub use outcome::Outcome;
pub use parent::play_in_child;
pub use place::{Place, Placement};
pub use play_error::PlayError;
pub use provenance::{OPT_LEVEL, Provenance};
pub use resolution::Resolution;
pub use resources::PerPart;
pub use rounds::{Progress, run};
pub use run_file::{Run, SCHEMA};
pub use sample::Sample;
pub use save::{Destination, save_file};
pub use save_error::SaveError;
pub use self_check::SelfCheck;
pub use self_checks::check;
pub use settings::{Patience, Settings};
pub use sweep::{LeftOut, Sweep, SweepPoint, Vary};
pub use system::{
    affinity::Thread,
    cgroup::{Limits, Throttling},
    descendants::{adopt, end_all},
    stuck_thread::{StuckThread, stuck_thread},
};
pub use timeline::Timeline;
pub use topology::Topology;
pub use versions::of_the_harness;
