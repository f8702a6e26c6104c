//! A run: what is played in which round, with which settings, and what is collected.

pub(crate) mod catalog;
pub(crate) mod run;
pub(crate) mod schedule;
pub(crate) mod settings;
pub(crate) mod state;
pub(crate) mod sweep;
