//! Crowds: cases whose work has many parts, which one request stops.

pub(crate) mod bare;
pub(crate) mod limits;
pub(crate) mod resources;
pub(crate) mod sample;
pub(crate) mod signs;
