//! How a run is played: on Linux alone, because subreapers, pidfds and `/proc` show what a program leaves.

mod announced;
mod asking;
mod exchange;
mod failure;
mod files;
mod guard;
pub(crate) mod keeper;
mod load;
mod one_run;
mod output;
mod probe;
mod processes;
pub(crate) mod runs;
mod sockets;
mod started;
mod until_ready;
