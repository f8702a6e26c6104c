//! `request_survives_disconnect`: clients that hang up, and a server that is asked to stop.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
};

use rustix::process::Signal;

use crate::{
    program::{HOUR, PATIENCE, Program},
    said,
    terminal::Terminal,
};

const REQUESTS: &str = env!("CARGO_BIN_EXE_request_survives_disconnect");

/// A client that has sent this.
fn client(address: SocketAddr, request: &str) -> TcpStream {
    let mut client = TcpStream::connect(address).expect("the recipe listens");
    client.set_read_timeout(Some(PATIENCE)).expect("a minute");
    client.write_all(request.as_bytes()).expect("the connection is open");
    client
}

const ORDER: &str = "GET /order HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n";

fn answer(mut client: TcpStream) -> String {
    let mut answer = String::new();
    client.read_to_string(&mut answer).expect("an answer");
    answer
}

/// An order that was begun is finished although its client hangs up.
#[test]
fn the_order_survives_its_client() {
    let mut program = Program::start(REQUESTS, &[HOUR]);
    let address = program.address();
    let gone = client(address, ORDER);
    program.until("charged");
    drop(gone);
    program.until("shipped");
    assert!(answer(client(address, ORDER)).ends_with("done"));
    program.signal(Signal::INT);
    assert_eq!(program.end().1, Some(0));
}

/// It is finished although the server is asked to stop, by Ctrl-C, by SIGTERM or by the end of its terminal.
#[test]
fn the_order_survives_a_request_to_stop() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        for hangs_up in [true, false] {
            let mut program = Program::start(REQUESTS, &[HOUR]);
            let address = program.address();
            let buyer = client(address, ORDER);
            program.until("charged");
            program.signal(signal);
            if hangs_up {
                drop(buyer);
            } else {
                assert!(answer(buyer).ends_with("done"));
            }
            assert_eq!(program.end(), (said(&["shipped", "stopped in good order"]), Some(0)));
        }
    }
    let mut terminal = Terminal::start(REQUESTS, &[HOUR]);
    terminal.until("listening");
    assert_eq!(terminal.close(), Some(0));
}

/// An order that panics is answered with 500, and the server goes on.
#[test]
fn the_server_survives_an_order_that_panics() {
    let mut program = Program::start(REQUESTS, &[HOUR]);
    let address = program.address();
    let failed = answer(client(address, &ORDER.replace("/order", "/panic")));
    assert!(failed.starts_with("HTTP/1.1 500"), "{failed}");
    assert!(answer(client(address, ORDER)).ends_with("done"));
}

/// It ends with 1 at the deadline, and with 130 at a second Ctrl-C, if a client has sent half a request.
#[test]
fn the_server_has_a_deadline_and_a_last_rung() {
    for (deadline, status) in [("300", 1), (HOUR, 130)] {
        let mut program = Program::start(REQUESTS, &[deadline]);
        let address = program.address();
        let _half = client(address, "GET /order HTTP/1.1\r\nhost: h");
        // Who came later is answered: the server has begun to read the half.
        assert!(answer(client(address, ORDER)).ends_with("done"));
        program.signal(Signal::INT);
        if status == 130 {
            assert!(program.still_stands());
            program.signal(Signal::INT);
        }
        assert_eq!(program.end().1, Some(status));
    }
}

/// An order is cut off by the deadline and by SIGKILL: what must survive those belongs in a database.
#[test]
fn the_order_does_not_survive_everything() {
    for signal in [Signal::INT, Signal::KILL] {
        // On a busy machine the order may have ended before the signal comes.
        let is_cut_off = (0..10).any(|_| {
            let mut program = Program::start(REQUESTS, &["0"]);
            let _buyer = client(program.address(), ORDER);
            program.until("charged");
            program.signal(signal);
            !program.end().0.contains(&"shipped".to_owned())
        });
        assert!(is_cut_off, "{signal:?}");
    }
}
