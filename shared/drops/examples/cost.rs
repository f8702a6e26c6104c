//! What the library costs: its build, and checks of more and more awaits. Puts the table into its README.
//!
//! `cargo run -p still-standing-drops --example cost`

use std::{
    env, fs,
    future::Future,
    pin::{Pin, pin},
    process::Command,
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

/// Of so many tries the fastest counts: the machine is never faster than it is.
const TRIES: usize = 5;

fn main() {
    let mut table = "| what | time |\n| --- | --- |\n".to_owned();
    for (what, time) in rows() {
        table += &format!("| {what} | {} |\n", shown(time));
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = fs::read_to_string(path).expect("the README is there");
    let (before, rest) = readme.split_once("<!-- cost -->\n").expect("its mark");
    let (_, after) = rest.split_once("<!-- /cost -->").expect("its end");
    fs::write(path, format!("{before}<!-- cost -->\n{table}<!-- /cost -->{after}")).expect("it is written");
    print!("{table}");
}

fn rows() -> Vec<(String, Duration)> {
    let mut rows = vec![("its build from nothing, in an empty folder".to_owned(), build())];
    for awaits in [10, 100, 1_000] {
        rows.push((format!("a check of {awaits} awaits"), fastest(|| check(awaits))));
    }
    rows.push(("the polls of the last, without the library".to_owned(), fastest(bare)));
    rows
}

fn build() -> Duration {
    let folder = env::temp_dir().join(format!("drops-build-{}", std::process::id()));
    let time = fastest(|| {
        let _ = fs::remove_dir_all(&folder);
        let built = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["build", "--quiet", "--lib", "-p", "still-standing-drops", "--target-dir"])
            .arg(&folder)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status();
        assert!(built.is_ok_and(|status| status.success()), "it builds");
    });
    let _ = fs::remove_dir_all(&folder);
    time
}

/// A future that waits so many times, and takes a record out while it does.
async fn waits(awaits: usize, taken: &mut Vec<usize>) {
    for record in 0..awaits {
        yields().await;
        taken.push(record);
    }
    taken.clear();
}

async fn yields() {
    let mut has_waited = false;
    std::future::poll_fn(|context| {
        context.waker().wake_by_ref();
        if std::mem::replace(&mut has_waited, true) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

fn check(awaits: usize) {
    let report = drops::check("waits", move |world| {
        let mut taken = Vec::new();
        block_on(world.drops(waits(awaits, &mut taken)));
        world.count("record", awaits, awaits - taken.len());
    });
    assert_eq!((report.drops().len(), report.awaits().len()), (awaits, 1), "{report}");
}

/// As many worlds as a check of 1,000 awaits plays, each half as long as the longest.
fn bare() {
    for _ in 0..1_000 {
        block_on(waits(500, &mut Vec::new()));
    }
}

/// Everything in it wakes itself, so it need not sleep.
fn block_on<F: Future>(future: F) -> F::Output {
    let mut future: Pin<&mut F> = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}

fn fastest(mut of: impl FnMut()) -> Duration {
    let time = |()| {
        let begin = Instant::now();
        of();
        begin.elapsed()
    };
    [(); TRIES].into_iter().map(time).min().unwrap_or_default()
}

fn shown(time: Duration) -> String {
    match time.as_millis() {
        0..10 => format!("{:.1} ms", time.as_secs_f64() * 1e3),
        10..1_000 => format!("{} ms", time.as_millis()),
        _ => format!("{:.1} s", time.as_secs_f64()),
    }
}
