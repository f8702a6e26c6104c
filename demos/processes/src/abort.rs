//! Stopping by aborting: the system ends the other process, or stops it, from outside.
//!
//! A case starts an infinite task in a process of its own, waits for a quick one, and then asks the
//! infinite task to stop. That process runs the function below the case. It owns a pulse and calls
//! `beat()`, "I'm still standing", once a turn. Dropping the pulse is the end that is measured: the halt.
//! `stage.request()` stamps the instant before the call that asks for the stop; `stage.acknowledge(x)`
//! stamps the instant after the API has returned `x`, when the caller takes the task to have ended.
//!
//! To play one case as a story: `cargo run -p demo-processes -- story abort/blocking-sigkill`

pub mod crowd;
pub mod lock;
pub mod memory;

use std::{
    io::{Read, Write},
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

use rustix::{
    event::{PollFd, PollFlags, poll},
    process::{Pid, PidfdFlags, Signal, WaitOptions, kill_process, kill_process_group, pidfd_open, waitpid},
    thread::{Timespec, nanosleep},
};
use signal_hook::{consts::SIGTERM, flag};
use still_standing::{Pulse, Stage, case, worker};

/// SIGKILL, which std's `Child::kill` sends, ends the process whatever it does.
///
/// No destructor runs, and the record in hand is lost. Nothing in the worker can prevent the signal or
/// prepare for it. Only the kernel can put it off: a process that waits in it uninterruptibly, as for a disk (state D
/// in `ps`), ends when that wait is over. <https://doc.rust-lang.org/std/process/struct.Child.html#method.kill>
#[case("abort/blocking-sigkill", Killed, Reap, starts = works_on_records, out_of_process(), losing(Loss::Some))]
pub fn blocking_sigkill(stage: &Stage) {
    let mut worker = stage.worker("works_on_records").spawn().expect("no process for the worker");

    stage.quick_task().wait();

    stage.request();
    worker.kill().expect("the worker is there, and ours");
    stage.acknowledge(worker.wait());
}

/// SIGTERM ends a process that has no handler for it at once.
///
/// For work that does not handle the signal, it is the same as SIGKILL: no destructor runs, and the record
/// in hand is lost. <https://man7.org/linux/man-pages/man7/signal.7.html>
#[case("abort/blocking-sigterm", Killed, Reap, starts = works_on_records, out_of_process(), losing(Loss::Some))]
pub fn blocking_sigterm(stage: &Stage) {
    let mut worker = stage.worker("works_on_records").spawn().expect("no process for the worker");

    stage.quick_task().wait();

    stage.request();
    kill_process(Pid::from_child(&worker), Signal::TERM).expect("the worker is there, and ours");
    stage.acknowledge(worker.wait());
}

/// The `main` of a worker that handles no signal.
#[worker]
pub fn works_on_records(pulse: Pulse) {
    pulse.take_record();
    loop {
        pulse.beat();
        thread::sleep(pulse.interval());
        // It takes the next record first, and so has one in hand at any instant.
        pulse.take_record();
        pulse.finish_record();
    }
}

/// A worker whose handler for SIGTERM sets a flag ends when it looks, and cleans up.
///
/// The signal does not end the sleep: std's `sleep` goes back to sleep for the rest of its time. No record
/// is lost. <https://docs.rs/signal-hook/latest/signal_hook/flag/index.html>
#[case("abort/blocking-sigterm-handled", Stopped, Polled, starts = finishes_its_record, out_of_process(), losing(Loss::None))]
pub fn blocking_sigterm_handled(stage: &Stage) {
    let mut worker = stage.worker("finishes_its_record").spawn().expect("no process for the worker");

    stage.quick_task().wait();

    stage.request();
    kill_process(Pid::from_child(&worker), Signal::TERM).expect("the worker is there, and ours");
    stage.acknowledge(worker.wait());
}

/// The `main` of that worker.
#[worker]
pub fn finishes_its_record(pulse: Pulse) {
    let stop = Arc::new(AtomicBool::new(false));
    flag::register(SIGTERM, Arc::clone(&stop)).expect("no handler for the signal");
    while !stop.load(Relaxed) {
        pulse.take_record();
        pulse.beat();
        thread::sleep(pulse.interval());
        pulse.finish_record();
    }
}

/// The same handler ends a sleep that the signal interrupts.
///
/// A sleeping system call returns EINTR when a handler has run, and the worker looks at its flag at once.
/// <https://man7.org/linux/man-pages/man2/nanosleep.2.html>
#[case("abort/parked-sigterm-handled", Stopped, Wake, starts = is_interrupted, out_of_process(), losing(Loss::None))]
pub fn parked_sigterm_handled(stage: &Stage) {
    let mut worker = stage.worker("is_interrupted").spawn().expect("no process for the worker");

    stage.quick_task().wait();

    stage.request();
    kill_process(Pid::from_child(&worker), Signal::TERM).expect("the worker is there, and ours");
    stage.acknowledge(worker.wait());
}

/// The `main` of that worker.
#[worker]
pub fn is_interrupted(pulse: Pulse) {
    let stop = Arc::new(AtomicBool::new(false));
    flag::register(SIGTERM, Arc::clone(&stop)).expect("no handler for the signal");
    let interval = Timespec::try_from(pulse.interval()).expect("an interval of a few years at most");
    while !stop.load(Relaxed) {
        pulse.take_record();
        pulse.beat();
        let _ = nanosleep(&interval);
        pulse.finish_record();
    }
}

/// SIGSTOP stops a process without ending it, and SIGCONT lets it go on where it stood.
///
/// The process cannot handle SIGSTOP either. A stopped process keeps its memory, its locks and its files,
/// and a caller that takes its silence for its end is wrong.
/// <https://man7.org/linux/man-pages/man7/signal.7.html>
#[case("abort/blocking-sigstop", StillStanding, Wake, starts = works_on_records, out_of_process())]
#[expect(clippy::zombie_processes, reason = "work that is still standing is not waited for")]
pub fn blocking_sigstop(stage: &Stage) {
    let worker = stage.worker("works_on_records").spawn().expect("no process for the worker");
    let worker = Pid::from_child(&worker);

    stage.quick_task().wait();

    stage.request();
    kill_process(worker, Signal::STOP).expect("the worker is there, and ours");
    let said = waitpid(Some(worker), WaitOptions::UNTRACED);
    stage.acknowledge(said);

    // The worker does not beat before it is sent SIGCONT.
    thread::sleep(5 * stage.interval());
    kill_process(worker, Signal::CONT).expect("the worker is there, and ours");
}

/// Killing a shell leaves the command that it runs standing.
///
/// A signal goes to one process. The shell can't pass SIGKILL on to its child, and Linux gives the child to
/// another parent. That the shell has been waited for says nothing about its child.
/// <https://man7.org/linux/man-pages/man2/kill.2.html>
#[case("abort/blocking-grandchild", StillStanding, Reap, starts = works_on_records, out_of_process())]
pub fn blocking_grandchild(stage: &Stage) {
    let worker = stage.worker("works_on_records");
    let mut shell = Command::new("sh");
    stage.lend_to(&mut shell);
    // With one more command to run, the shell does not turn into the worker by `exec`.
    shell.args(["-c", r#""$0" "$@"; true"#]).arg(worker.get_program()).args(worker.get_args());
    let mut shell = shell.spawn().expect("no process for the shell");

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
#[case("abort/blocking-group", Killed, Reap, starts = works_on_records, out_of_process(), losing(Loss::Some))]
pub fn blocking_group(stage: &Stage) {
    let worker = stage.worker("works_on_records");
    let mut shell = Command::new("sh");
    stage.lend_to(&mut shell);
    shell.args(["-c", r#""$0" "$@"; true"#]).arg(worker.get_program()).args(worker.get_args());
    let mut shell = shell.process_group(0).spawn().expect("no process for the shell");

    stage.quick_task().wait();

    stage.request();
    kill_process_group(Pid::from_child(&shell), Signal::KILL).expect("the group is there, and ours");
    stage.acknowledge(shell.wait());
}

/// A ladder of requests, each with a deadline, ends a process that ignores the polite ones.
///
/// Close its input, then SIGTERM, then SIGKILL, each a beat after the one before. The acknowledgement says when
/// each rung was reached. The last one can't be ignored, and cleans nothing up. A worker that heeds SIGTERM never
/// sees it: `processes/abort/blocking-escalate-heeded`.
/// <https://www.freedesktop.org/software/systemd/man/latest/systemd.kill.html>
#[case("abort/blocking-escalate", Killed, Timer, starts = ignores_sigterm, out_of_process(), losing(Loss::Some))]
pub fn blocking_escalate(stage: &Stage) {
    let mut worker = stage.worker("ignores_sigterm");
    let mut worker = worker.stdin(Stdio::piped()).spawn().expect("no process for the worker");
    let input = worker.stdin.take();
    let grace = stage.interval();

    stage.quick_task().wait();

    stage.request();
    let asked = Instant::now();
    drop(input);
    let mut rungs = vec![("end of input", asked.elapsed())];
    if !ends_within(grace, &worker) {
        kill_process(Pid::from_child(&worker), Signal::TERM).expect("the worker is there, and ours");
        rungs.push(("SIGTERM", asked.elapsed()));
        if !ends_within(grace, &worker) {
            worker.kill().expect("the worker is there, and ours");
            rungs.push(("SIGKILL", asked.elapsed()));
        }
    }
    stage.acknowledge((rungs, worker.wait()));
}

/// The `main` of a worker that handles SIGTERM and then does not look whether it came.
#[worker]
pub fn ignores_sigterm(pulse: Pulse) {
    flag::register(SIGTERM, Arc::default()).expect("no handler for the signal");
    loop {
        pulse.take_record();
        pulse.beat();
        thread::sleep(pulse.interval());
        pulse.finish_record();
    }
}

/// The same ladder ends at its second rung if the worker heeds SIGTERM.
///
/// The worker does not read its input, so it misses the first rung. It finishes its record and ends within its
/// deadline, which is ten beats here: too short a deadline kills work that would have ended well. One that ignores
/// SIGTERM is killed: `processes/abort/blocking-escalate`.
/// <https://www.freedesktop.org/software/systemd/man/latest/systemd.kill.html>
#[case("abort/blocking-escalate-heeded", Stopped, Timer, starts = is_interrupted, out_of_process(), losing(Loss::None))]
pub fn blocking_escalate_heeded(stage: &Stage) {
    let mut worker = stage.worker("is_interrupted");
    let mut worker = worker.stdin(Stdio::piped()).spawn().expect("no process for the worker");
    let input = worker.stdin.take();
    let grace = stage.interval();

    stage.quick_task().wait();

    stage.request();
    let asked = Instant::now();
    drop(input);
    let mut rungs = vec![("end of input", asked.elapsed())];
    if !ends_within(grace, &worker) {
        kill_process(Pid::from_child(&worker), Signal::TERM).expect("the worker is there, and ours");
        rungs.push(("SIGTERM", asked.elapsed()));
        if !ends_within(10 * grace, &worker) {
            worker.kill().expect("the worker is there, and ours");
            rungs.push(("SIGKILL", asked.elapsed()));
        }
    }
    stage.acknowledge((rungs, worker.wait()));
}

/// Waits for the end of a child, but no longer than `grace`. A pidfd is readable when its process has ended, so
/// nothing has to look again and again.
fn ends_within(grace: Duration, child: &Child) -> bool {
    let child =
        pidfd_open(Pid::from_child(child), PidfdFlags::empty()).expect("the child is not waited for yet");
    let grace = Timespec::try_from(grace).expect("a grace of a few years at most");
    poll(&mut [PollFd::new(&child, PollFlags::IN)], Some(&grace)) == Ok(1)
}

/// A caller that reads a dead child's output to its end waits for every other process that can still write to it.
///
/// The shell is dead, and its child has inherited the pipe and holds it open. `Child::wait_with_output` waits in
/// the same way, as does Go's `Cmd.Wait`. If the whole group is killed, the read ends:
/// `processes/abort/stuck-output-group`.
/// <https://doc.rust-lang.org/std/process/struct.Child.html#method.wait_with_output>,
/// <https://github.com/golang/go/issues/23019>
#[case("abort/stuck-output", Hung, Wake)]
pub fn stuck_output(stage: &Stage) {
    // With one more command to run, the shell does not turn into `cat`. That ends with its input, so with us.
    let mut shell = Command::new("sh");
    shell.args(["-c", "cat; true"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut shell = shell.spawn().expect("no process for the shell");
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

/// If the whole group is killed, no process holds the pipe any more, and the read ends.
///
/// With the shell alone dead, the read goes on: `processes/abort/stuck-output`.
/// <https://man7.org/linux/man-pages/man7/pipe.7.html>
#[case("abort/stuck-output-group", Stopped, Wake)]
pub fn stuck_output_group(stage: &Stage) {
    let mut shell = Command::new("sh");
    shell.args(["-c", "cat; true"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut shell = shell.process_group(0).spawn().expect("no process for the shell");
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
