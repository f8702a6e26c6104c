//! How a demo is measured.
//!
//! From the outside in: [`run`](run()) plays rounds of cases; each case and round is one child
//! process ([`Order`], [`run_if_child`]); in the child a [`CaseRunner`] plays the case some
//! number of times and turns each playing into a [`Sample`]; the parent gathers the samples into
//! a [`Run`], which is also the JSON file.

mod as_text;
mod beat_period;
mod binomial;
mod case_result;
mod case_runner;
mod case_statistics;
mod case_times;
mod catalog;
mod child;
mod chosen_cores;
mod core_list;
mod costs;
mod demo_thread;
mod environment;
mod executor;
mod factor;
mod figures;
mod floors;
mod grade;
mod horizon;
mod kill_on_drop;
mod load;
mod machine;
pub mod medians;
mod message_pipe;
mod order;
mod output_lock;
mod output_stream;
mod parent;
mod part;
mod place;
mod play_error;
mod provenance;
mod replace_file;
mod resolution;
mod rounds;
mod run_file;
mod run_state;
mod sample;
mod save;
mod save_error;
mod schedule;
mod self_check;
mod self_checks;
mod settings;
mod settled;
mod stderr_tail;
mod summary;
mod sweep;
mod system;
mod timeline;
mod topology;
mod uniformity;
pub mod units;
mod verdict;
mod versions;
mod waits;
mod watch;

pub use case_result::{CaseResult, Verdicts};
pub use case_runner::CaseRunner;
pub use catalog::{Bare, Catalog, Control, Look};
pub use child::run_if_child;
pub use chosen_cores::ChosenCores;
pub use core_list::CoreList;
pub use costs::Costs;
pub use environment::{Environment, environment, restart_in};
pub use factor::Factor;
pub use figures::{Figures, FloorFigures, ShareOfBeat};
pub use floors::Floor;
pub use grade::{Grade, Judgement};
pub use machine::Machine;
pub use order::{Order, Play};
pub use parent::{ChildError, play_in_child};
pub use place::{Place, Placement};
pub use play_error::PlayError;
pub use provenance::{OPT_LEVEL, Provenance};
pub use resolution::Resolution;
pub use rounds::{Progress, run};
pub use run_file::{Run, SCHEMA};
pub use sample::Sample;
pub use save::{Destination, save_text};
pub use save_error::SaveError;
pub use self_check::SelfCheck;
pub use self_checks::check;
pub use settings::{Patience, Settings};
pub use sweep::{Sweep, SweepPoint, Vary};
pub use system::{
    affinity::Thread,
    cgroup::{Limits, Throttling},
};
pub use timeline::Timeline;
pub use topology::Topology;
