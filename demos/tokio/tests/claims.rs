//! What the cases' comments say of all, of any or of none, tried with what nobody thinks of first.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
    time::Duration,
};

use tokio::{
    runtime::{Builder, Runtime},
    sync::{Mutex, Notify, broadcast, mpsc, oneshot, watch},
    task::{JoinSet, block_in_place, spawn, spawn_blocking, yield_now},
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// Far longer than anything here takes, on a busy machine too.
const PATIENCE: Duration = Duration::from_secs(60);

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("the runtime starts")
}

/// Says that it was dropped.
struct Said(Arc<AtomicBool>);

impl Drop for Said {
    fn drop(&mut self) {
        self.0.store(true, Relaxed);
    }
}

/// "Cancelling a token cancels all of its children": one of a child, one that comes later, one whose parent is gone.
#[test]
fn a_token_cancels_children_of_every_kind() {
    let token = CancellationToken::new();
    let grandchild = token.child_token().child_token();
    let of_a_clone = token.clone().child_token();
    let apart = token.child_token();
    apart.cancel();
    assert!(!token.is_cancelled() && !grandchild.is_cancelled());
    token.cancel();
    let later = token.child_token();
    assert!([grandchild, of_a_clone, later].iter().all(CancellationToken::is_cancelled));
}

/// "A `TaskTracker` waits for all tasks": one that is aborted, one that panics, one that another task has spawned on it.
#[test]
fn a_tracker_waits_for_tasks_that_end_in_any_way() {
    runtime().block_on(async {
        let tracker = TaskTracker::new();
        tracker.spawn(sleep(PATIENCE)).abort();
        tracker.spawn(async { panic!("a task has panicked") });
        let has_ended = Arc::new(AtomicBool::new(false));
        tracker.spawn({
            let (tracker, said) = (tracker.clone(), Said(Arc::clone(&has_ended)));
            async move {
                tracker.spawn(async move {
                    sleep(Duration::from_millis(50)).await;
                    drop(said);
                });
            }
        });
        tracker.close();
        timeout(PATIENCE, tracker.wait()).await.expect("all of them end");
        assert!(has_ended.load(Relaxed));
    });
}

/// "As with `abort`, a task that never awaits and a blocking closure that runs go on"; a task that is detached does too.
#[test]
fn a_set_that_is_dropped_aborts_what_abort_would() {
    let runtime = runtime();
    runtime.block_on(async {
        let (stop, begun) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let (ended, dropped) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let mut set = JoinSet::new();
        let (told, end) = oneshot::channel::<()>();
        set.spawn(async move { drop(end.await) });
        set.detach_all();
        set.spawn({
            let said = Said(Arc::clone(&dropped));
            async move {
                sleep(PATIENCE).await;
                drop(said);
            }
        });
        set.spawn_blocking({
            let (stop, begun, said) = (Arc::clone(&stop), Arc::clone(&begun), Said(Arc::clone(&ended)));
            move || {
                begun.store(true, Relaxed);
                while !stop.load(Relaxed) {
                    thread::sleep(Duration::from_millis(1));
                }
                drop(said);
            }
        });
        while !begun.load(Relaxed) {
            yield_now().await;
        }
        drop(set);
        while !dropped.load(Relaxed) {
            yield_now().await;
        }
        sleep(Duration::from_millis(50)).await;
        assert!(!ended.load(Relaxed), "the closure was ended");
        assert!(told.send(()).is_ok(), "the task that was detached was ended");
        stop.store(true, Relaxed);
    });
}

/// "`Abortable` … where it awaits": a future that never gives way reaches its end.
#[test]
fn abortable_does_not_end_what_never_gives_way() {
    runtime().block_on(async {
        let (handle, registration) = futures_util::future::AbortHandle::new_pair();
        let (sender, receiver) = oneshot::channel();
        let turns = async move {
            let _ = receiver.await;
            for _ in 0..1_000 {
                handle.abort();
                std::future::ready(()).await;
            }
        };
        let task = spawn(futures_util::future::Abortable::new(turns, registration));
        sender.send(()).expect("the task waits");
        assert_eq!(task.await.expect("it ends"), Ok(()));
    });
}

/// "every other receiver that keeps up": one that does not is told that it has missed some, and one that comes late waits.
#[test]
fn a_broadcast_reaches_those_that_keep_up() {
    let (sender, mut keeps_up) = broadcast::channel(1);
    let mut lags = sender.subscribe();
    for message in [1, 2] {
        sender.send(message).expect("there are receivers");
        assert_eq!(keeps_up.try_recv(), Ok(message));
    }
    assert_eq!(lags.try_recv(), Err(broadcast::error::TryRecvError::Lagged(1)));
    assert_eq!(sender.subscribe().try_recv(), Err(broadcast::error::TryRecvError::Empty));
}

