//! The parent dies, and its child is left: how a child learns of it.
//!
//! A case starts a parent, a shell here, which starts the infinite task in a process of its own; waits for a quick one; and
//! then kills the parent. The process of the infinite task runs the function below the case. It owns a pulse and calls
//! `beat()`, "I'm still standing", once a turn. Dropping the pulse is the end that is measured: the halt.
//! `stage.request()` stamps the instant before the signal; `stage.acknowledge(x)` stamps the instant after the parent has
//! ended with `x`.
//!
//! To play one case as a story: `cargo run -p demo-processes -- story drop/blocking-parent-killed`

use std::{
    env,
    io::pipe,
    os::unix::process::parent_id,
    process::{self, Command, Stdio},
};

use rustix::process::{Pid, Signal, kill_process, set_parent_process_death_signal};
use still_standing::{Pulse, Stage, case, worker};

use crate::{channel::reads_its_input, drop::works_alone};

/// A child outlives a parent that is killed by SIGKILL.
///
/// So a sidecar outlives its app. The system gives its children another parent; it ends those of a container's process 1
/// only. No handler and no destructor of the parent runs, so whatever keeps the child from staying must be in the child,
/// or in the system. It can ask for a signal: `processes/drop/blocking-pdeathsig-checked`; or read a pipe that only its
/// parent writes to: `processes/drop/parked-parent-pipe`. <https://man7.org/linux/man-pages/man2/_exit.2.html>,
/// <https://github.com/tauri-apps/tauri/issues/1896>
#[case(
    "drop/blocking-parent-killed",
    StillStanding,
    starts = works_alone,
    out_of_process(),
    instead = parked_parent_pipe
)]
pub fn blocking_parent_killed(stage: &Stage) {
    let mut parent = parent_of("works_alone", stage).spawn().expect("the shell starts");

    stage.quick_task().wait();

    stage.request();
    parent.kill().expect("the shell is there, and ours");
    stage.acknowledge(parent.wait());
}

/// A child outlives a parent that ends by SIGHUP, the signal of a terminal that is closed.
///
/// The terminal's driver sends SIGHUP to the group in its foreground, so that a child in another group, as one that was
/// started with `process_group(0)`, gets none. Here the parent alone gets it. What helps is the same:
/// `processes/drop/parked-parent-pipe`.
/// <https://man7.org/linux/man-pages/man7/signal.7.html>, <https://github.com/tauri-apps/tauri/issues/14360>
#[case(
    "drop/blocking-parent-hung-up",
    StillStanding,
    starts = works_alone,
    out_of_process(),
    instead = parked_parent_pipe
)]
pub fn blocking_parent_hung_up(stage: &Stage) {
    let mut parent = parent_of("works_alone", stage).spawn().expect("the shell starts");

    stage.quick_task().wait();

    stage.request();
    kill_process(Pid::from_child(&parent), Signal::HUP).expect("the shell is there, and ours");
    stage.acknowledge(parent.wait());
}

/// A child that asked for a death signal, and looked whether its parent was still there, ends with its parent.
///
/// The parent may end before the child has asked, and then no signal comes: so the child is told whose child it is, and
/// compares. The signal has no handler here, so no destructor runs. It comes when the *thread* ends that started the
/// child: `processes/drop/blocking-pdeathsig`; this parent has one thread. Without it the child goes on:
/// `processes/drop/blocking-parent-killed`. <https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html>,
/// <https://github.com/tauri-apps/tauri/issues/1896>
#[case(
    "drop/blocking-pdeathsig-checked",
    Killed,
    Reap,
    starts = dies_with_its_parent,
    out_of_process(),
    losing(Loss::Some),
    instead = parked_parent_pipe
)]
pub fn blocking_pdeathsig_checked(stage: &Stage) {
    let mut parent = parent_of("dies_with_its_parent", stage).spawn().expect("the shell starts");

    stage.quick_task().wait();

    stage.request();
    parent.kill().expect("the shell is there, and ours");
    stage.acknowledge(parent.wait());
}

/// The `main` of that child.
#[worker]
pub fn dies_with_its_parent(pulse: Pulse) {
    let parent = env::var("PARENT").ok().and_then(|id| id.parse().ok());
    set_parent_process_death_signal(Some(Signal::TERM)).expect("Linux has it");
    // The parent may have ended before the line above.
    if parent != Some(parent_id()) {
        process::exit(1);
    }
    works_alone(pulse);
}

/// A child that reads a pipe to which only its parent can write learns of the parent's end, and cleans up.
///
/// Whatever the parent dies of, the system closes its pipes, and the child reads the end of its input. It needs nothing
/// of Linux's own. Nobody else may have the writing end: a sibling that has inherited it keeps the pipe open. Without it
/// the child goes on: `processes/drop/blocking-parent-killed`. <https://man7.org/linux/man-pages/man7/pipe.7.html>,
/// <https://github.com/tauri-apps/tauri/issues/1896>
#[case(
    "drop/parked-parent-pipe",
    Stopped,
    Wake,
    starts = reads_its_input,
    out_of_process(),
    losing(Loss::None)
)]
pub fn parked_parent_pipe(stage: &Stage) {
    let (reader, writer) = pipe().expect("the system has a pipe");
    let mut parent = parent_of("reads_its_input", stage);
    // The shell lends its input to its child, and keeps the other end of the pipe as its own output.
    let mut shell = parent.stdin(reader).stdout(writer).spawn().expect("the shell starts");
    drop(parent);

    stage.quick_task().wait();

    stage.request();
    shell.kill().expect("the shell is there, and ours");
    stage.acknowledge(shell.wait());
}

/// A shell that starts a worker of this program as its child, and waits for it.
fn parent_of(worker: &str, stage: &Stage) -> Command {
    let worker = stage.worker(worker);
    let mut shell = Command::new("sh");
    stage.lend_to(&mut shell);
    // With one more command to run, the shell does not turn into the worker by `exec`.
    let script = r#"PARENT=$$ "$0" "$@" >/dev/null; true"#;
    shell.args(["-c", script]).arg(worker.get_program()).args(worker.get_args());
    shell.stdin(Stdio::null()).stdout(Stdio::null());
    shell
}
