//! `polite_child` and `child_with_grace`: commands that heed, ignore, leave something behind, or are left.

use std::{fs, process::Command};

use rustix::process::{Pid, Signal, getpid, kill_process, set_child_subreaper};

use crate::{
    program::{HOUR, Program, becomes, mark, marked, nothing_is_left},
    said,
    terminal::Terminal,
};

const POLITE: &str = env!("CARGO_BIN_EXE_polite_child");
const CHILD: &str = env!("CARGO_BIN_EXE_child_with_grace");

/// A file that is not there yet: a shell makes it when it is ready.
fn absent(mark: &str) -> String {
    let path = format!("{}/ready-{mark}", env!("CARGO_TARGET_TMPDIR"));
    let _ = fs::remove_file(&path);
    path
}

/// A command that ends in time gives all of its output, however much, and its own status.
#[test]
fn the_polite_child_ends_in_time() {
    let script = "i=0; while [ $i -lt 20000 ]; do echo a line of some length; i=$((i+1)); done; exit 7";
    let (lines, code) = Program::start(POLITE, &[HOUR, HOUR, "sh", "-c", script]).end();
    assert_eq!((lines.len(), code), (20_000, Some(7)));
}

/// One that does not gets SIGTERM, and what it says then is read too.
#[test]
fn the_polite_child_heeds_sigterm() {
    let script = "trap 'echo bye; exit 7' TERM; echo hello; while :; do sleep 0.01; done";
    let program = Program::start(POLITE, &["3000", HOUR, "sh", "-c", script]);
    assert_eq!(program.end(), (said(&["hello", "bye"]), Some(7)));
}

/// One that ignores SIGTERM gets SIGKILL after the grace, and what it has said is read.
#[test]
fn the_polite_child_ignores_sigterm() {
    let script = "trap '' TERM; echo hello; while :; do sleep 0.01; done";
    let program = Program::start(POLITE, &["3000", "500", "sh", "-c", script]);
    assert_eq!(program.end(), (said(&["hello"]), Some(128 + 9)));
}

/// Ctrl-C, SIGTERM and a terminal that closes do the same before the limit is over.
#[test]
fn the_polite_child_is_asked() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let ready = absent(&mark("asked"));
        let script = format!("trap 'echo bye; exit 7' TERM; : > {ready}; while :; do sleep 0.01; done");
        let program = Program::start(POLITE, &[HOUR, HOUR, "sh", "-c", &script]);
        becomes("it has begun", || fs::exists(&ready).is_ok_and(|it| it));
        program.signal(signal);
        assert_eq!(program.end(), (said(&["bye"]), Some(7)));
    }
    // In a terminal the command gets Ctrl-C and the terminal's end too.
    let heedless = "trap '' INT HUP; trap 'exit 7' TERM; echo begun >&2; while :; do sleep 0.01; done";
    let mut terminal = Terminal::start(POLITE, &[HOUR, HOUR, "sh", "-c", heedless]);
    terminal.until("begun");
    assert_eq!(terminal.close(), Some(7));
    let mut terminal = Terminal::start(POLITE, &[HOUR, HOUR, "sh", "-c", heedless]);
    terminal.until("begun");
    terminal.press_ctrl_c();
    assert_eq!(terminal.end(), Some(7));
}

/// A process that keeps the command's output open holds it up no longer than a grace.
///
/// It does not end what the command has started; `child_with_grace` does.
#[test]
fn the_polite_child_leaves_others_behind() {
    let mark = mark("others");
    let script = format!("sleep 600.{mark} & echo hello");
    let program = Program::start(POLITE, &[HOUR, "300", "sh", "-c", &script]);
    assert_eq!(program.end(), (said(&["hello"]), Some(0)));
    end_what_is_left(&mark);
}

/// SIGKILL of it leaves the command running; `child_with_grace` does not.
#[test]
fn the_polite_child_is_left_behind() {
    let mark = mark("polite-kill");
    let mut program = Program::start(POLITE, &[HOUR, HOUR, "sleep", &format!("600.{mark}")]);
    all_have_begun(&mark);
    program.signal(Signal::KILL);
    program.status();
    end_what_is_left(&mark);
}

/// On Ctrl-C, SIGTERM and a terminal that closes the command and all of its group get SIGTERM.
#[test]
fn the_group_heeds_sigterm() {
    let mark = mark("heeds");
    let script = format!("trap 'echo bye; exit 7' TERM; sleep 600.{mark} & echo ready; wait");
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let program = begun(&script, &mark);
        program.signal(signal);
        assert_eq!(program.end(), (said(&["bye"]), Some(7)));
        nothing_is_left(&mark);
    }
    let mut terminal = Terminal::start(CHILD, &[HOUR, "sh", "-c", &script]);
    terminal.until("ready");
    all_have_begun(&mark);
    terminal.press_ctrl_c();
    terminal.until("bye");
    assert_eq!(terminal.end(), Some(7));
    nothing_is_left(&mark);

    let mut terminal = Terminal::start(CHILD, &[HOUR, "sh", "-c", &script]);
    terminal.until("ready");
    all_have_begun(&mark);
    assert_eq!(terminal.close(), Some(7));
    nothing_is_left(&mark);
}

