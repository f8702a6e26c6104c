//! Killing a shell that has a child: the shell alone, or the group that both are in.
//!
//! A case starts an infinite task in a process of its own, waits for a quick one, and then asks the
//! infinite task to stop. That process runs `works_on_records`, or is stuck in a read. The work owns a pulse and calls
//! `beat()`, "I'm still standing", once a turn. Dropping the pulse is the end that is measured: the halt.
//! `stage.request()` stamps the instant before the call that asks for the stop; `stage.acknowledge(x)`
//! stamps the instant after the API has returned `x`, when the caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-processes -- story abort/blocking-group`

use std::{
    io::{Read, Write},
    os::unix::process::CommandExt,
    process::{Command, Stdio},
    thread,
};

use rustix::process::{Pid, Signal, kill_process_group};
use still_standing::{Stage, case};

use crate::abort::works_on_records;

/// Killing a shell leaves the command that it runs standing.
///
/// A signal goes to one process, and grandchildren get none. The shell can't pass SIGKILL on to its child, and Linux
/// gives the child to another parent. That the shell has been waited for says nothing about its child.
/// <https://man7.org/linux/man-pages/man2/kill.2.html>, <https://github.com/rust-lang/rust/issues/115241>
#[case(
    "abort/blocking-grandchild",
    StillStanding,
    starts = works_on_records,
    out_of_process(),
    instead = stuck_output_group
)]
pub fn blocking_grandchild(stage: &Stage) {
    let worker = stage.worker("works_on_records");
    let mut shell = Command::new("sh");
    stage.lend_to(&mut shell);
    // With one more command to run, the shell does not turn into the worker by `exec`.
    shell.args(["-c", r#""$0" "$@"; true"#]).arg(worker.get_program()).args(worker.get_args());
    let mut shell = shell.spawn().expect("the shell starts");

    stage.quick_task().wait();

    stage.request();
    shell.kill().expect("the shell is there, and ours");
    stage.acknowledge(shell.wait());
}

/// Killing the process group of the shell ends its child too.
///
/// `process_group(0)` makes the shell the leader of a new group, and its children belong to that unless they
/// leave it. The wait is for the shell alone: its child has been killed too, but may still be exiting.
/// <https://doc.rust-lang.org/std/os/unix/process/trait.CommandExt.html#tymethod.process_group>
#[case(
    "abort/blocking-group",
    Killed,
    Reap,
    starts = works_on_records,
    out_of_process(),
    losing(Loss::Some),
    instead = crate::abort::ladder::blocking_escalate_heeded
)]
pub fn blocking_group(stage: &Stage) {
    let worker = stage.worker("works_on_records");
    let mut shell = Command::new("sh");
    stage.lend_to(&mut shell);
    shell.args(["-c", r#""$0" "$@"; true"#]).arg(worker.get_program()).args(worker.get_args());
    let mut shell = shell.process_group(0).spawn().expect("the shell starts");

    stage.quick_task().wait();

    stage.request();
    kill_process_group(Pid::from_child(&shell), Signal::KILL).expect("the group is there, and ours");
    stage.acknowledge(shell.wait());
}

/// A caller that reads a dead child's output to its end waits for every other process that can still write to it.
///
/// The shell is dead, and its child has inherited the pipe and holds it open. `Child::wait_with_output` waits in the
/// same way, as does Go's `Cmd.Wait`, unless its `WaitDelay` is set (from Go 1.20 on). If the whole group is killed,
/// the read ends: `processes/abort/stuck-output-group`.
/// <https://doc.rust-lang.org/std/process/struct.Child.html#method.wait_with_output>,
/// <https://github.com/golang/go/issues/23019>
#[case("abort/stuck-output", Hung, instead = stuck_output_group)]
pub fn stuck_output(stage: &Stage) {
    // With one more command to run, the shell does not turn into `cat`. That ends with its input, so with us.
    let mut shell = Command::new("sh");
    shell.args(["-c", "cat; true"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut shell = shell.spawn().expect("the shell starts");
    let mut input = shell.stdin.take().expect("it is a pipe");
    let mut output = shell.stdout.take().expect("it is a pipe");
    // `cat` runs, and holds the pipe, once it has answered.
    input.write_all(b"here").expect("cat is there");
    output.read_exact(&mut [0; 4]).expect("cat answers");
    let pulse = stage.pulse();
    let reader = thread::spawn(move || {
        pulse.last_beat();
        output.read_to_end(&mut Vec::new())
    });

    stage.quick_task().wait();

    stage.request();
    shell.kill().expect("the shell is there, and ours");
    let status = shell.wait();
    stage.acknowledge((status, reader.join()));
}

/// If the whole group is killed, none of it holds the pipe any more, and the read ends.
///
/// A process that has left the group, as by `setsid`, would still hold it. With the shell alone dead, the read goes on:
/// `processes/abort/stuck-output`. <https://man7.org/linux/man-pages/man7/pipe.7.html>
#[case("abort/stuck-output-group", Stopped, Wake)]
pub fn stuck_output_group(stage: &Stage) {
    let mut shell = Command::new("sh");
    shell.args(["-c", "cat; true"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut shell = shell.process_group(0).spawn().expect("the shell starts");
    let mut input = shell.stdin.take().expect("it is a pipe");
    let mut output = shell.stdout.take().expect("it is a pipe");
    // `cat` runs, and holds the pipe, once it has answered.
    input.write_all(b"here").expect("cat is there");
    output.read_exact(&mut [0; 4]).expect("cat answers");
    let pulse = stage.pulse();
    let reader = thread::spawn(move || {
        pulse.last_beat();
        output.read_to_end(&mut Vec::new())
    });

    stage.quick_task().wait();

    stage.request();
    kill_process_group(Pid::from_child(&shell), Signal::KILL).expect("the group is there, and ours");
    let status = shell.wait();
    stage.acknowledge((status, reader.join()));
}
