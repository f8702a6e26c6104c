//! How a demo is measured.
//!
//! From the outside in: [`run`](run()) plays rounds of cases; each case and round is one child
//! process ([`Order`], [`answer_as_child`]); in the child a [`Director`] plays the case some
//! number of times and turns each playing into a [`Sample`]; the parent gathers the samples into
//! a [`Run`], which is also the JSON file.

mod child;
mod chosen_cores;
mod core_list;
mod director;
mod floors;
mod grade;
mod known;
mod machine;
mod order;
mod parent;
mod period;
mod place;
mod play_error;
mod provenance;
mod repertoire;
mod rounds;
mod run_file;
mod sample;
mod settings;
mod summary;
mod sweep;
mod system;
mod tally;
mod timeline;
mod topology;
pub mod units;
mod versions;
mod word;

pub use child::answer_as_child;
pub use chosen_cores::ChosenCores;
pub use core_list::CoreList;
pub use director::Director;
pub use floors::Floor;
pub use grade::{Grade, Judgement};
pub use known::{Answer, Costs, check};
pub use machine::Machine;
pub use order::{Order, Play};
pub use parent::{ChildError, play_in_child};
pub use place::{Place, Placement};
pub use play_error::PlayError;
pub use provenance::Provenance;
pub use repertoire::{Bare, Look, Repertoire};
pub use rounds::{Progress, run};
pub use run_file::{
    CaseResult, Figures, FloorFigures, Resolution, Run, SCHEMA, SaveError, ShareOfBeat, Verdicts, save_text,
};
pub use sample::Sample;
pub use settings::{Patience, Settings};
pub use summary::median;
pub use sweep::{Sweep, SweepPoint, Vary};
pub use system::{
    affinity::Thread,
    cgroup::{Limits, Throttling},
};
pub use timeline::Timeline;
pub use topology::Topology;
