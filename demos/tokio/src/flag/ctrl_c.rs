//! Ctrl-C, to the very end of the program: what a service does after the signal, and what keeps it from ending.
//!
//! A case starts an infinite task in a process of its own, waits for a quick one, and then sends that process a SIGINT, as
//! a terminal does. That process runs the function below the case. It owns a pulse and calls
//! `beat()`, "I'm still standing", once a turn. Dropping the pulse is the end that is measured: the halt.
//! `stage.request()` stamps the instant before the signal; `stage.acknowledge(x)`
//! stamps the instant after the process has ended with `x`.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story flag/blocking-ctrl-c`

use std::{
    io::{BufRead, BufReader},
    process::{ChildStdout, Stdio, exit},
    thread,
    time::Instant,
};

use rustix::process::{Pid, Signal, kill_process};
use still_standing::{Pulse, Stage, case, worker};
use tokio::{
    runtime::{Builder, Runtime},
    select,
    signal::unix::{SignalKind, signal},
    task::spawn_blocking,
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// The ladder of a service: SIGINT, the token, a deadline, and only then `abort`.
///
/// The service is a process of its own, so the signal is a real one. It prints when it reached each rung, and the
/// caller returns that. Its task heeds the token, so the last rung is not reached.
/// <https://tokio.rs/tokio/topics/shutdown>, <https://docs.rs/tokio/latest/tokio/signal/unix/fn.signal.html>
#[case("flag/awaiting-ctrl-c", Stopped, Wake, starts = ends_in_good_order, out_of_process())]
pub fn awaiting_ctrl_c(stage: &Stage) {
    let mut service = stage.worker("ends_in_good_order");
    let service = service.stdout(Stdio::piped()).spawn().expect("the service starts");

    stage.quick_task().wait();

    stage.request();
    interrupt(Pid::from_child(&service));
    let ended = service.wait_with_output().expect("its output is a pipe");
    stage.acknowledge((ended.status, String::from_utf8_lossy(&ended.stdout).trim_end()));
}

/// The `main` of the service.
#[worker]
pub fn ends_in_good_order(pulse: Pulse) {
    let runtime = Builder::new_current_thread().enable_all().build().expect("the runtime starts");
    runtime.block_on(async {
        let mut interrupts = signal(SignalKind::interrupt()).expect("SIGINT can be handled");
        let (token, tracker) = (CancellationToken::new(), TaskTracker::new());
        let deadline = 20 * pulse.interval();
        let task = tracker.spawn({
            let token = token.clone();
            async move {
                loop {
                    pulse.beat();
                    select! {
                        () = token.cancelled() => break,
                        () = sleep(pulse.interval()) => {}
                    }
                }
            }
        });

        interrupts.recv().await;
        let asked = Instant::now();
        token.cancel();
        tracker.close();
        print!("token cancelled after {:?}, ", asked.elapsed());
        match timeout(deadline, tracker.wait()).await {
            Ok(()) => println!("all ended after {:?}", asked.elapsed()),
            Err(_) => {
                task.abort();
                println!("aborted after {:?}", asked.elapsed());
            }
        }
    });
}

/// A service with a blocking closure does not end at its deadline, nor by a second Ctrl-C.
///
/// `main` prints that it cuts the work off, and returns; the runtime is dropped with it, and waits for the closure. The
/// second SIGINT does nothing: tokio's handler stays for the rest of the process, and no task is left that awaits it.
/// Signals without a handler still end it: SIGKILL, and here SIGTERM and SIGQUIT (Ctrl-\). `exit` does too:
/// `tokio/flag/blocking-ctrl-c-exit`, and `shutdown_timeout`: `tokio/flag/blocking-ctrl-c-shutdown-timeout`.
/// <https://docs.rs/tokio/latest/tokio/signal/fn.ctrl_c.html#caveats>, <https://github.com/tokio-rs/tokio/issues/5338>,
/// <https://github.com/tokio-rs/tokio/issues/7905>
#[case(
    "flag/blocking-ctrl-c",
    Hung,
    starts = returns_at_the_deadline,
    out_of_process(),
    on_demand(),
    instead = awaiting_ctrl_c
)]
pub fn blocking_ctrl_c(stage: &Stage) {
    let mut service = stage.worker("returns_at_the_deadline");
    let mut service = service.stdout(Stdio::piped()).spawn().expect("the service starts");
    let mut output = BufReader::new(service.stdout.take().expect("it is a pipe"));

    stage.quick_task().wait();

    stage.request();
    interrupt(Pid::from_child(&service));
    let last_words = next_line(&mut output);
    interrupt(Pid::from_child(&service));
    stage.acknowledge((last_words, service.wait()));
}

