//! tokio's `Command`: what becomes of the child when the future that waits for it is dropped.
//!
//! A case starts an infinite task in a process of its own, waits for a quick one, and then drops what waits for that
//! process, which runs `beats_alone`. It owns a pulse and calls `beat()`, "I'm still standing", once a turn.
//! Dropping the pulse is the end that is measured: the halt. `stage.request()` stamps the instant before the drop;
//! `stage.acknowledge(x)` stamps the instant after it. `stage.invariant(x)` says whether nothing of the child is left
//! in the table of processes.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story drop/blocking-command-output`

use std::{fs, thread, time::Duration};

use still_standing::{Pulse, Stage, case, worker};
use tokio::{process::Command, runtime::Builder, select, time::timeout};

/// `timeout` around `Command::output` ends the waiting, and a child that writes nothing goes on.
///
/// Dropping the future drops the `Child`, and "a spawned process will continue to execute even after the `Child` handle
/// has been dropped". The pipes are closed with it: a child that writes gets SIGPIPE, and ends unless it ignores that.
/// With `kill_on_drop` it ends: `tokio/drop/blocking-kill-on-drop`.
/// <https://docs.rs/tokio/latest/tokio/process/index.html#droppingcancellation>,
/// <https://docs.rs/tokio/latest/tokio/process/struct.Command.html#method.output>
#[case(
    "drop/blocking-command-output",
    StillStanding,
    run = crate::run_with_network,
    starts = beats_alone,
    out_of_process(),
    on_demand(),
    instead("processes/channel/parked-stdin-closed")
)]
pub async fn blocking_command_output(stage: &Stage) {
    let mut command = Command::from(stage.worker("beats_alone"));
    let mut output = Box::pin(command.output());

    select! {
        _ = &mut output => {}
        () = stage.quick_task() => {}
    }

    stage.request();
    let ended = timeout(Duration::ZERO, output).await;
    stage.acknowledge(ended.map(|_| ()));
}

/// With `kill_on_drop`, `timeout` around `Command::output` kills the child.
///
/// The signal is SIGKILL, and the drop does not wait for the end. Only the child itself gets it: what a shell has started
/// goes on, `tokio/drop/blocking-kill-on-drop-shell`. Without `kill_on_drop` the child goes on:
/// `tokio/drop/blocking-command-output`.
/// <https://docs.rs/tokio/latest/tokio/process/struct.Command.html#method.kill_on_drop>
#[case(
    "drop/blocking-kill-on-drop",
    Killed,
    Deadline,
    run = crate::run_with_network,
    starts = beats_alone,
    out_of_process(),
    on_demand()
)]
pub async fn blocking_kill_on_drop(stage: &Stage) {
    let mut command = Command::from(stage.worker("beats_alone"));
    let mut output = Box::pin(command.kill_on_drop(true).output());

    select! {
        _ = &mut output => {}
        () = stage.quick_task() => {}
    }

    stage.request();
    let ended = timeout(Duration::ZERO, output).await;
    stage.acknowledge(ended.map(|_| ()));
}

/// `kill_on_drop` kills the shell, and the command that the shell runs goes on.
///
/// The signal goes to one process, and SIGKILL can't be passed on. Let the shell `exec` its last command, start it
/// in a group of its own and kill the group: `processes/abort/blocking-group`. Without a shell `kill_on_drop` is enough:
/// `tokio/drop/blocking-kill-on-drop`.
/// <https://docs.rs/tokio/latest/tokio/process/struct.Command.html#method.process_group>,
/// <https://github.com/rust-lang/rust/issues/115241>
#[case(
    "drop/blocking-kill-on-drop-shell",
    StillStanding,
    run = crate::run_with_network,
    starts = beats_alone,
    out_of_process(),
    on_demand(),
    instead("processes/channel/parked-stdin-closed")
)]
pub async fn blocking_kill_on_drop_shell(stage: &Stage) {
    let worker = stage.worker("beats_alone");
    let mut shell = Command::new("sh");
    stage.lend_to(shell.as_std_mut());
    // With one more command to run, the shell does not turn into the worker by `exec`.
    shell.args(["-c", r#""$0" "$@"; true"#]).arg(worker.get_program()).args(worker.get_args());
    let mut output = Box::pin(shell.kill_on_drop(true).output());

    select! {
        _ = &mut output => {}
        () = stage.quick_task() => {}
    }

    stage.request();
    let ended = timeout(Duration::ZERO, output).await;
    stage.acknowledge(ended.map(|_| ()));
}

/// A child that was killed on drop stays a zombie for as long as no runtime runs.
///
/// It has ended, and the system keeps its number and its status until its parent waits for it. tokio does that when a
/// runtime with I/O next runs, "on a best-effort basis": here none does, as in a program that has left `block_on` or
/// dropped its runtime. `kill().await` waits itself: `tokio/abort/blocking-command-kill`.
/// <https://docs.rs/tokio/latest/tokio/process/struct.Command.html#caveats>,
/// <https://github.com/tokio-rs/tokio/issues/2685>
#[case(
    "drop/blocking-zombie",
    Killed,
    Reap,
    starts = beats_alone,
    out_of_process(),
    breaking_its_invariant(),
    on_demand(),
    instead("processes/abort/parked-sigterm")
)]
pub fn blocking_zombie(stage: &Stage) {
    let runtime = Builder::new_current_thread().enable_all().build().expect("the runtime starts");
    let mut command = Command::from(stage.worker("beats_alone"));
    let child = runtime.block_on(async { command.kill_on_drop(true).spawn().expect("the worker starts") });
    let process = child.id().expect("it is not waited for yet");

    stage.quick_task().wait();

    stage.request();
    drop(child);
    stage.acknowledge(());

    while state(process).is_some_and(|state| state != 'Z') {
        thread::sleep(stage.interval());
    }
    drop(runtime);
    stage.invariant(state(process).is_none());
}

/// The state of a process: `Z` is a zombie's. `None` if there is no process with that number.
pub(crate) fn state(process: u32) -> Option<char> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name before it is in brackets, and may contain some.
    stat.rsplit_once(") ")?.1.chars().next()
}

/// The `main` of each worker, which looks for no request.
#[worker]
#[expect(clippy::needless_pass_by_value, reason = "a worker owns its pulse, whose drop is the halt")]
pub fn beats_alone(pulse: Pulse) {
    loop {
        pulse.beat();
        thread::sleep(pulse.interval());
    }
}
