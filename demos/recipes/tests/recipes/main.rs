//! Each recipe does what its first lines promise: it is started, loaded and signalled as its user would do it.

mod alone;
mod program;

use std::{fs, net::TcpStream, thread, time::Duration};

use program::{Client, Program};
use rustix::process::Signal;

const LADDER: &str = env!("CARGO_BIN_EXE_ctrl_c_ladder");
const SERVER: &str = env!("CARGO_BIN_EXE_token_and_tracker");
const WORKER: &str = env!("CARGO_BIN_EXE_worker_joined_on_drop");
const SOCKETS: &str = env!("CARGO_BIN_EXE_interruptible_sockets");
const CHILD: &str = env!("CARGO_BIN_EXE_child_with_grace");
const BOUNDED: &str = env!("CARGO_BIN_EXE_bounded_main");
const MENDED: &str = env!("CARGO_BIN_EXE_mended_to_thread");

#[test]
fn the_ladder_stops_in_good_order_on_either_signal() {
    for signal in [Signal::INT, Signal::TERM] {
        let mut program = Program::start(LADDER, &[]);
        program.until("serving");
        program.signal(signal);
        let (lines, status) = program.end();
        assert_eq!((lines, status.code()), (said(&["stopping", "stopped in good order"]), Some(0)));
    }
}

#[test]
fn the_ladder_cuts_off_what_overruns_its_deadline() {
    let mut program = Program::start(LADDER, &["100", "stubborn"]);
    program.until("serving");
    program.signal(Signal::INT);
    let (lines, status) = program.end();
    assert_eq!((lines, status.code()), (said(&["stopping", "cut off after the deadline"]), Some(1)));
}

#[test]
fn the_mended_program_ends_when_the_quick_task_has() {
    let (lines, status) = Program::start(MENDED, &[]).end();
    assert_eq!(lines.first().map(String::as_str), Some("I'm still standing"));
    assert!(lines.contains(&"finished 1, unfinished 1".to_owned()), "{lines:?}");
    assert_eq!(status.code(), Some(0));
}

#[test]
fn a_second_ctrl_c_ends_the_ladder_at_once() {
    // The deadline is an hour: only the second signal can end it.
    let mut program = Program::start(LADDER, &["3600000", "stubborn"]);
    program.until("serving");
    program.signal(Signal::INT);
    program.until("stopping");
    program.signal(Signal::INT);
    let (lines, status) = program.end();
    assert_eq!((lines, status.code()), (said(&["cut off at once"]), Some(130)));
}

#[test]
fn the_server_answers_every_request_that_it_has_taken() {
    let mut program = Program::start(SERVER, &[]);
    let address = program.address();
    let mut clients: Vec<Client> = (0..20).map(|_| Client::of(address)).collect();
    for (number, client) in clients.iter_mut().enumerate() {
        client.ask(&format!("{number}"));
    }
    // An answer shows that a client was accepted and its request taken; the others ask a second time.
    let idle = clients.split_off(10);
    for (number, mut client) in (10..).zip(idle) {
        assert_eq!(client.answer(), format!("done: {number}"));
    }
    for (number, client) in clients.iter_mut().enumerate() {
        assert_eq!(client.answer(), format!("done: {number}"));
        client.ask("in flight");
    }
    // On the loopback a request has arrived when the write has returned.
    program.signal(Signal::TERM);
    let answered = clients.iter_mut().map(Client::answer).filter(|it| it == "done: in flight");
    assert_eq!(answered.count(), clients.len(), "a request that was taken is lost");
    let (lines, status) = program.end();
    assert_eq!((lines.last().map(String::as_str), status.code()), (Some("stopped in good order"), Some(0)));
    assert!(TcpStream::connect(address).is_err(), "it still listens");
}

#[test]
fn the_worker_finishes_its_queue_when_its_owner_is_dropped_or_panics() {
    for (arguments, code) in [(&[][..], 0), (&["panic"][..], 101)] {
        let (lines, status) = Program::start(WORKER, arguments).end();
        let done = lines.iter().filter(|line| line.starts_with("done: ")).count();
        assert_eq!((done, status.code()), (10, Some(code)), "{lines:?}");
    }
}

