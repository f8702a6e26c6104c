//! What samples show: quantiles, intervals, tests, and how far they can be trusted.

pub(crate) mod chance;
pub(crate) mod grade;
pub mod medians;
pub(crate) mod outcome;
pub(crate) mod precision;
pub(crate) mod summary;
pub(crate) mod times;
