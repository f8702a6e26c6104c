//! tokio-util and tokio-stream.

mod bytes;
mod streams;
mod tasks;

use crate::row::Row;

pub(super) fn rows() -> Vec<Row> {
    [bytes::rows(), tasks::rows(), streams::rows()].into_iter().flatten().collect()
}
