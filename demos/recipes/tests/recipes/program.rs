//! A recipe that runs, as a user would run it.

use std::{
    io::{BufRead, BufReader},
    net::{SocketAddr, TcpStream},
    process::{Child, ChildStdout, Command, ExitStatus, Stdio},
};

use rustix::process::{Pid, Signal, kill_process};

/// A running recipe. It is killed if the test fails before it has ended.
pub(crate) struct Program {
    process: Child,
    output: BufReader<ChildStdout>,
}

impl Program {
    pub(crate) fn start(path: &str, arguments: &[&str]) -> Self {
        let mut command = Command::new(path);
        let command =
            command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().expect("the recipe starts");
        let output = BufReader::new(process.stdout.take().expect("it is a pipe"));
        Self { process, output }
    }

    /// The next line that it prints; empty at the end of its output.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("a line");
        line.trim_end().to_owned()
    }

    /// Reads lines until this one.
    pub(crate) fn until(&mut self, expected: &str) {
        loop {
            let line = self.line();
            assert!(!line.is_empty(), "it ended without \"{expected}\"");
            if line == expected {
                return;
            }
        }
    }

    /// Where it listens, which is the first that it prints.
    pub(crate) fn address(&mut self) -> SocketAddr {
        let line = self.line();
        let address = line.strip_prefix("listening on ").unwrap_or_else(|| panic!("no address: {line}"));
        address.parse().expect("an address")
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.process), signal).expect("it runs");
    }

    /// Waits for its end; what it printed until then, and its status.
    pub(crate) fn end(mut self) -> (Vec<String>, ExitStatus) {
        let mut lines = Vec::new();
        loop {
            match self.line() {
                line if line.is_empty() => break,
                line => lines.push(line),
            }
        }
        (lines, self.process.wait().expect("it is ours"))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A client of a recipe that answers lines.
pub(crate) struct Client(BufReader<TcpStream>);

impl Client {
    pub(crate) fn of(address: SocketAddr) -> Self {
        Self(BufReader::new(TcpStream::connect(address).expect("the recipe listens")))
    }

    pub(crate) fn ask(&mut self, line: &str) {
        use std::io::Write;
        writeln!(self.0.get_mut(), "{line}").expect("the connection is open");
    }

    /// The next answer; empty at the end of the connection.
    pub(crate) fn answer(&mut self) -> String {
        let mut line = String::new();
        let _ = self.0.read_line(&mut line);
        line.trim_end().to_owned()
    }
}
