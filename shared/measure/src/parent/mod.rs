//! The parent's side: an order, a process that plays it, and what that process sends.

pub(crate) mod child_process;
pub(crate) mod environment;
pub(crate) mod order;
pub(crate) mod run_child;
