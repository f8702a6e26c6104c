//! The root of the tree is dropped at each of its awaits. All tasks below it have ended when the tracker says so.

use std::{cell::Cell, future::pending, pin::Pin, time::Duration};

use drops::World;
use tokio::{
    select,
    task::{JoinError, JoinSet},
    time::sleep,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

type Ended = Result<(), String>;

// From the recipe.
fn node(
    name: String,
    depth: u32,
    token: CancellationToken,
    tracker: TaskTracker,
) -> Pin<Box<dyn Future<Output = Ended> + Send>> {
    Box::pin(async move {
        let _standing = Standing::new(&name);
        let below = token.child_token();
        let mut children = JoinSet::new();
        for number in 1..=2 * depth.min(1) {
            let child = node(format!("{name}.{number}"), depth - 1, below.clone(), tracker.clone());
            let child = children.spawn(tracker.track_future(child));
            if name == "root" && number == 1 && plays("abort") {
                tokio::spawn(async move {
                    sleep(Duration::from_millis(300)).await;
                    child.abort();
                });
            }
        }

        let mut ended = select! {
            () = token.cancelled() => Ok(()),
            ended = work(&name) => ended,
            Some(child) = children.join_next() => flat(child),
        };
        below.cancel();
        while let Some(child) = children.join_next().await {
            ended = ended.and(flat(child));
        }
        // Its clean-up may await. A task that is aborted has none.
        sleep(Duration::from_millis(20)).await;
        say(&format!("cleaned up: {name}"));
        ended
    })
}

// From the recipe.
fn flat(ended: Result<Ended, JoinError>) -> Ended {
    ended.unwrap_or_else(|error| Err(error.to_string()))
}

/// What a task does beside its children.
async fn work(_name: &str) -> Ended {
    pending().await
}

fn plays(_word: &str) -> bool {
    false
}

fn say(_line: &str) {}

thread_local! {
    /// How many tasks of this thread's world have begun, and how many have ended.
    static BEGUN_AND_ENDED: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

/// Counts where the recipe prints.
struct Standing;

impl Standing {
    fn new(_name: &str) -> Self {
        BEGUN_AND_ENDED.with(|it| it.set((it.get().0 + 1, it.get().1)));
        Self
    }
}

impl Drop for Standing {
    fn drop(&mut self) {
        BEGUN_AND_ENDED.with(|it| it.set((it.get().0, it.get().1 + 1)));
    }
}

/// Nobody but the tracker waits for those below it. It is asked to end when all have begun.
pub(super) async fn node_is_dropped(world: &World) {
    tokio::time::pause();
    BEGUN_AND_ENDED.set((0, 0));
    let (token, tracker) = (CancellationToken::new(), TaskTracker::new());
    let root = node("root".to_owned(), 2, token.clone(), tracker.clone());
    let asks = async {
        sleep(Duration::from_millis(2)).await;
        token.cancel();
    };
    tokio::join!(biased; world.drops(tracker.track_future(root)), asks);
    tracker.close();
    tracker.wait().await;
    let (begun, ended) = BEGUN_AND_ENDED.get();
    world.count("task", begun, ended);
}
