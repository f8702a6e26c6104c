//! Measures what a look costs: a loop that checks once per turn whether it should go on, against the same loop
//! without the check.
//!
//! In the group `looking` the work checks a flag, a channel or the clock; in `yielding` it awaits, so that
//! its executor can end it there. No request ever comes, and the sender of a request stays alive, so every look
//! says "go on", as all looks of long work do except for the last.
//!
//! The group `harness` measures what a stamp and a beat of the harness cost.
//!
//! **How to read it.** An iteration is 1,000 turns, so criterion's µs are ns a turn, and its `thrpt`
//! is turns a second. Subtract the floor of the same kind (`no-look`, `no-await`); the rest is what a
//! look adds.
//!
//! - `alone`: the turn is nothing but the look. This is what a look takes.
//! - `computing`: the turn computes too. This is what a look adds to work, which may be far less: a
//!   core looks while it still computes, unless the look itself makes it wait, as a clock does.
//!
//! No other thread touches what the loop looks at, so it stays in the cache of the loop's core. A flag whose
//! cache line other threads write to, or a lock that they hold, costs more. A look that is too expensive for every
//! turn costs next to nothing in every thousandth turn; the halt then comes up to a thousand turns later.
//!
//! ```sh
//! cargo bench --bench looking
//! cargo bench --bench looking -- computing
//! ```

use std::{
    hint::black_box,
    sync::{
        Arc,
        atomic::{
            AtomicBool,
            Ordering::{self, Acquire, Relaxed, SeqCst},
        },
        mpsc,
    },
    time::{Duration, Instant},
};

use async_std::task as async_std_task;
use criterion::{
    BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main,
    measurement::WallTime,
};
use smol::channel;
use stage::{Stage, clock};
use tokio::{
    runtime::Builder,
    sync::{oneshot, watch},
    task::{coop, yield_now},
};
use tokio_util::sync::CancellationToken;

type Group<'a> = BenchmarkGroup<'a, WallTime>;

/// The turns of one iteration.
const TURNS: u32 = 1_000;

/// One turn's computing: 8 steps of xorshift, each of which needs the one before.
///
/// It is never inlined, so that it is the same code in every loop.
#[inline(never)]
fn compute(mut state: u64) -> u64 {
    for _ in 0..8 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
    }
    black_box(state)
}

/// The settings of both groups. Together they take less than 40 s.
fn group<'a>(criterion: &'a mut Criterion, name: &str) -> Group<'a> {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(20).nresamples(10_000).throughput(Throughput::Elements(TURNS.into()));
    group.warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_millis(800));
    group
}

// `looking`: the work looks, and gets its answer at once.

fn looking(criterion: &mut Criterion) {
    let mut group = group(criterion, "looking");
    no_look(&mut group);
    flag(&mut group, "std/flag-relaxed", Relaxed);
    flag(&mut group, "std/flag-acquire", Acquire);
    flag(&mut group, "std/flag-seq-cst", SeqCst);
    token(&mut group);
    std_mpsc(&mut group);
    crossbeam_channel(&mut group);
    async_channel(&mut group);
    tokio_oneshot(&mut group);
    tokio_watch(&mut group);
    deadline(&mut group);
    group.finish();
}

/// Benches a look, alone and in work that computes.
fn bench(group: &mut Group<'_>, name: &str, mut goes_on: impl FnMut() -> bool) {
    group.bench_function(BenchmarkId::new(name, "alone"), |bencher| {
        bencher.iter(|| turns(&mut goes_on, black_box));
    });
    group.bench_function(BenchmarkId::new(name, "computing"), |bencher| {
        bencher.iter(|| turns(&mut goes_on, compute));
    });
}

/// The loop that is benched: it looks before every turn.
fn turns(goes_on: &mut impl FnMut() -> bool, work: impl Fn(u64) -> u64) -> u64 {
    let mut state = 1;
    for _ in 0..TURNS {
        if !goes_on() {
            break;
        }
        state = work(state);
    }
    state
}

/// The floor: the answer is a constant, so the compiler removes the look.
fn no_look(group: &mut Group<'_>) {
    bench(group, "no-look", || true);
}

/// On x86-64 a load is the same instruction in all three orderings; on Arm it is not.
fn flag(group: &mut Group<'_>, name: &str, ordering: Ordering) {
    let stop = black_box(Arc::new(AtomicBool::new(false)));
    bench(group, name, || !stop.load(ordering));
}

/// A token keeps its flag in a mutex, so this look takes a lock.
fn token(group: &mut Group<'_>) {
    let stop = CancellationToken::new();
    bench(group, "tokio-util/token-is-cancelled", || !stop.is_cancelled());
}

/// `Empty` means "go on": a message and a closed channel would both end the loop. The same holds for the other
/// channels.
fn std_mpsc(group: &mut Group<'_>) {
    let (_stop, stopped) = mpsc::channel::<()>();
    bench(group, "std/mpsc-try-recv", || stopped.try_recv() == Err(mpsc::TryRecvError::Empty));
}

