//! The library as a stranger uses it: with tokio, with smol, and with an executor of his own.

mod executors;
mod findings;
mod forward;
mod frame;
mod readme;
mod shapes;
mod stranger;
mod troubles;
