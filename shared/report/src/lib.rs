//! What is drawn from runs: the comparison of two, tables and pictures. Everything here is a
//! function from runs to text, and gives the same text for the same runs.

pub mod compare;
pub mod crowd;
pub mod csv;
pub mod desk;
pub mod facts;
pub mod figure;
pub mod findings;
pub mod folder;
pub mod links;
pub mod markdown;
pub mod matrix;
pub mod page;
pub mod pairs;
pub mod pictures;
pub mod png;
pub mod post;
pub mod precision;
pub mod programs;
mod prose;
pub mod results_file;
pub mod terminal;
pub mod verdict;
