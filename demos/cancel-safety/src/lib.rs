//! What documentation says of dropped futures, executed: a row for each method, a test for each row, and one table.
//!
//! A row makes a world in which a loss would be seen, and `drops` drops the method's future at each of its awaits.

mod cases;
pub mod picture;
pub mod readme;
mod row;
mod rows;
pub mod story;
mod table;
mod worlds;

pub use cases::{Case, cases};
pub use row::{Row, Says, Seen};
pub use rows::all;
