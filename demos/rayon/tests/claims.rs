//! What the cases' comments say of all or of none, tried with what nobody thinks of first.

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering::Relaxed},
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::Duration,
};

use rayon::{
    ThreadBuilder, ThreadPoolBuilder,
    iter::{IntoParallelIterator, ParallelIterator},
};

/// Far longer than anything here takes, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits in its destructor until it may end, and says so.
struct Lasting(Receiver<()>, Sender<()>);

impl Drop for Lasting {
    fn drop(&mut self) {
        let _ = self.0.recv_timeout(PATIENCE);
        let _ = self.1.send(());
    }
}

thread_local! {
    static LASTING: Cell<Option<Lasting>> = const { Cell::new(None) };
}

/// `build_scoped`: "its threads are gone, but for what their thread-locals do in their destructors".
#[test]
fn a_scoped_pool_leaves_the_destructors_of_thread_locals() {
    let (may_end, waits) = channel();
    let (says, ended) = channel();
    let lasting = Lasting(waits, says);
    ThreadPoolBuilder::new()
        .num_threads(1)
        .build_scoped(ThreadBuilder::run, |pool| pool.install(|| LASTING.set(Some(lasting))))
        .expect("the pool starts");
    assert!(ended.try_recv().is_err(), "`build_scoped` has returned, and the destructor still runs");
    may_end.send(()).expect("it waits for that");
    assert_eq!(ended.recv_timeout(PATIENCE), Ok(()));
}

/// "so can the caller whose `spawn_handler` has kept their handles": the threads of a pool that is dropped are joined.
#[test]
fn threads_whose_handles_were_kept_can_be_joined() {
    let threads = Mutex::new(Vec::new());
    let pool = ThreadPoolBuilder::new().num_threads(2).spawn_handler(|it| {
        threads.lock().expect("no panic").push(thread::spawn(|| it.run()));
        Ok(())
    });
    drop(pool.build().expect("the pool starts"));
    for thread in threads.into_inner().expect("no panic") {
        thread.join().expect("no panic");
    }
}

/// "A panic in one item of a parallel iterator ends its own piece of the items, and the other pieces go on."
#[test]
fn a_panic_ends_its_own_piece() {
    const ITEMS: usize = 1_000;
    let done = AtomicUsize::new(0);
    let pool = ThreadPoolBuilder::new().num_threads(2).build().expect("the pool starts");
    let ended = catch_unwind(AssertUnwindSafe(|| {
        pool.install(|| {
            (0..ITEMS).into_par_iter().for_each(|item| {
                assert_ne!(item, 0, "one item is in trouble");
                done.fetch_add(1, Relaxed);
            });
        });
    }));
    assert!(ended.is_err());
    let done = done.into_inner();
    assert!((ITEMS / 4..ITEMS - 1).contains(&done), "{done} of the others were done");
}
