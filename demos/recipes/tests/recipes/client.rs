//! A client of a recipe that answers lines.

use std::{
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpStream},
    thread::{self, JoinHandle},
};

use rustix::net::sockopt::set_socket_linger;

use crate::program::PATIENCE;

pub(crate) struct Client(BufReader<TcpStream>);

impl Client {
    pub(crate) fn of(address: SocketAddr) -> Self {
        let connection = TcpStream::connect(address).expect("the recipe listens");
        connection.set_read_timeout(Some(PATIENCE)).expect("a minute");
        Self(BufReader::new(connection))
    }

    pub(crate) fn ask(&mut self, line: &str) {
        writeln!(self.0.get_mut(), "{line}").expect("the connection is open");
    }

    /// The next answer; empty at the end of the connection.
    pub(crate) fn answer(&mut self) -> String {
        let mut line = String::new();
        match self.0.read_line(&mut line) {
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                panic!("neither an answer nor an end")
            }
            _ => line.trim_end().to_owned(),
        }
    }

    /// Closes the connection with a reset, as a client that crashes may.
    pub(crate) fn reset(self) {
        set_socket_linger(self.0.get_ref(), Some(std::time::Duration::ZERO)).expect("it is a socket");
    }

    /// Sends lines without a pause until the connection ends.
    pub(crate) fn goes_on_sending(&self) -> JoinHandle<()> {
        let mut connection = self.0.get_ref().try_clone().expect("a second handle");
        thread::spawn(move || while writeln!(connection, "another").is_ok() {})
    }
}
