//! What the file of a run contains, and how it is written.

pub(crate) mod case_result;
pub(crate) mod provenance;
pub(crate) mod round;
pub(crate) mod run;
pub(crate) mod save;
