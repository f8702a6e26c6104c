//! Cases that a program in another language plays.
//!
//! The program maps the memory of the stage and stamps it itself, by the clock that all processes share. A language is
//! one [`Guest`], and a folder: a file that knows the offsets of the stamps, which its programs use as a demo in Rust
//! uses its `Stage`, and a program for each case. The two pipes between a program and the harness only pass the word:
//! here is the memory; the quick task has begun; it is done; the end was acknowledged.

#[doc(hidden)]
pub use crate::vocabulary::{Bound, Verdict};

mod built;
mod conformance;
mod guest;
mod program;
mod tool;

pub use built::{built, native};
#[doc(hidden)]
pub use conformance::Program;
pub use guest::Guest;
pub use tool::{Tool, said_by, version_of};
