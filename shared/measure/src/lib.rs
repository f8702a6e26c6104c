//! How a demo is measured.
//!
//! From the outside in: [`run`](run()) plays rounds of cases; each case and round is one child
//! process ([`Order`], [`answer_as_child`]); in the child a [`Director`] plays the case some
//! number of times and turns each playing into a [`Sample`]; the parent gathers the samples into
//! a [`Run`], which is also the JSON file.

mod cast;
mod child;
mod chosen_cores;
mod coin;
mod core_list;
mod director;
mod environment;
mod floors;
mod grade;
mod horizon;
mod known;
mod last_words;
mod leashed;
mod lock;
mod machine;
pub mod medians;
mod order;
mod parent;
mod period;
mod place;
mod play_error;
mod player;
mod provenance;
mod repertoire;
mod resolution;
mod rounds;
mod run_file;
mod sample;
mod save;
mod schedule;
mod settings;
mod settled;
mod summary;
mod sweep;
mod system;
mod tally;
mod timeline;
mod topology;
pub mod units;
mod verdict;
mod versions;
mod watch;
mod wire;
mod word;

pub use child::answer_as_child;
pub use chosen_cores::ChosenCores;
pub use core_list::CoreList;
pub use director::Director;
pub use environment::{Environment, environment, restart_in};
pub use floors::Floor;
pub use grade::{Grade, Judgement};
pub use known::{Answer, Costs, check};
pub use machine::Machine;
pub use order::{Order, Play};
pub use parent::{ChildError, play_in_child};
pub use place::{Place, Placement};
pub use play_error::PlayError;
pub use provenance::Provenance;
pub use repertoire::{Bare, Control, Look, Repertoire};
pub use resolution::Resolution;
pub use rounds::{Progress, run};
pub use run_file::{CaseResult, Figures, FloorFigures, Run, SCHEMA, ShareOfBeat, Verdicts};
pub use sample::Sample;
pub use save::{Destination, SaveError, save_text};
pub use settings::{Patience, Settings};
pub use summary::median;
pub use sweep::{Sweep, SweepPoint, Vary};
pub use system::{
    affinity::Thread,
    cgroup::{Limits, Throttling},
};
pub use timeline::Timeline;
pub use topology::Topology;
