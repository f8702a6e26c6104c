//! What a demo sees, and all that it sees.
//!
//! A demo is a short script: it starts an infinite task that beats a [`Pulse`], waits for the
//! [quick task](Stage::quick_task), says [`Stage::request`] just before it asks the infinite
//! task to stop, and [`Stage::acknowledge`] once the API has told it that the task has ended.
//! Nothing here decides about stopping, and nothing here knows how a demo is measured.

mod case;
pub mod clock;
mod cue;
pub mod leash;
mod page;
mod program;
mod pulse;
mod record;
mod script;
mod source;
mod vocabulary;
mod worker;
mod workers;

pub use case::{Case, Demo, Versions};
pub use cue::{Cue, QuickTask};
pub use program::this_program;
pub use pulse::Pulse;
pub use record::Record;
pub use script::Stage;
pub use source::Source;
pub use vocabulary::{Bound, Mechanism, UnknownWord, Verdict, Work};
pub use worker::{WORK, Worker};
pub use workers::{Variable, WORKERS, workers};
