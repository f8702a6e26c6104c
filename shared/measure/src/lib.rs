//! How a demo is measured.
//!
//! From the outside in: [`run`](run()) plays rounds of cases; each case and round is one child
//! process ([`Order`], [`answer_as_child`]); in the child a [`Director`] plays the case some
//! number of times and turns each playing into a [`Sample`]; the parent gathers the samples into
//! a [`Run`], which is also the JSON file.

mod child;
mod coin;
mod director;
mod floors;
mod grade;
mod known;
mod machine;
mod medians;
mod order;
mod parent;
mod period;
mod place;
mod play_error;
mod repertoire;
mod rounds;
mod run_file;
mod sample;
mod settings;
mod settled;
mod summary;
mod sweep;
mod system;
mod tally;
mod timeline;
pub mod units;
mod word;

pub use child::answer_as_child;
pub use director::Director;
pub use floors::Floor;
pub use grade::{Grade, Judgement};
pub use known::{Answer, check};
pub use order::{Order, Play};
pub use parent::{ChildError, play_in_child};
pub use place::{Place, Placement};
pub use play_error::PlayError;
pub use repertoire::{Bare, Look, Repertoire};
pub use rounds::{Progress, run};
pub use run_file::{
    CaseResult, Figures, FloorFigures, Machine, Resolution, Run, SCHEMA, SaveError, ShareOfBeat, Verdicts,
    save_text,
};
pub use sample::Sample;
pub use settings::{Patience, Settings};
pub use summary::median;
pub use sweep::{Sweep, SweepPoint, Vary};
pub use system::affinity::Thread;
pub use timeline::Timeline;
