//! Measures the costs that make the slope of a crowd: what one more task of tokio's takes when it is stopped.
//!
//! - `child-token`: a child of a token is made and dropped, beside so many children that stay.
//! - `abort-sleeping`: a task that sleeps is aborted, and the runtime drops it; so many are aborted in a row.
//! - `remove-timer`: a timer is registered and removed, beside so many timers that stay.
//!
//! **How to read it.** Criterion's time is that of one child, task or timer. If it grows from group to group, the
//! cost depends on how many there are, and stopping all of them is worse than in proportion. Beyond some thousands it
//! also grows because they no longer fit in the processor's caches.
//!
//! Everything runs on the calling thread, so nobody is woken. `cargo run --release -- sweep crowd` has the whole.
//!
//! ```sh
//! cargo bench --bench crowding
//! ```

use std::{
    future::{Future, poll_fn},
    pin::Pin,
    task::Poll,
    time::{Duration, Instant},
};

use criterion::{
    BenchmarkGroup, BenchmarkId, Criterion, criterion_group, criterion_main, measurement::WallTime,
};
use tokio::{
    runtime::{Builder, Runtime},
    task::{JoinHandle, yield_now},
    time::{Sleep, sleep},
};
use tokio_util::sync::CancellationToken;

/// How many there are.
const SIZES: [u32; 3] = [1, 1_000, 100_000];
/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(3_600);

fn group<'a>(criterion: &'a mut Criterion, name: &str) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(20).nresamples(10_000);
    group.warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_millis(800));
    group
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_time().build().expect("tokio starts no thread for it")
}

fn child_token(criterion: &mut Criterion) {
    let mut group = group(criterion, "child-token");
    for size in SIZES {
        let parent = CancellationToken::new();
        let _others: Vec<CancellationToken> = (1..size).map(|_| parent.child_token()).collect();
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            bencher.iter(|| drop(parent.child_token()));
        });
    }
}

/// How long it takes to abort so many tasks that sleep, until the runtime has dropped the last of them.
fn abort_all(runtime: &Runtime, size: u32) -> Duration {
    let tasks: Vec<JoinHandle<()>> = (0..size).map(|_| runtime.spawn(sleep_long())).collect();
    // Every task has been polled once, and sleeps.
    runtime.block_on(yield_now());
    runtime.block_on(async {
        let start = Instant::now();
        tasks.iter().for_each(JoinHandle::abort);
        for task in tasks {
            let _cancelled = task.await;
        }
        start.elapsed()
    })
}

async fn sleep_long() {
    sleep(LONG).await;
}

fn abort_sleeping(criterion: &mut Criterion) {
    let mut group = group(criterion, "abort-sleeping");
    let runtime = runtime();
    for size in SIZES {
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            // An iteration is one task, and they come in whole crowds.
            bencher.iter_custom(|iterations| {
                let crowds = iterations.div_ceil(size.into());
                let time: Duration = (0..crowds).map(|_| abort_all(&runtime, size)).sum();
                time.mul_f64(iterations as f64 / (crowds * u64::from(size)) as f64)
            });
        });
    }
}

/// Registers a timer: it does so when it is first polled.
async fn register(sleep: &mut Pin<Box<Sleep>>) {
    poll_fn(|context| {
        let _pending = sleep.as_mut().poll(context);
        Poll::Ready(())
    })
    .await;
}

fn remove_timer(criterion: &mut Criterion) {
    let mut group = group(criterion, "remove-timer");
    for size in SIZES {
        let runtime = runtime();
        let _others = runtime.block_on(async {
            let mut others = Vec::new();
            for number in 1..size {
                let mut other = Box::pin(sleep(LONG + Duration::from_millis(number.into())));
                register(&mut other).await;
                others.push(other);
            }
            others
        });
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            bencher.iter_custom(|iterations| {
                runtime.block_on(async {
                    let start = Instant::now();
                    for _ in 0..iterations {
                        let mut timer = Box::pin(sleep(LONG));
                        register(&mut timer).await;
                        drop(timer);
                    }
                    start.elapsed()
                })
            });
        });
    }
}

criterion_group!(benches, child_token, abort_sleeping, remove_timer);
criterion_main!(benches);
