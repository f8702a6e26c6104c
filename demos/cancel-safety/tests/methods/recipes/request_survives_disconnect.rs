//! A handler is `finished(…)` and nothing else. It is dropped when its client hangs up, and the order goes on.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use drops::World;
use tokio::time::sleep;
use tokio_util::task::TaskTracker;

/// The answer to a request that failed.
struct StatusCode;

impl StatusCode {
    const INTERNAL_SERVER_ERROR: Self = Self;
}

// From the recipe.
async fn finished<T: Send + 'static>(
    tasks: &TaskTracker,
    work: impl Future<Output = T> + Send + 'static,
) -> Result<T, StatusCode> {
    tasks.spawn(work).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

/// The client hangs up, and what was charged is shipped all the same.
pub(super) async fn finished_is_dropped(world: &World) {
    let (orders, steps) = (TaskTracker::new(), Arc::new(AtomicUsize::new(0)));
    let fulfils = {
        let steps = steps.clone();
        async move {
            steps.fetch_add(1, SeqCst);
            sleep(Duration::from_millis(1)).await;
            steps.fetch_add(1, SeqCst);
        }
    };
    let _ = world.drops(finished(&orders, fulfils)).await;
    orders.close();
    orders.wait().await;
    // What was not polled has not begun.
    world.holds("both steps are done, or none", [0, 2].contains(&steps.load(SeqCst)));
}
