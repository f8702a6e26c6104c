//! What a demo sees, and all that it sees.
//!
//! A demo is a short script: it starts an infinite task that beats a [`Pulse`], waits for the
//! [quick task](Stage::quick_task), says [`Stage::request`] just before it asks the infinite
//! task to stop, and [`Stage::acknowledge`] once the API has told it that the task has ended.
//! Nothing here decides about stopping, and nothing here knows how a demo is measured.

mod case;
pub mod clock;
mod demo;
mod die_with_parent;
mod memory;
mod program;
mod pulse;
mod quick_task;
mod source;
mod stage;
mod stamps;
mod vocabulary;
mod worker;
mod workers;

pub use case::Case;
pub use demo::{Demo, Versions};
pub use die_with_parent::die_with_parent;
pub use program::this_program;
pub use pulse::Pulse;
pub use quick_task::{Latch, QuickTask};
pub use source::Source;
pub use stage::Stage;
pub use stamps::Stamps;
pub use vocabulary::{Bound, Mechanism, UnknownName, Verdict, Work};
pub use worker::{WORK, Worker};
pub use workers::{Variable, WORKERS, workers};
