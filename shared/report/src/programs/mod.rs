//! What was seen of programs that were asked to stop, in words.

pub mod markdown;
pub mod rows;
pub mod words;
