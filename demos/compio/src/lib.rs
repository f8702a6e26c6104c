//! "I'm still standing" under compio: an operation that the kernel has, on io_uring. Its table of cases.
//!
//! The cases are compiled with the feature `compio` only, because many containers and some systems forbid io_uring.

#[cfg(feature = "compio")]
mod buffer;
pub mod drop;

use still_standing::{Demo, cases, locked};

/// The demo: compio, and its cases.
#[must_use]
pub fn demo() -> Demo {
    Demo::new("compio")
        .libraries(locked!("compio", "compio-driver", "compio-runtime"))
        .cases(cases![drop::awaiting_read, drop::awaiting_read_cancel])
}
