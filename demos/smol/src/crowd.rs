//! What a task of a crowd does between two beats.

use smol::{Timer, future::yield_now};
use still_standing::Part;

/// Sleeps for an hour or more, as an idle connection does; or yields, if this task is one of those that are always
/// ready to run.
pub(crate) async fn turn(part: &Part) {
    if part.is_ready() {
        yield_now().await;
    } else {
        Timer::after(part.interval()).await;
    }
}
