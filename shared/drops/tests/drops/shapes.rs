//! Futures of every shape: nested, boxed, joined, selected, in a stream, in a task of its own.

use std::{future::Future, pin::Pin, time::Duration};

use drops::{Report, check};
use futures_util::{StreamExt, stream};
use tokio::{
    runtime::Builder,
    select,
    sync::mpsc,
    time::{sleep, timeout},
};

use crate::executors::{Waits, block_on};

fn tokio<T>(future: impl Future<Output = T>) -> T {
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.expect("the runtime starts").block_on(future)
}

/// The lines at which it stood, by their text.
fn stood(report: &Report) -> Vec<String> {
    assert!(report.troubles().is_empty(), "{report}");
    report.awaits().iter().map(|(stand, _)| stand.source()).collect()
}

async fn leaf() {
    Waits(1).await;
    sleep(Duration::from_millis(1)).await;
}

async fn other() {
    Waits(2).await;
}

async fn middle() {
    leaf().await;
}

#[test]
fn nested_futures_name_the_innermost_line_and_the_chain() {
    let report = check("nested", |world| tokio(world.drops(middle())));
    assert_eq!(stood(&report), ["Waits(1).await", "sleep(Duration::from_millis(1)).await"]);
    let chains: Vec<String> = report.awaits().iter().map(|(stand, _)| stand.to_string()).collect();
    assert_eq!(chains, ["middle → leaf → Waits", "middle → leaf → sleep"]);
    assert!(format!("{report:#}").contains("\n    middle → leaf → sleep"), "{report:#}");
    assert!(!report.to_string().contains('→'));
}

/// A sleep that is over within the poll in which the next await begins.
#[test]
fn an_await_that_is_over_is_not_where_it_stands() {
    let report = check("sequence", |world| {
        let lock = tokio::sync::Mutex::new(());
        tokio(async {
            let held = lock.lock().await;
            let releases = async {
                sleep(Duration::from_millis(2)).await;
                drop(held);
            };
            let sequence = async {
                sleep(Duration::from_millis(1)).await;
                drop(lock.lock().await);
            };
            tokio::join!(world.drops(sequence), releases)
        })
        .0
    });
    assert_eq!(stood(&report), ["sleep(Duration::from_millis(1)).await", "drop(lock.lock().await"]);
}

#[test]
fn boxed_futures_are_looked_through() {
    fn boxed() -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(async {
            middle().await;
        })
    }
    let report = check("boxed", |world| tokio(world.drops(boxed())));
    assert_eq!(stood(&report), ["Waits(1).await", "sleep(Duration::from_millis(1)).await"]);
    assert_eq!(report.awaits()[0].0.to_string(), "boxed → middle → leaf → Waits");
}

#[test]
fn a_join_stands_at_all_its_awaits() {
    let report = check("joined", |world| {
        let future = async {
            tokio::join!(other(), leaf());
        };
        tokio(world.drops(future));
    });
    let stood = stood(&report);
    assert_eq!(stood.len(), 3, "{report}");
    assert_eq!(stood[0], "Waits(1).await + Waits(2).await");
    assert_eq!(stood[2], "sleep(Duration::from_millis(1)).await");
}

#[test]
fn a_select_stands_at_its_line_or_in_its_branch() {
    let report = check("selected", |world| {
        let (_sender, mut receiver) = mpsc::channel::<()>(1);
        let future = async {
            select! {
                biased;
                _ = receiver.recv() => {}
                () = sleep(Duration::from_millis(1)) => {}
            }
        };
        tokio(world.drops(future));
    });
    assert_eq!(stood(&report), ["select! {"]);

    let report = check("selected", |world| {
        let future = async {
            select! {
                () = sleep(Duration::from_secs(1)) => {}
                () = middle() => {}
            }
        };
        tokio(world.drops(future));
    });
    assert_eq!(stood(&report), ["Waits(1).await", "sleep(Duration::from_millis(1)).await"]);
}

#[test]
fn the_select_of_futures_is_looked_through_too() {
    let report = check("selected", |world| {
        let future = async {
            futures_util::select_biased! {
                () = std::pin::pin!(futures_util::FutureExt::fuse(leaf())) => {}
            }
        };
        tokio(world.drops(future));
    });
    assert_eq!(stood(&report), ["Waits(1).await", "sleep(Duration::from_millis(1)).await"]);
}

#[test]
fn a_timeout_is_not_where_the_future_stands() {
    let report = check("timed", |world| {
        tokio(world.drops(async { timeout(Duration::from_secs(1), middle()).await }));
    });
    assert_eq!(stood(&report), ["Waits(1).await", "sleep(Duration::from_millis(1)).await"]);
}

#[test]
fn a_stream_is_dropped_at_every_item() {
    let report = check("next", |world| {
        let mut items = Box::pin(stream::iter(1..4).then(async |item| {
            Waits(2).await;
            item
        }));
        let mut arrived = Vec::new();
        block_on(async {
            while let Some(item) = world.repeats(async || items.next().await).await {
                arrived.push(item);
            }
        });
        world.records("item", 1..4, arrived);
    });
    report.assert_loses_nothing();
    // Two awaits at each of three items. At the fourth the stream ends at once.
    assert_eq!(report.drops().len(), 6);
}

#[test]
fn a_task_is_ended_by_its_owner() {
    let report = check("aborted", |world| {
        let world = world.clone();
        tokio(async move {
            let (sender, mut receiver) = mpsc::channel(1);
            let task = tokio::spawn(world.halts(async move {
                for record in 1..4 {
                    sender.send(record).await.expect("the receiver is there");
                }
            }));
            let owner = async {
                world.due().await;
                task.abort();
            };
            let arrivals = async {
                let mut arrived = Vec::new();
                while let Some(record) = receiver.recv().await {
                    arrived.push(record);
                }
                arrived
            };
            let ((), arrived) = tokio::join!(owner, arrivals);
            world.holds(
                "no record is torn out of its order",
                arrived == (1..=arrived.len()).collect::<Vec<_>>(),
            );
            world.holds("it was cancelled, or has ended", task.await.is_err() == world.has_dropped());
        });
    });
    report.assert_loses_nothing();
    assert_eq!(stood(&report), ["sender.send(record).await"]);
}

#[test]
fn a_task_of_smol_is_cancelled_by_its_owner() {
    let report = check("cancelled", |world| {
        let world = world.clone();
        let executor = smol::LocalExecutor::new();
        smol::block_on(executor.run(async {
            let task = executor.spawn(world.halts(async {
                Waits(3).await;
            }));
            world.due().await;
            let ended = task.cancel().await;
            world.holds("it was cancelled, or has ended", ended.is_none() == world.has_dropped());
        }));
    });
    report.assert_loses_nothing();
    assert_eq!(report.drops().len(), 3);
}