/// The `main` of that service, whose end drops the runtime.
#[worker]
pub fn returns_at_the_deadline(pulse: Pulse) {
    let runtime = Runtime::new().expect("the runtime starts");
    runtime.block_on(waits_for_blocking_work(pulse));
}

/// `exit` after the deadline ends the service, although its closure runs.
///
/// It runs the handlers of `atexit`, which have to return, and no destructor on any stack: the closure is cut off where it
/// stands, as by a signal. If `main` returns instead, the runtime waits: `tokio/flag/blocking-ctrl-c`.
/// <https://doc.rust-lang.org/std/process/fn.exit.html>, <https://github.com/tokio-rs/tokio/issues/5338>
#[case(
    "flag/blocking-ctrl-c-exit",
    Killed,
    Deadline,
    starts = exits_at_the_deadline,
    out_of_process(),
    on_demand()
)]
pub fn blocking_ctrl_c_exit(stage: &Stage) {
    let mut service = stage.worker("exits_at_the_deadline");
    let service = service.stdout(Stdio::piped()).spawn().expect("the service starts");

    stage.quick_task().wait();

    stage.request();
    interrupt(Pid::from_child(&service));
    let ended = service.wait_with_output().expect("its output is a pipe");
    stage.acknowledge((ended.status, String::from_utf8_lossy(&ended.stdout).trim_end()));
}

/// The `main` of that service, which does not leave its runtime.
#[worker]
pub fn exits_at_the_deadline(pulse: Pulse) {
    let runtime = Runtime::new().expect("the runtime starts");
    runtime.block_on(async {
        waits_for_blocking_work(pulse).await;
        exit(1);
    });
}

/// `shutdown_timeout` gives up waiting for the closure, and `main` returns.
///
/// The end of `main` is the end of the process, and of the closure with it; no destructor of the closure runs. A `main` by
/// `#[tokio::main]` has no runtime to call it on. Without it the end of `main` waits: `tokio/flag/blocking-ctrl-c`.
/// <https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html#method.shutdown_timeout>,
/// <https://github.com/tokio-rs/tokio/issues/7905>
#[case(
    "flag/blocking-ctrl-c-shutdown-timeout",
    Killed,
    Deadline,
    starts = gives_up_at_the_deadline,
    out_of_process(),
    on_demand()
)]
pub fn blocking_ctrl_c_shutdown_timeout(stage: &Stage) {
    let mut service = stage.worker("gives_up_at_the_deadline");
    let service = service.stdout(Stdio::piped()).spawn().expect("the service starts");

    stage.quick_task().wait();

    stage.request();
    interrupt(Pid::from_child(&service));
    let ended = service.wait_with_output().expect("its output is a pipe");
    stage.acknowledge((ended.status, String::from_utf8_lossy(&ended.stdout).trim_end()));
}

/// The `main` of that service, which has made its runtime by itself.
#[worker]
pub fn gives_up_at_the_deadline(pulse: Pulse) {
    let runtime = Runtime::new().expect("the runtime starts");
    let grace = pulse.interval();
    runtime.block_on(waits_for_blocking_work(pulse));
    runtime.shutdown_timeout(grace);
}

/// What the three services do: on Ctrl-C they give their blocking work one more beat, and say so.
async fn waits_for_blocking_work(pulse: Pulse) {
    let deadline = pulse.interval();
    let mut interrupts = signal(SignalKind::interrupt()).expect("SIGINT can be handled");
    let work = spawn_blocking(move || {
        loop {
            pulse.beat();
            thread::sleep(pulse.interval());
        }
    });
    interrupts.recv().await;
    if timeout(deadline, work).await.is_err() {
        println!("cut off after the deadline");
    }
}

fn interrupt(service: Pid) {
    kill_process(service, Signal::INT).expect("the service is there, and ours");
}

fn next_line(output: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    output.read_line(&mut line).expect("the service writes text");
    line.trim_end().to_owned()
}
