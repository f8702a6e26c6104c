//! Stopping n tasks by dropping the runtime.
//!
//! A case starts n tasks, waits for a quick one, and then asks all n to stop. Each task owns a part of the crowd,
//! beats it, and sleeps on a timer; if the crowd is under load, one in ten yields instead and is always ready to
//! run. Dropping the last part is the halt that is measured. `stage.requested()` stamps the instant at which the
//! calls that ask have returned. Each task holds a record: whether it is lost says whether the task was ended or
//! ended itself.
//!
//! To play it with other numbers: `cargo run --release -- sweep crowd`

use still_standing::{Stage, case};

use crate::{multi_thread, turn};

/// Dropping a runtime drops its n tasks, each at its next await.
///
/// A worker that shuts down closes the list of all tasks and drops one after another; the drop of the runtime waits
/// for it. Nobody has to keep a handle for each task.
/// <https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#shutdown>
#[case(
    "drop/awaiting-crowd-runtime",
    Stopped,
    Wake,
    of_crowd(),
    losing(Loss::All),
    instead = crate::flag::crowd::awaiting_crowd_token
)]
pub fn awaiting_crowd_runtime(stage: &Stage) {
    let runtime = multi_thread();
    for part in stage.crowd() {
        runtime.spawn(async move {
            part.take_record();
            loop {
                part.beat();
                turn(&part).await;
            }
        });
    }

    runtime.block_on(stage.quick_task());

    stage.request();
    drop(runtime);
    stage.requested();
    stage.acknowledge(());
}
