//! The rows, by what they are about.

mod doubts;
mod elsewhere;
mod files;
mod locks;
mod net;
mod queues;
mod reading;
mod tasks;
mod util;
mod writing;

use crate::row::Row;

/// Every row.
pub fn all() -> Vec<Row> {
    [
        reading::rows(),
        writing::rows(),
        net::rows(),
        files::rows(),
        queues::rows(),
        locks::rows(),
        tasks::rows(),
        util::rows(),
        elsewhere::rows(),
        doubts::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
