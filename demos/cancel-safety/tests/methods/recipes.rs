//! The recipes lose nothing at any await: the functions that they drop are dropped here at each, and what their `select!`
//! drops are methods whose rows lose nothing.

use std::{
    io,
    pin::pin,
    process::{ExitStatus, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use cancel_safety::{Seen, all};
use drops::{Report, World, check};
use libtest_mimic::Trial;
use tokio::{
    io::AsyncReadExt,
    process::{Child, ChildStdout, Command},
    runtime::Builder,
    select,
    time::sleep,
};
use tokio_util::task::TaskTracker;

const POLITE_CHILD: &str = include_str!("../../../recipes/src/bin/polite_child.rs");
const SURVIVES: &str = include_str!("../../../recipes/src/bin/request_survives_disconnect.rs");
const TOKEN: &str = include_str!("../../../recipes/src/bin/token_and_tracker.rs");
const NESTED: &str = include_str!("../../../recipes/src/bin/nested_tasks.rs");

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("recipe polite_child: end_of", || {
            let report = played("end_of", end_of_is_dropped);
            assert!(loses_nothing(&report), "{report}");
            Ok(())
        }),
        Trial::test("recipe request_survives_disconnect: finished", || {
            let report = played("finished", finished_is_dropped);
            assert!(loses_nothing(&report), "{report}");
            Ok(())
        }),
        Trial::test("recipes: their functions are copied word for word", || {
            are_copied();
            Ok(())
        }),
        Trial::test("recipes: what their select! drops loses nothing", || {
            what_is_dropped_loses_nothing();
            Ok(())
        }),
    ]
}

fn played(name: &str, world: impl AsyncFn(&World) + Send + Sync + 'static) -> Report {
    check(name, move |handle| {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(world(handle));
        io::Result::Ok(())
    })
}

/// A process is in the worlds, so the number of awaits is another one each time.
fn loses_nothing(report: &Report) -> bool {
    report.undropped().is_empty() && report.drops().iter().all(|drop| drop.findings.is_empty())
}

/// The functions below are those of the recipes, word for word.
fn are_copied() {
    let copies = include_str!("recipes.rs").split("// From a recipe.\n").skip(1);
    let functions: Vec<&str> = copies.filter_map(|copy| copy.split_once("\n}\n")).map(|(it, _)| it).collect();
    assert_eq!(functions.len(), 3);
    for function in functions {
        assert!([POLITE_CHILD, SURVIVES].iter().any(|recipe| recipe.contains(function)), "{function}");
    }
}

// From a recipe.
async fn end_of(child: &mut Child, pipe: &mut ChildStdout, output: &mut Vec<u8>) -> io::Result<ExitStatus> {
    let mut reads = pin!(read(pipe, output));
    let mut is_open = true;
    loop {
        select! {
            status = child.wait() => return status,
            () = &mut reads, if is_open => is_open = false,
        }
    }
}

// From a recipe.
async fn read(pipe: &mut ChildStdout, output: &mut Vec<u8>) {
    while pipe.read_buf(output).await.is_ok_and(|bytes| bytes > 0) {}
}

/// What it has read is in the caller's buffer, so that it may be called again.
async fn end_of_is_dropped(world: &World) {
    let mut command = Command::new("sh");
    let command = command.args(["-c", "printf abc; sleep 0.01; printf def; sleep 0.01; exit 7"]);
    let mut child = command.stdout(Stdio::piped()).spawn().expect("a shell");
    let mut pipe = child.stdout.take().expect("it is a pipe");
    let mut output = Vec::new();
    let status = match world.drops(end_of(&mut child, &mut pipe, &mut output)).await {
        Some(status) => status,
        None => end_of(&mut child, &mut pipe, &mut output).await,
    };
    read(&mut pipe, &mut output).await;
    world.records("byte", *b"abcdef", output);
    world.holds("the status is there", status.is_ok_and(|status| status.code() == Some(7)));
}

/// The answer to a request that failed.
struct StatusCode;

impl StatusCode {
    const INTERNAL_SERVER_ERROR: Self = Self;
}

// From a recipe.
async fn finished<T: Send + 'static>(
    tasks: &TaskTracker,
    work: impl Future<Output = T> + Send + 'static,
) -> Result<T, StatusCode> {
    tasks.spawn(work).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

/// The client hangs up, and what was charged is shipped all the same.
async fn finished_is_dropped(world: &World) {
    let (orders, steps) = (TaskTracker::new(), Arc::new(AtomicUsize::new(0)));
    let fulfils = {
        let steps = steps.clone();
        async move {
            steps.fetch_add(1, SeqCst);
            sleep(Duration::from_millis(1)).await;
            steps.fetch_add(1, SeqCst);
        }
    };
    let _ = world.drops(finished(&orders, fulfils)).await;
    orders.close();
    orders.wait().await;
    // What was not polled has not begun.
    world.holds("both steps are done, or none", [0, 2].contains(&steps.load(SeqCst)));
}

fn what_is_dropped_loses_nothing() {
    let rows = all();
    for (recipe, call, method) in [
        (TOKEN, "listener.accept()", "tokio::net::TcpListener::accept"),
        (TOKEN, "lines.next_line()", "tokio::io::Lines::next_line"),
        (TOKEN, "token.cancelled()", "tokio_util::sync::CancellationToken::cancelled"),
        (TOKEN, "connections.wait()", "tokio_util::task::TaskTracker::wait"),
        (TOKEN, "terminates.recv()", "tokio::signal::unix::Signal::recv"),
        (POLITE_CHILD, "child.wait()", "tokio::process::Child::wait"),
        (POLITE_CHILD, "pipe.read_buf(output)", "tokio::io::AsyncReadExt::read_buf"),
        (NESTED, "children.join_next()", "tokio::task::JoinSet::join_next"),
        (SURVIVES, "interrupts.recv()", "tokio::signal::unix::Signal::recv"),
    ] {
        assert!(recipe.contains(call), "no recipe calls {call}");
        let row = rows.iter().find(|row| row.method == method).expect("a row");
        assert_eq!(row.seen, Seen::Keeps, "{method}");
    }
}
