//! What a dropped future had half done: an update, a clean-up, a lock that it keeps.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn; the drop of the pulse is the
//! halt. `stage.request()` stamps the instant before the call that asks for the stop; `stage.acknowledge(x)` stamps
//! the instant after the API has returned `x`. `stage.invariant(x)` says whether what the case promises of its data
//! still holds after the end.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story drop/awaiting-select-by-ref`

use std::{pin::pin, time::Duration};

use still_standing::{Stage, case};
use tokio::{
    runtime::Builder,
    select,
    sync::{Mutex, mpsc},
    task::spawn,
    time::sleep,
};
use tokio_util::task::TaskTracker;

use crate::multi_thread;

/// A future that is dropped between two updates leaves them half done, and releases the lock that guarded them.
///
/// The drop of the guard unlocks the mutex without a word: tokio's has no poisoning. The next task finds a state that
/// never should be seen. With no await between the updates it can't happen: `tokio/drop/awaiting-lock-brief`.
/// <https://docs.rs/tokio/latest/tokio/sync/struct.Mutex.html>, <https://rfd.shared.oxide.computer/rfd/397>
#[case(
    "drop/awaiting-lock-held",
    Stopped,
    Inline,
    run = crate::run,
    breaking_its_invariant(),
    instead = awaiting_lock_brief
)]
pub async fn awaiting_lock_held(stage: &Stage) {
    let balances = Mutex::new((1_000_000_i64, 0_i64));
    let infinite = async {
        let pulse = stage.pulse();
        loop {
            pulse.beat();
            let mut balances = balances.lock().await;
            balances.0 -= 1;
            sleep(pulse.interval()).await;
            balances.1 += 1;
        }
    };
    let quick = async {
        stage.quick_task().await;
        stage.request();
    };

    select! {
        () = infinite => {}
        () = quick => {}
    }
    stage.acknowledge(());

    let (left, right) = *balances.lock().await;
    stage.invariant(left + right == 1_000_000);
}

/// Two updates without an await between them are not left half done by a drop.
///
/// A future is dropped only between two polls, and a poll runs from await to await. With the await between the
/// updates the drop comes there: `tokio/drop/awaiting-lock-held`. A panic between them would leave them half done all the
/// same.
/// <https://docs.rs/tokio/latest/tokio/sync/struct.Mutex.html>
#[case("drop/awaiting-lock-brief", Stopped, Inline, run = crate::run, keeping_its_invariant())]
pub async fn awaiting_lock_brief(stage: &Stage) {
    let balances = Mutex::new((1_000_000_i64, 0_i64));
    let infinite = async {
        let pulse = stage.pulse();
        loop {
            pulse.beat();
            sleep(pulse.interval()).await;
            let mut balances = balances.lock().await;
            balances.0 -= 1;
            balances.1 += 1;
        }
    };
    let quick = async {
        stage.quick_task().await;
        stage.request();
    };

    select! {
        () = infinite => {}
        () = quick => {}
    }
    stage.acknowledge(());

    let (left, right) = *balances.lock().await;
    stage.invariant(left + right == 1_000_000);
}

/// Futurelock: `select!` polls a future by reference, and its other branch waits for the lock that the future holds.
///
/// When the other branch runs, the infinite task is neither polled nor dropped. It keeps the lock, and only a poll or
/// its drop could make it give the lock up: the branch waits for ever, on a thread that sleeps. Had `select!` owned the
/// future, it would have dropped it before the branch ran.
/// <https://rfd.shared.oxide.computer/rfd/609>
#[case("drop/awaiting-select-by-ref", Hung, instead = crate::abort::shutdown::awaiting_shielded)]
pub fn awaiting_select_by_ref(stage: &Stage) {
    let runtime = Builder::new_current_thread().enable_time().build().expect("the runtime starts");
    runtime.block_on(async {
        let lock = Mutex::new(());
        let mut infinite = pin!(async {
            let pulse = stage.pulse();
            let _held = lock.lock().await;
            loop {
                // It beats for as long as it is polled. Then all that can be seen of it is this thread.
                pulse.last_beat();
                sleep(pulse.interval()).await;
            }
        });

        select! {
            () = &mut infinite => {}
            () = stage.quick_task() => {
                stage.request();
                let _lock = lock.lock().await;
                stage.acknowledge(());
            }
        }
    });
}

