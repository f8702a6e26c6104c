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
#[cfg(feature = "http2")]
mod http2;
pub(crate) mod keeper;
mod load;
#[cfg(feature = "http2")]
mod nonblocking;
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
#[cfg(feature = "http2")]
mod together;
mod tree;
mod until_ready;
