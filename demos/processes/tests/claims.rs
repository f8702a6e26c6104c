//! What the cases' comments say of all or of any, tried with what nobody thinks of first.
#![cfg(target_os = "linux")]

use std::{
    fs,
    os::unix::process::ExitStatusExt,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

/// Far longer than anything here takes, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A shell, once it has done this and said so.
fn shell(script: &str) -> Child {
    let mut shell = Command::new("sh");
    let mut shell = shell
        .args(["-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the shell starts");
    let mut said = [0; 6];
    let output = shell.stdout.as_mut().expect("it is a pipe");
    std::io::Read::read_exact(output, &mut said).expect("it says so");
    assert_eq!(&said, b"ready\n");
    shell
}

/// The letter of a process's state; none if there is no such process.
fn state(process: u32) -> Option<char> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("State:"))?.trim().chars().next()
}

fn becomes(process: u32, expected: Option<char>) {
    let begun = Instant::now();
    while state(process) != expected {
        assert!(begun.elapsed() < PATIENCE, "{process} is {:?}, not {expected:?}", state(process));
        thread::sleep(Duration::from_millis(5));
    }
}

/// "SIGKILL … ends the process whatever it does": it ignores all signals, it is stopped, it waits, or computes.
#[test]
fn sigkill_ends_a_process_whatever_it_does() {
    let ignores = "trap '' HUP INT QUIT TERM USR1 USR2 ALRM PIPE CHLD; echo ready; while :; do :; done";
    let mut ignores = shell(ignores);
    kill_process(Pid::from_child(&ignores), Signal::TERM).expect("it runs");
    let mut stopped = shell("echo ready; while :; do :; done");
    kill_process(Pid::from_child(&stopped), Signal::STOP).expect("it runs");
    becomes(stopped.id(), Some('T'));
    let mut waits = shell("echo ready; read line");
    for process in [&mut ignores, &mut stopped, &mut waits] {
        process.kill().expect("it is ours");
        assert_eq!(process.wait().expect("it is ours").signal(), Some(9));
    }
}

/// "SIGTERM ends a process at once that neither handles, ignores nor blocks it": one that ignores it goes on, also after
/// `exec`, and "one that is stopped ends when it goes on".
#[test]
fn sigterm_waits_for_one_that_is_stopped_and_not_for_one_that_ignores_it() {
    let mut ignores = shell("trap '' TERM; echo ready; exec cat");
    kill_process(Pid::from_child(&ignores), Signal::TERM).expect("it runs");
    let mut stopped = shell("echo ready; exec cat");
    kill_process(Pid::from_child(&stopped), Signal::STOP).expect("it runs");
    becomes(stopped.id(), Some('T'));
    kill_process(Pid::from_child(&stopped), Signal::TERM).expect("it is there");
    thread::sleep(Duration::from_millis(50));
    let after_term = state(stopped.id());
    // Before any assertion, so that none leaves it behind, stopped.
    kill_process(Pid::from_child(&stopped), Signal::CONT).expect("it is there");
    assert_eq!(after_term, Some('T'));
    assert_eq!(stopped.wait().expect("it is ours").signal(), Some(15));
    // It ends with its input, and by no signal.
    assert_eq!(ignores.wait().expect("it is ours").code(), Some(0));
}

/// "std's `Child` that is dropped stays a zombie once it ends": for as long as its parent lives, and does not wait for it.
#[test]
fn a_child_of_std_that_is_dropped_stays_a_zombie() {
    let child = shell("echo ready");
    let (number, process) = (child.id(), Pid::from_child(&child));
    drop(child);
    becomes(number, Some('Z'));
    thread::sleep(Duration::from_millis(100));
    assert_eq!(state(number), Some('Z'));
    rustix::process::waitpid(Some(process), rustix::process::WaitOptions::empty()).expect("it is ours");
    becomes(number, None);
}