#[test]
fn the_sockets_are_interrupted_in_accept_and_in_read() {
    let mut program = Program::start(SOCKETS, &[]);
    let address = program.address();
    let mut clients: Vec<Client> = (0..5).map(|_| Client::of(address)).collect();
    for client in &mut clients {
        client.ask("hello");
        assert_eq!(client.answer(), "done: hello");
    }
    // All five threads are in `read` now, and one is in `poll`.
    program.signal(Signal::INT);
    let (lines, status) = program.end();
    assert_eq!((lines, status.code()), (said(&["stopping", "stopped in good order"]), Some(0)));
    assert!(clients.iter_mut().all(|client| client.answer().is_empty()), "a connection is still open");
    assert!(TcpStream::connect(address).is_err(), "it still listens");
}

#[test]
fn a_child_that_heeds_sigterm_ends_with_all_that_it_has_started() {
    let mark = mark("heeds");
    let script = format!("trap 'echo bye; exit 7' TERM; sleep 600.{mark} & echo ready; wait");
    let mut program = Program::start(CHILD, &["60000", "sh", "-c", &script]);
    program.until("ready");
    program.signal(Signal::INT);
    let (lines, status) = program.end();
    assert_eq!((lines, status.code()), (said(&["bye"]), Some(7)));
    nothing_is_left(&mark);
}

#[test]
fn a_child_that_ignores_sigterm_is_killed_with_all_that_it_has_started() {
    let mark = mark("ignores");
    // What is ignored is inherited by the sleeps.
    let script = format!("trap '' TERM; sleep 600.{mark} & echo ready; sleep 600.{mark}; sleep 600.{mark}");
    let mut program = Program::start(CHILD, &["200", "sh", "-c", &script]);
    program.until("ready");
    program.signal(Signal::TERM);
    let (_, status) = program.end();
    assert_eq!(status.code(), Some(128 + 9));
    nothing_is_left(&mark);
}

#[test]
fn a_child_that_ends_by_itself_leaves_nothing_behind() {
    let mark = mark("leaves");
    let script = format!("sleep 600.{mark} & echo done");
    let (lines, status) = Program::start(CHILD, &["1000", "sh", "-c", &script]).end();
    assert_eq!((lines, status.code()), (said(&["done"]), Some(0)));
    nothing_is_left(&mark);
}

#[test]
fn a_main_with_a_limit_ends_although_a_closure_goes_on() {
    let mut program = Program::start(BOUNDED, &["100"]);
    program.until("serving");
    program.signal(Signal::TERM);
    let (lines, status) = program.end();
    let last = "stopped; the closure ends with the process, and cleans up nothing";
    assert_eq!((lines, status.code()), (said(&["stopping", last]), Some(0)));
}

#[test]
fn a_recipe_has_at_most_80_lines_of_code_and_names_what_it_needs() {
    let files = alone::files();
    assert_eq!(files.len(), 7);
    for path in files {
        let text = fs::read_to_string(&path).expect("its text");
        let code = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
        let lines = code.count();
        assert!((25..=80).contains(&lines), "{} has {lines} lines of code", path.display());
        assert!(text.contains("//! ```toml\n"), "{} names no dependencies", path.display());
    }
}

fn said(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

/// Digits that only this test's processes have in their command lines.
fn mark(name: &str) -> String {
    let sum: u32 = name.bytes().map(u32::from).sum();
    format!("{}{sum}", std::process::id())
}

/// Waits until no process has the mark in its command line: what was killed may still be exiting.
fn nothing_is_left(mark: &str) {
    let sleeps = || {
        let processes = fs::read_dir("/proc").expect("Linux has it").flatten();
        processes
            .filter_map(|process| fs::read(process.path().join("cmdline")).ok())
            .map(|line| String::from_utf8_lossy(&line).replace('\0', " "))
            .filter(|line| line.contains(&format!("600.{mark}")))
            .collect::<Vec<_>>()
    };
    for _ in 0..600 {
        if sleeps().is_empty() {
            return;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("left behind: {:?}", sleeps());
}
