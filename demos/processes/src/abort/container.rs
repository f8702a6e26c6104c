//! The first process of a container, which the system spares signals that it does not handle.
//!
//! A case starts a program as process 1 of a new PID namespace, which is what a container is to signals, waits for a quick
//! task, and then sends that program a SIGTERM from outside, as `docker stop` does. The program is a shell script that
//! prints a line once a beat. A thread of the case reads them, owns the pulse, and calls `beat()`, "I'm still standing",
//! for each; the end of the output is the end of the container, and the drop of the pulse is the halt. `stage.request()`
//! stamps the instant before the signal; `stage.acknowledge(x)` stamps the instant after the API has returned `x`.
//!
//! To play one case as a story: `cargo run -p demo-processes -- story abort/blocking-pid1`

use std::{
    fs,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    thread::{self, JoinHandle},
};

use rustix::process::{Pid, Signal, kill_process};
use still_standing::{Stage, case};

/// SIGTERM does nothing to process 1 of a container that has no handler for it.
///
/// Any other process would end. The system gives process 1 of a namespace only the signals that it handles, so that nothing
/// ends a whole container by accident, and `kill` succeeds all the same. `docker stop` then waits ten seconds and sends
/// SIGKILL, which works from outside. SIGINT, so Ctrl-C, is spared in the same way. A handler helps:
/// `processes/abort/blocking-pid1-handled`; so does a small process 1 that passes signals on, as `docker run --init` has.
/// <https://man7.org/linux/man-pages/man7/pid_namespaces.7.html>,
/// <https://github.com/rustdesk/rustdesk-server/issues/36>, <https://github.com/zhaofengli/attic/issues/277>
#[case("abort/blocking-pid1", StillStanding, needing(pid_namespaces), instead = blocking_pid1_handled)]
pub fn blocking_pid1(stage: &Stage) {
    let container = Container::start("", stage);

    stage.quick_task().wait();

    stage.request();
    let sent = kill_process(container.init, Signal::TERM);
    stage.acknowledge(sent);
}

/// SIGTERM ends process 1 of a container that handles it.
///
/// The handler is one line of the script here, and `tokio::signal` or `signal-hook` in Rust. With process 1 everything else
/// in its namespace is killed. Without a handler the signal does nothing: `processes/abort/blocking-pid1`.
/// <https://man7.org/linux/man-pages/man7/pid_namespaces.7.html>,
/// <https://docs.docker.com/reference/cli/docker/container/stop/>
#[case("abort/blocking-pid1-handled", Stopped, Polled, needing(pid_namespaces))]
pub fn blocking_pid1_handled(stage: &Stage) {
    let mut container = Container::start("trap 'exit 0' TERM; ", stage);

    stage.quick_task().wait();

    stage.request();
    kill_process(container.init, Signal::TERM).expect("it is there, and ours");
    let ended = container.unshare.wait();
    stage.acknowledge((ended, container.reader.join()));
}

/// A program in a PID namespace of its own.
struct Container {
    /// Waits for process 1, which is killed with it.
    unshare: Child,
    /// The number that process 1 has outside.
    init: Pid,
    reader: JoinHandle<()>,
}

impl Container {
    /// Starts the script, with something before its loop.
    fn start(before: &str, stage: &Stage) -> Self {
        // It ends when nobody reads any more, so with the case.
        let script =
            format!("{before}while echo standing; do sleep {}; done", stage.interval().as_secs_f64());
        let mut command = unshare();
        command.args(["sh", "-c", &script]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut unshare = command.spawn().expect("unshare starts");
        let mut output = BufReader::new(unshare.stdout.take().expect("it is a pipe"));
        // The script runs, and has its handler, once it has printed a line.
        output.read_line(&mut String::new()).expect("the script prints text");
        let id = unshare.id();
        let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).expect("Linux has it");
        let init = children.trim().parse().ok().and_then(Pid::from_raw).expect("it has one child");
        let pulse = stage.pulse();
        let reader = thread::spawn(move || {
            for _line in output.lines() {
                pulse.beat();
            }
        });
        Self { unshare, init, reader }
    }
}

/// `unshare`, which makes the namespace and starts what is said next as its process 1.
fn unshare() -> Command {
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--pid", "--fork", "--kill-child"]);
    command
}

/// What the case needs: a system that lets this user make a PID namespace.
fn pid_namespaces() -> Result<(), String> {
    match unshare().arg("true").stderr(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => {
            Err("this system lets no user make a PID namespace: `unshare --user --pid` fails".to_owned())
        }
        Err(error) => Err(format!("`unshare`, of util-linux, does not start: {error}")),
    }
}
