//! How a run is played: on Linux alone, because subreapers, pidfds and `/proc` show what a program leaves.

mod announced;
mod answer;
mod asking;
mod diag;
mod exchange;
mod failure;
mod files;
mod first_process;
pub(crate) mod found;
mod guard;
pub(crate) mod keeper;
mod load;
mod one_run;
mod output;
mod port;
mod probe;
mod processes;
mod program;
pub(crate) mod runs;
mod socket;
mod sockets;
mod stream;
#[cfg(feature = "tls")]
mod tls;
mod tree;
mod until_ready;