/// "`notify_waiters` reaches each `notified()` that was made before it", and `wait_for` misses a value that was taken back.
#[test]
fn a_notification_reaches_what_was_made_before_it() {
    runtime().block_on(async {
        let notify = Notify::new();
        let made_before = notify.notified();
        notify.notify_waiters();
        made_before.await;
        let (value, mut seen) = watch::channel(false);
        value.send_replace(true);
        value.send_replace(false);
        drop(value);
        assert!(seen.wait_for(|it| *it).await.is_err());
    });
}

/// "It panics if nothing runs there, too; inside `block_in_place` or `spawn_blocking` it waits."
#[test]
fn where_a_runtime_may_be_dropped() {
    let drops = |runtime| catch_unwind(AssertUnwindSafe(|| drop(runtime))).is_ok();
    runtime().block_on(async {
        let inner = [runtime(), runtime(), runtime()];
        let [in_async, in_place, in_closure] = inner;
        assert!(!drops(in_async));
        assert!(spawn(async move { block_in_place(|| drops(in_place)) }).await.expect("no panic"));
        assert!(spawn_blocking(move || drops(in_closure)).await.expect("no panic"));
    });
}

/// "A panic between them would leave them half done all the same": the next task gets the lock, and is not told.
#[test]
fn a_panic_between_two_updates_leaves_them_half_done() {
    runtime().block_on(async {
        let balances = Arc::new(Mutex::new((1, 0)));
        let panics = spawn({
            let balances = Arc::clone(&balances);
            async move {
                let mut balances = balances.lock().await;
                balances.0 -= 1;
                assert_ne!(balances.0, 0, "between the updates");
                balances.1 += 1;
            }
        });
        assert!(panics.await.is_err());
        assert_eq!(*balances.lock().await, (0, 0));
    });
}

/// "Only the end of the runtime would drop the task" that owns the writer, and a task that is spawned and awaited.
#[test]
fn the_end_of_the_runtime_cuts_off_what_was_spawned() {
    let runtime = runtime();
    let (sender, mut arrivals) = mpsc::unbounded_channel();
    runtime.spawn(async move {
        let inner = spawn(async move {
            sleep(Duration::from_secs(3600)).await;
            let _ = sender.send(());
        });
        let _ = inner.await;
    });
    drop(runtime);
    assert_eq!(arrivals.blocking_recv(), None, "its sender is dropped, and nothing was sent");
}

/// A clean-up that a destructor spawns "panics in a thread that is in no runtime, and is discarded without a word while
/// the runtime shuts down".
#[test]
fn a_clean_up_that_a_destructor_spawns_may_never_run() {
    struct CleansUp(Option<mpsc::UnboundedSender<()>>);
    impl Drop for CleansUp {
        fn drop(&mut self) {
            let peer = self.0.take();
            spawn(async move { peer.map(|peer| peer.send(())) });
        }
    }

    let outside = thread::spawn(|| drop(CleansUp(None)));
    assert!(outside.join().is_err(), "outside of a runtime it panics");

    let runtime = runtime();
    let (peer, mut arrivals) = mpsc::unbounded_channel();
    let cleans_up = CleansUp(Some(peer));
    runtime.spawn(async move {
        let _cleans_up = cleans_up;
        sleep(Duration::from_secs(3600)).await;
    });
    drop(runtime);
    assert_eq!(arrivals.blocking_recv(), None, "it was never run, and nobody was told");
}

/// A `spawn_blocking` closure ends only by itself: its handle is dropped, it is aborted, and its runtime is shut down.
#[test]
fn a_closure_outlives_all_that_is_done_to_it() {
    let runtime = runtime();
    let (beat, beats) = std::sync::mpsc::channel();
    let closure = move || {
        while beat.send(()).is_ok() {
            thread::sleep(Duration::from_millis(1));
        }
    };
    runtime.block_on(async {
        let handle = spawn_blocking(closure);
        beats.recv().expect("it has begun");
        handle.abort();
        drop(handle);
    });
    runtime.shutdown_timeout(Duration::from_millis(10));
    beats.try_iter().for_each(drop);
    beats.recv_timeout(PATIENCE).expect("it goes on");
}
