//! What was seen of programs, as a reader sees it: words, tables in a terminal and in Markdown, a picture, and CSV.

pub(crate) mod csv;
pub(crate) mod left;
pub(crate) mod markdown;
pub(crate) mod picture;
mod rows;
pub(crate) mod signs;
pub(crate) mod terminal;
pub(crate) mod words;
