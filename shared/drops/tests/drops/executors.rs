//! Whichever executor polls it, the drops are the same.

use std::{
    future::Future,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

use drops::{Report, World, check};

/// Waits so many times: it wakes itself, and returns `Pending`.
pub(crate) struct Waits(pub(crate) usize);

impl Future for Waits {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Some(left) = self.0.checked_sub(1) else {
            return Poll::Ready(());
        };
        self.0 = left;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

/// The executor of somebody who needs no runtime.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    struct Unparks(Thread);

    impl Wake for Unparks {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unparks(thread::current())));
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

/// Takes a record out, and puts it in elsewhere after an await.
async fn carries(from: &mut Vec<u8>, to: &mut Vec<u8>) {
    while let Some(record) = from.pop() {
        Waits(2).await;
        to.push(record);
    }
}

async fn carried(world: World) {
    let (mut from, mut to) = (vec![1, 2, 3], vec![]);
    world.drops(carries(&mut from, &mut to)).await;
    to.extend(from);
    to.sort_unstable();
    world.records("record", [1, 2, 3], to);
}

fn loses_one_at_each(report: &Report) {
    assert_eq!(report.drops().len(), 6, "{report}");
    report.assert_loses_at(&["Waits(2).await"]);
    assert!(report.to_string().contains("6 drops, lost: 1 of 3 records"), "{report}");
}

#[test]
fn with_an_executor_of_ones_own() {
    loses_one_at_each(&check("carries", |world| block_on(carried(world.clone()))));
}

#[test]
fn with_smol() {
    loses_one_at_each(&check("carries", |world| smol::block_on(carried(world.clone()))));
    // In a task of smol's, on a thread of smol's.
    loses_one_at_each(&check("carries", |world| smol::block_on(smol::spawn(carried(world.clone())))));
}

#[test]
fn with_tokio() {
    loses_one_at_each(&check("carries", |world| {
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        runtime.block_on(carried(world.clone()));
        std::io::Result::Ok(())
    }));
    // In a task of tokio's, on several threads.
    loses_one_at_each(&check("carries", |world| {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build()?;
        runtime.block_on(runtime.spawn(carried(world.clone()))).map_err(std::io::Error::other)
    }));
}
