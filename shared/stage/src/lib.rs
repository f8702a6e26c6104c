//! Everything that a demo sees of the harness.
//!
//! A demo is a short program. It starts an infinite task, waits for the [quick task](Stage::quick_task),
//! asks the infinite task to stop, and waits until the API says that it has ended. The words:
//!
//! - **stage** ([`Stage`]): what one playing of a case runs on. It hands out the pulse, and stamps the request
//!   and the acknowledgement.
//! - **pulse** ([`Pulse`]): the infinite task's sign of life. The task owns it.
//! - **part** ([`Part`]): the pulse of one task of many, in a case that stops a whole [`Crowd`] with one request.
//! - **beat** ([`Pulse::beat`]): one turn of the infinite task, which says "I'm still standing".
//! - **request** ([`Stage::request`]): the instant just before the call that asks the work to stop.
//! - **acknowledgement** ([`Stage::acknowledge`]): the instant at which the API has told the caller that the
//!   work has ended, whether that is true or not.
//! - **halt**: the instant at which the work really has ended. The drop of the pulse stamps it.
//! - **records** ([`Records`]): what the work carries, in a case that shows what is lost.
//! - **verdict** ([`Verdict`]): what became of the work, as the stamps show it.
//!
//! Nothing here decides how work stops, and nothing here knows how a demo is measured.

mod case;
pub mod clock;
mod crowd;
mod crowd_stamps;
mod demo;
pub mod floors;
pub mod guest;
mod instead;
mod memory;
pub mod processes;
mod pulse;
mod quick_task;
mod records;
mod source;
mod stage;
mod stamps;
mod vocabulary;
mod worker;

/// Cargo's opt-level for this crate, and so for the demos: `3` is built for speed.
pub const OPT_LEVEL: &str = env!("BUILT_OPT_LEVEL");
/// Cargo's profile: `release`, or `debug`.
pub const PROFILE: &str = env!("BUILT_PROFILE");
/// The version of the compiler.
pub const RUSTC_VERSION: &str = env!("RUSTC_VERSION");

pub use case::{Case, Text};
pub use crowd::{Crowd, CrowdSize, Part};
pub use crowd_stamps::CrowdSeen;
pub use demo::{Behaviour, Demo, Known, Variable, Versions, WORKERS, workers};
pub use processes::{die_with_parent, this_program};
pub use pulse::Pulse;
pub use quick_task::{Latch, QuickTask};
pub use records::Records;
pub use source::{Comment, Lines, Source};
pub use stage::Stage;
pub use stamps::Stamps;
pub use vocabulary::{Bound, CrowdState, Loss, Mechanism, UnknownName, Verdict, Work};
pub use worker::{Lent, WORK, Worker};