/// In a container whose first process waits for nobody the group ends as quickly.
#[test]
fn the_group_needs_no_init() {
    // What is orphaned becomes this process's child, which does not wait for it: it stays a zombie.
    set_child_subreaper(Some(getpid())).expect("Linux has it");
    let mark = mark("orphans");
    let script = format!("sleep 600.{mark} & echo ready; wait");
    let program = begun(&script, &mark);
    program.signal(Signal::TERM);
    assert_eq!(program.end().1, Some(128 + 15));
    // What the command has left behind, it ends too.
    let script = format!("sleep 600.{mark} & exit 7");
    assert_eq!(Program::start(CHILD, &[HOUR, "sh", "-c", &script]).end().1, Some(7));
    nothing_is_left(&mark);
}

/// What is left of the group at the deadline gets SIGKILL.
#[test]
fn the_group_ignores_sigterm() {
    let mark = mark("ignores");
    // What is ignored is inherited by the sleeps.
    let script = format!("trap '' TERM; sleep 600.{mark} & echo ready; sleep 600.{mark}; sleep 600.{mark}");
    let mut program = Program::start(CHILD, &["200", "sh", "-c", &script]);
    program.until("ready");
    program.signal(Signal::TERM);
    assert_eq!(program.end().1, Some(128 + 9));
    nothing_is_left(&mark);
}

/// What a command leaves behind in its group gets SIGTERM when the command has ended, and has the deadline too.
#[test]
fn the_group_has_the_deadline_when_the_command_has_ended() {
    let mark = mark("leaves");
    // The one that cleans up is ready before the command ends, and cleans up for longer than that takes.
    let ready = absent(&mark);
    let cleans =
        format!("trap 'sleep 0.5; echo cleaned up; exit' TERM; : > {ready}; while :; do sleep 0.01; done");
    let script = format!("sh -c \"{cleans}\" & until [ -e {ready} ]; do sleep 0.01; done; exit 7");
    let program = Program::start(CHILD, &[HOUR, "sh", "-c", &script]);
    assert_eq!(program.end(), (said(&["cleaned up"]), Some(7)));
    nothing_is_left(&mark);
}

/// SIGKILL of it does the same as Ctrl-C.
#[test]
fn the_group_does_not_outlive_sigkill() {
    let mark = mark("killed");
    let script = format!("trap 'echo bye; exit 7' TERM; sleep 600.{mark} & echo ready; wait");
    let mut program = begun(&script, &mark);
    program.signal(Signal::KILL);
    program.until("bye");
    nothing_is_left(&mark);

    let stubborn = format!("trap '' TERM; sleep 600.{mark} & echo ready; wait");
    let mut program = Program::start(CHILD, &["200", "sh", "-c", &stubborn]);
    program.until("ready");
    program.signal(Signal::KILL);
    nothing_is_left(&mark);
}

/// A command that is stopped, or that reads from the terminal, ends too.
#[test]
fn the_group_ends_when_it_is_stopped() {
    let mark = mark("stopped");
    let script = format!("sleep 600.{mark} & echo ready; kill -STOP $$");
    let program = begun(&script, &mark);
    program.signal(Signal::INT);
    assert_eq!(program.end().1, Some(128 + 15));
    nothing_is_left(&mark);

    // In the background a read of the terminal stops who reads.
    let mut terminal = Terminal::start(CHILD, &[HOUR, "sh", "-c", "echo ready; read line < /dev/tty"]);
    terminal.until("ready");
    terminal.press_ctrl_c();
    assert_eq!(terminal.end(), Some(128 + 15));
}

/// The command has no input.
#[test]
fn the_group_has_no_input() {
    let script = format!("echo hello | {CHILD} 1000 cat; echo end");
    assert_eq!(Program::of(Command::new("sh").args(["-c", &script])).end().0, said(&["end"]));
}

/// A process that has left the group, by `setsid`, goes on.
#[test]
fn the_group_can_be_left() {
    let mark = mark("setsid");
    let ready = absent(&mark);
    let leaves = format!(": > {ready}; exec sleep 600.{mark} > /dev/null");
    let script = format!("setsid sh -c '{leaves}' & until [ -e {ready} ]; do sleep 0.01; done");
    assert_eq!(Program::start(CHILD, &["300", "sh", "-c", &script]).end().1, Some(0));
    end_what_is_left(&mark);
}

/// SIGKILL of it and of its keeper leaves the command running.
#[test]
fn the_group_outlives_its_keeper() {
    let mark = mark("keeper");
    let mut program = Program::start(CHILD, &[HOUR, "sleep", &format!("600.{mark}")]);
    all_have_begun(&mark);
    let children = format!("/proc/{0}/task/{0}/children", program.pid().as_raw_pid());
    let keeper = fs::read_to_string(children).expect("it runs").trim().parse().expect("one child");
    kill_process(Pid::from_raw(keeper).expect("a process"), Signal::KILL).expect("it runs");
    program.status();
    end_what_is_left(&mark);
}

/// A group whose command is ready, and whose sleep is one.
fn begun(script: &str, mark: &str) -> Program {
    let mut program = Program::start(CHILD, &[HOUR, "sh", "-c", script]);
    program.until("ready");
    all_have_begun(mark);
    program
}

/// Waits until the sleep is one: between `fork` and `exec` it is still the shell, with the shell's handler, and a SIGTERM
/// that comes then is lost.
fn all_have_begun(mark: &str) {
    becomes("it sleeps", || !marked(mark).is_empty());
}

fn end_what_is_left(mark: &str) {
    let left = marked(mark);
    assert!(!left.is_empty(), "nothing is left");
    for process in left {
        kill_process(process, Signal::KILL).expect("it is left");
    }
}
