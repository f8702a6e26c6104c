//! A sweep of crowds: how each case grows with the number of its parts, and what was found.

mod findings;
mod growth;

pub use findings::{HEADS, findings, how_to_read, last_halt, markdown, why_no_more};
pub use growth::{Growth, Point, growths, sizes};
