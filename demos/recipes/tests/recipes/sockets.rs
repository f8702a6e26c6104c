//! `token_and_tracker` and `interruptible_sockets`: servers, and clients that do what they like.

use std::{net::TcpStream, process::Command};

use rustix::process::Signal;

use crate::{
    client::Client,
    program::{HOUR, Program, becomes},
    said,
    terminal::Terminal,
};

const SERVER: &str = env!("CARGO_BIN_EXE_token_and_tracker");
const SOCKETS: &str = env!("CARGO_BIN_EXE_interruptible_sockets");

/// More than the buffers of a connection hold.
const LONG: usize = 16 << 20;

/// After Ctrl-C, SIGTERM and the end of its terminal it refuses new clients, and answers each request that it has taken.
///
/// A request that comes when it stops is not answered: its client sees the end of the connection.
#[test]
fn the_server_answers_what_it_has_taken() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let mut program = Program::start(SERVER, &[HOUR]);
        let address = program.address();
        let mut idle: Vec<Client> = (0..10).map(|_| Client::of(address)).collect();
        let mut clients: Vec<Client> = (0..20).map(|_| Client::of(address)).collect();
        for client in &mut clients {
            client.ask("in flight");
        }
        (0..20).for_each(|_| program.until("taken: in flight"));
        program.signal(signal);
        program.until("stopping: 30 connections");
        for client in clients.iter_mut().chain(&mut idle) {
            client.ask("late");
        }
        assert!(clients.iter_mut().all(|client| client.answer() == "done: in flight"), "one is lost");
        assert!(
            clients.iter_mut().chain(&mut idle).all(|client| client.answer().is_empty()),
            "one is answered late"
        );
        assert!(TcpStream::connect(address).is_err(), "it still listens");
        drop((clients, idle));
        assert_eq!(program.end(), (said(&["stopped in good order"]), Some(0)));
    }
    let mut terminal = Terminal::start(SERVER, &[HOUR]);
    terminal.until("listening");
    assert_eq!(terminal.close(), Some(0));
}

/// A client that goes on sending does not hold it up.
#[test]
fn the_server_ends_although_a_client_goes_on_sending() {
    let mut program = Program::start(SERVER, &[HOUR]);
    let mut client = Client::of(program.address());
    let sender = client.goes_on_sending();
    assert_eq!(client.answer(), "done: another");
    program.signal(Signal::INT);
    assert_eq!(program.end().1, Some(0));
    sender.join().expect("its connection has ended");
}

/// A client that resets its connection, a request that panics and a want of descriptors do not end it.
#[test]
fn the_servers_go_on() {
    for recipe in [SERVER, SOCKETS] {
        // It has some descriptors itself, and so room for fewer clients than these.
        let few = format!("ulimit -n 32; exec {recipe}");
        let mut program = Program::of(Command::new("sh").args(["-c", &few]));
        let address = program.address();
        let mut reset = Client::of(address);
        reset.ask("hello");
        reset.reset();
        let mut panics = Client::of(address);
        panics.ask("panic");
        assert_eq!(panics.answer(), "", "{recipe}");
        let crowd: Vec<Client> = (0..100).map(|_| Client::of(address)).collect();
        drop(crowd);
        becomes("a client is answered", || {
            let mut client = Client::of(address);
            client.ask("hello");
            client.answer() == "done: hello"
        });
        program.signal(Signal::TERM);
        assert_eq!(program.end().1, Some(0), "{recipe}");
    }
}

/// It ends with 1 at the deadline, and with 130 at a second Ctrl-C, if a client does not read its answer.
#[test]
fn the_server_has_a_deadline_and_a_last_rung() {
    for (deadline, status) in [("300", 1), (HOUR, 130)] {
        let mut program = Program::start(SERVER, &[deadline]);
        let mut client = Client::of(program.address());
        client.ask(&"x".repeat(LONG));
        program.until("taken: xxxxxxxxxxxxxxxxxxxx");
        program.signal(Signal::INT);
        program.until("stopping: 1 connections");
        if status == 130 {
            assert!(program.still_stands());
            program.signal(Signal::INT);
        }
        assert_eq!(program.end().1, Some(status));
    }
}

/// A blocking closure that still runs does not hold it up.
#[test]
fn the_server_leaves_a_blocking_closure_behind() {
    let mut program = Program::start(SERVER, &[HOUR]);
    let mut client = Client::of(program.address());
    client.ask("block");
    assert_eq!(client.answer(), "done: block");
    program.signal(Signal::INT);
    assert_eq!(client.answer(), "");
    drop(client);
    assert_eq!(program.end().1, Some(0));
}

/// On Ctrl-C, SIGTERM and a terminal that closes each thread in `accept`, `read` and `write` returns, and is joined.
///
/// A client that goes on sending, and one that reads no answer, do not hold it up.
/// An answer that is being written is cut off.
#[test]
fn the_sockets_are_interrupted() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let mut program = Program::start(SOCKETS, &[]);
        let address = program.address();
        let mut idle: Vec<Client> = (0..5).map(|_| Client::of(address)).collect();
        for client in &mut idle {
            client.ask("hello");
            assert_eq!(client.answer(), "done: hello");
        }
        let mut sending = Client::of(address);
        let sender = sending.goes_on_sending();
        assert_eq!(sending.answer(), "done: another");
        let mut reads_nothing = Client::of(address);
        reads_nothing.ask(&"x".repeat(LONG));
        // Now threads are in `read`, in `write`, and one in `poll`.
        program.signal(signal);
        assert_eq!(program.end(), (said(&["stopping", "stopped, and every thread is joined"]), Some(0)));
        assert!(idle.iter_mut().all(|client| client.answer().is_empty()), "a connection is still open");
        assert!(reads_nothing.answer().len() < LONG, "the answer is whole");
        assert!(TcpStream::connect(address).is_err(), "it still listens");
        sender.join().expect("its connection has ended");
    }
    let mut terminal = Terminal::start(SOCKETS, &[]);
    terminal.until("listening");
    assert_eq!(terminal.close(), Some(0));
}

/// A thread that waits for something else is not ended, and is waited for.
///
/// A second Ctrl-C or SIGTERM ends it at once, with 130 or 143.
#[test]
fn the_sockets_have_a_last_rung() {
    for (second, status) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let mut program = Program::start(SOCKETS, &[]);
        let mut client = Client::of(program.address());
        client.ask("hello\nblock");
        assert_eq!(client.answer(), "done: hello");
        program.signal(Signal::INT);
        program.until("stopping");
        assert!(program.still_stands());
        program.signal(second);
        assert_eq!(program.end().1, Some(status));
    }
}
