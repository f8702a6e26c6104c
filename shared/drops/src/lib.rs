#![doc = include_str!("../README.md")]

// What is played: one world for each drop.
mod check;
mod ending;
mod playing;

// What a world sees.
mod attention;
mod dropping;
mod life;
mod spy;
mod tally;
mod world;

// Where it was dropped.
mod frames;
mod source;
mod stand;

// What is said of it.
mod finding;
mod loss;
mod report;
mod rows;

pub use check::{Check, check};
pub use dropping::{Drops, Halts};
pub use ending::Ending;
pub use finding::Finding;
pub use report::{Dropped, Report, Trouble};
pub use stand::{Place, Stand};
pub use world::World;
