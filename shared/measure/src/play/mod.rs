//! One case or floor, played some number of times in a process of its own.

pub(crate) mod beat;
pub(crate) mod child;
pub(crate) mod demo_thread;
pub(crate) mod exit_watcher;
pub(crate) mod failure;
pub(crate) mod floors;
pub(crate) mod horizon;
pub(crate) mod runner;
pub(crate) mod sample;
pub(crate) mod signs;
pub(crate) mod threads;
pub(crate) mod timeline;
pub(crate) mod waits;