/// `Drop` can't await, and the clean-up that it spawns dies with the runtime.
///
/// To say goodbye takes an await, so the destructor spawns a task for it. The task that was aborted has ended by then,
/// and the caller, who waited for it, drops the runtime: the goodbye is cut off at its first await, or before. A tracker
/// waits for it: `tokio/drop/awaiting-tracked`.
/// <https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#shutdown>,
/// <https://sunshowers.io/posts/cancelling-async-rust/>
#[case(
    "drop/awaiting-async-cleanup",
    Stopped,
    Wake,
    losing(Loss::All),
    instead = crate::flag::shutdown::awaiting_token
)]
pub fn awaiting_async_cleanup(stage: &Stage) {
    struct Connection {
        goodbye: u64,
        peer: mpsc::UnboundedSender<u64>,
        round_trip: Duration,
    }

    impl Drop for Connection {
        fn drop(&mut self) {
            let (goodbye, peer, round_trip) = (self.goodbye, self.peer.clone(), self.round_trip);
            spawn(async move {
                sleep(round_trip).await;
                let _ = peer.send(goodbye);
            });
        }
    }

    let runtime = multi_thread();
    let records = stage.records();
    let (peer, mut arrivals) = mpsc::unbounded_channel();
    runtime.block_on(async {
        let pulse = stage.pulse();
        // Far longer than it takes to drop the runtime.
        let round_trip = 1_000 * stage.interval();
        let connection = Connection { goodbye: records.give(), peer, round_trip };
        let infinite = spawn(async move {
            let _connection = connection;
            loop {
                pulse.beat();
                sleep(pulse.interval()).await;
            }
        });

        stage.quick_task().await;

        stage.request();
        infinite.abort();
        let ended = infinite.await;
        stage.acknowledge(ended);
    });
    drop(runtime);

    while let Some(record) = arrivals.blocking_recv() {
        records.arrived(record);
    }
}

/// A `TaskTracker` waits for the clean-up that a destructor has spawned.
///
/// The destructor spawns it on the tracker, and the caller waits for the tracker before it drops the runtime. Without
/// that the clean-up dies with the runtime: `tokio/drop/awaiting-async-cleanup`. It is the last resort, for a task that is
/// aborted: the spawn panics in a thread that is in no runtime, and is discarded without a word while the runtime shuts
/// down. A task that is asked cleans up itself: `tokio/flag/awaiting-cleanup`.
/// <https://docs.rs/tokio-util/latest/tokio_util/task/task_tracker/struct.TaskTracker.html>
#[case("drop/awaiting-tracked", Stopped, Wake, losing(Loss::None))]
pub fn awaiting_tracked(stage: &Stage) {
    struct Connection {
        goodbye: u64,
        peer: mpsc::UnboundedSender<u64>,
        round_trip: Duration,
        cleanups: TaskTracker,
    }

    impl Drop for Connection {
        fn drop(&mut self) {
            let (goodbye, peer, round_trip) = (self.goodbye, self.peer.clone(), self.round_trip);
            self.cleanups.spawn(async move {
                sleep(round_trip).await;
                let _ = peer.send(goodbye);
            });
        }
    }

    let runtime = multi_thread();
    let records = stage.records();
    let (peer, mut arrivals) = mpsc::unbounded_channel();
    runtime.block_on(async {
        let pulse = stage.pulse();
        let cleanups = TaskTracker::new();
        let connection = Connection {
            goodbye: records.give(),
            peer,
            round_trip: stage.interval(),
            cleanups: cleanups.clone(),
        };
        let infinite = spawn(async move {
            let _connection = connection;
            loop {
                pulse.beat();
                sleep(pulse.interval()).await;
            }
        });

        stage.quick_task().await;

        stage.request();
        infinite.abort();
        let ended = infinite.await;
        cleanups.close();
        cleanups.wait().await;
        stage.acknowledge(ended);
    });
    drop(runtime);

    while let Some(record) = arrivals.blocking_recv() {
        records.arrived(record);
    }
}
