//! `ctrl_c_ladder` and `bounded_main`: a service that is asked, that fails, and that blocks.

use std::{
    fs::{self, File},
    io::{Write, pipe},
    os::fd::OwnedFd,
    process::{Command, Stdio},
};

use rustix::{io::ioctl_fionbio, process::Signal};

use crate::{
    program::{HOUR, Program, becomes, ended},
    said,
    terminal::Terminal,
};

const LADDER: &str = env!("CARGO_BIN_EXE_ctrl_c_ladder");
const BOUNDED: &str = env!("CARGO_BIN_EXE_bounded_main");

/// Ctrl-C, SIGTERM and a terminal that closes ask the service to stop, and it ends in good order, with 0.
#[test]
fn the_ladder_is_asked() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let mut program = Program::start(LADDER, &[HOUR]);
        program.until("serving");
        program.signal(signal);
        assert_eq!(program.end(), (said(&["stopping", "stopped in good order"]), Some(0)));
    }
    let mut terminal = Terminal::start(LADDER, &[HOUR]);
    terminal.until("serving");
    terminal.press_ctrl_c();
    terminal.until("stopped in good order");
    assert_eq!(terminal.end(), Some(0));

    let mut terminal = Terminal::start(LADDER, &[HOUR]);
    terminal.until("serving");
    assert_eq!(terminal.close(), Some(0));
}

/// At the deadline it ends with 124, also while a blocking closure runs, while every worker computes, and while nobody
/// reads its output.
///
/// What is cut off does not clean up.
#[test]
fn the_ladder_has_a_deadline() {
    for hard in ["stubborn", "blocking", "computing"] {
        let mut program = Program::start(LADDER, &["300", hard]);
        program.until("serving");
        program.signal(Signal::INT);
        let (lines, code) = program.end();
        assert!(!lines.contains(&"stopped in good order".to_owned()), "{hard}: {lines:?}");
        assert_eq!(code, Some(124), "{hard}");
    }

    let (_unread, mut full) = pipe().expect("a pipe");
    ioctl_fionbio(&full, true).expect("it is a pipe");
    while full.write(&[b'.'; 4096]).is_ok() {}
    ioctl_fionbio(&full, false).expect("it is a pipe");
    let output = File::from(OwnedFd::from(full));
    let mut process = Command::new(LADDER).arg("300").stdout(Stdio::from(output)).spawn().expect("it starts");
    becomes("it handles SIGHUP", || {
        let status = fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap_or_default();
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap_or_default();
        // It is the last that it installs a handler for, and has number 1.
        u64::from_str_radix(caught.trim(), 16).is_ok_and(|caught| caught & 1 != 0)
    });
    rustix::process::kill_process(rustix::process::Pid::from_child(&process), Signal::TERM).expect("it runs");
    assert_eq!(ended(&mut process).code(), Some(124));
}

/// A second Ctrl-C or SIGTERM ends it at once, with 130 or 143, whatever it does.
#[test]
fn the_ladder_has_a_last_rung() {
    for hard in ["stubborn", "blocking", "computing"] {
        for (second, status) in [(Signal::INT, 130), (Signal::TERM, 143)] {
            let mut program = Program::start(LADDER, &[HOUR, hard]);
            program.until("serving");
            program.signal(Signal::INT);
            assert!(program.still_stands(), "{hard}");
            program.signal(second);
            assert_eq!(program.end().1, Some(status), "{hard}");
        }
    }
}

/// It ends with 1 after an error and with 101 after a panic.
///
/// A blocking closure that still runs after an error or a panic is cut off at the deadline, with 124.
#[test]
fn the_ladder_ends_after_an_error_and_a_panic() {
    for (way, status) in [("error", 1), ("panic", 101)] {
        assert_eq!(Program::start(LADDER, &[HOUR, way]).end().1, Some(status), "{way}");
        assert_eq!(Program::start(LADDER, &["300", way, "blocking"]).end().1, Some(124), "{way}");
    }
}

/// It does not go on under `nohup`: SIGHUP is a request.
#[test]
fn the_ladder_heeds_sighup_under_nohup() {
    let mut program = Program::of(Command::new("nohup").args([LADDER, HOUR]));
    program.until("serving");
    program.signal(Signal::HUP);
    assert_eq!(program.end().1, Some(0));
}

/// On Ctrl-C, SIGTERM and a terminal that closes it ends once the limit is over, with 0, although a closure runs.
///
/// The closure is not ended: it goes with the process, and does not clean up.
#[test]
fn the_bounded_main_is_asked() {
    let last = "stopped; the closure ends with the process, and cleans up nothing";
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let mut program = Program::start(BOUNDED, &["100"]);
        program.until("serving");
        program.signal(signal);
        assert_eq!(program.end(), (said(&["stopping", last]), Some(0)));
    }
    let mut terminal = Terminal::start(BOUNDED, &["100"]);
    terminal.until("serving");
    assert_eq!(terminal.close(), Some(0));
}

/// After an error and after a panic it ends once the limit is over, with 1 and with 101.
#[test]
fn the_bounded_main_ends_after_an_error_and_a_panic() {
    for (way, status) in [("error", 1), ("panic", 101)] {
        assert_eq!(Program::start(BOUNDED, &["100", way]).end(), (said(&["serving"]), Some(status)), "{way}");
    }
}

/// It hears no signal while every worker computes; `ctrl_c_ladder` does.
#[test]
fn the_bounded_main_hears_nothing_while_every_worker_computes() {
    let mut program =
        Program::of(Command::new(BOUNDED).args(["100", "computing"]).env("TOKIO_WORKER_THREADS", "1"));
    program.until("computing");
    program.signal(Signal::TERM);
    assert!(program.still_stands());
}

/// A second signal changes nothing: the limit is what bounds the wait.
#[test]
fn the_bounded_main_has_no_last_rung() {
    let mut program = Program::start(BOUNDED, &[HOUR]);
    program.until("serving");
    program.signal(Signal::INT);
    program.until("stopping");
    program.signal(Signal::INT);
    program.signal(Signal::TERM);
    assert!(program.still_stands());
}