fn crossbeam_channel(group: &mut Group<'_>) {
    use crossbeam_channel::{TryRecvError::Empty, bounded};

    let (_stop, stopped) = bounded::<()>(1);
    bench(group, "crossbeam-channel/try-recv", || stopped.try_recv() == Err(Empty));
}

/// smol re-exports it as `smol::channel`.
fn async_channel(group: &mut Group<'_>) {
    let (_stop, stopped) = channel::bounded::<()>(1);
    bench(group, "async-channel/try-recv", || stopped.try_recv() == Err(channel::TryRecvError::Empty));
}

fn tokio_oneshot(group: &mut Group<'_>) {
    use oneshot::error::TryRecvError::Empty;

    let (_stop, mut stopped) = oneshot::channel::<()>();
    bench(group, "tokio/oneshot-try-recv", || stopped.try_recv() == Err(Empty));
}

/// An error would mean that the channel is closed.
fn tokio_watch(group: &mut Group<'_>) {
    let (_stop, stopped) = watch::channel(false);
    bench(group, "tokio/watch-has-changed", || matches!(stopped.has_changed(), Ok(false)));
}

/// This work needs no request: it stops by the clock.
fn deadline(group: &mut Group<'_>) {
    let deadline = Instant::now() + Duration::from_secs(3_600);
    bench(group, "std/instant-deadline", || Instant::now() < deadline);
}

// `yielding`: the work awaits, and is polled again.

/// Every turn computes. The calling thread runs a `block-on`, and the runtime's workers run a `task`, as in the
/// demos. There is nothing else to run, so this is the cost of the yield alone.
///
/// - tokio's `block-on` is that of a current-thread runtime, and its `task` runs on two workers.
/// - `consume-budget` yields only when the task's budget is used up, every 128th time, and an
///   `unconstrained` task has no budget: it never yields, so it can never be ended here.
///   <https://docs.rs/tokio/latest/tokio/task/coop/index.html>
fn yielding(criterion: &mut Criterion) {
    let mut group = group(criterion, "yielding");
    let current_thread = Builder::new_current_thread().build().expect("tokio could not start");
    let two_workers = Builder::new_multi_thread().worker_threads(2).build().expect("tokio could not start");

    bench_async(&mut group, "no-await", |iterations| current_thread.block_on(no_await(iterations)));

    bench_async(&mut group, "tokio/yield-now/block-on", |iterations| {
        current_thread.block_on(awaiting(iterations, yield_now))
    });
    bench_async(&mut group, "tokio/yield-now/task", |iterations| {
        let task = two_workers.spawn(awaiting(iterations, yield_now));
        two_workers.block_on(task).expect("it ends by itself")
    });
    bench_async(&mut group, "tokio/consume-budget/block-on", |iterations| {
        current_thread.block_on(awaiting(iterations, coop::consume_budget))
    });
    bench_async(&mut group, "tokio/consume-budget/unconstrained", |iterations| {
        current_thread.block_on(coop::unconstrained(awaiting(iterations, coop::consume_budget)))
    });

    bench_async(&mut group, "async-std/yield-now/block-on", |iterations| {
        async_std_task::block_on(awaiting(iterations, async_std_task::yield_now))
    });
    bench_async(&mut group, "async-std/yield-now/task", |iterations| {
        async_std_task::block_on(async_std_task::spawn(awaiting(iterations, async_std_task::yield_now)))
    });

    bench_async(&mut group, "smol/yield-now/block-on", |iterations| {
        smol::block_on(awaiting(iterations, smol::future::yield_now))
    });
    bench_async(&mut group, "smol/yield-now/task", |iterations| {
        smol::block_on(smol::spawn(awaiting(iterations, smol::future::yield_now)))
    });
    group.finish();
}

/// Benches a task that measures its own time, so that its start and the wake-up of its caller don't count.
fn bench_async(group: &mut Group<'_>, name: &str, run: impl Fn(u64) -> Duration) {
    group.bench_function(name, |bencher| bencher.iter_custom(&run));
}

/// The loop that is benched: it awaits before every turn.
async fn awaiting(iterations: u64, look: impl AsyncFn()) -> Duration {
    let start = Instant::now();
    for _ in 0..iterations {
        let mut state = 1;
        for _ in 0..TURNS {
            look().await;
            state = compute(state);
        }
        black_box(state);
    }
    start.elapsed()
}

/// The floor: the same loop without the await. It never returns to its runtime, so it is the floor of all
/// runtimes.
async fn no_await(iterations: u64) -> Duration {
    let start = Instant::now();
    for _ in 0..iterations {
        let mut state = 1;
        for _ in 0..TURNS {
            state = compute(state);
        }
        black_box(state);
    }
    start.elapsed()
}

/// What the harness adds to the work: a stamp and a beat.
fn harness(criterion: &mut Criterion) {
    let pulse = Stage::new(Duration::from_millis(1)).pulse();
    let mut group = criterion.benchmark_group("harness");
    group.bench_function("stamp", |bencher| bencher.iter(clock::now_ns));
    group.bench_function("beat", |bencher| bencher.iter(|| black_box(&pulse).beat()));
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_millis(800));
    targets = looking, yielding, harness
}
criterion_main!(benches);
