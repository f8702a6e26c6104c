//! The same jobs in other crates, whose documentation does not speak of a future that is dropped.

mod bytes;
mod items;
mod locks;
mod sockets;

use crate::row::Row;

pub(super) fn rows() -> Vec<Row> {
    [bytes::rows(), items::rows(), locks::rows(), sockets::rows()].into_iter().flatten().collect()
}
