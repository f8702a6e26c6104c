//! What is drawn from runs: the comparison of two, tables and pictures. Everything here is a
//! function from runs to text, and gives the same text for the same runs.
//!
//! Without the feature `runs`, which is on by default, it is what any report is made of: a comparison, and what
//! pictures, tables and terminals need.

pub mod compare;
pub mod draw;
pub mod drawn;
pub mod figure;
pub mod precision;
pub mod results_file;
#[cfg(feature = "runs")]
pub mod search;
pub mod terminal;
pub mod verdict;

#[cfg(feature = "runs")]
pub mod cases;
#[cfg(feature = "runs")]
pub mod crowd;
#[cfg(feature = "runs")]
pub mod csv;
#[cfg(feature = "runs")]
pub mod desk;
#[cfg(feature = "runs")]
pub mod facts;
#[cfg(feature = "runs")]
pub mod findings;
#[cfg(feature = "runs")]
pub mod folder;
#[cfg(feature = "runs")]
pub mod grid;
#[cfg(feature = "runs")]
pub mod links;
#[cfg(feature = "runs")]
pub mod markdown;
#[cfg(feature = "runs")]
pub mod matrix;
#[cfg(feature = "runs")]
pub mod page;
#[cfg(feature = "runs")]
pub mod pairs;
#[cfg(feature = "runs")]
pub mod pictures;
#[cfg(feature = "runs")]
mod prose;
#[cfg(feature = "runs")]
mod timeline;
