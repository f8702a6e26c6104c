//! A recipe that runs, as a user would run it.

use std::{
    fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

/// Longer than any recipe takes on a busy machine. Whatever is waited for is then taken to hang.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A deadline that no test waits for.
pub(crate) const HOUR: &str = "3600000";

/// A running recipe. It is killed if the test fails before it has ended.
pub(crate) struct Program {
    process: Child,
    output: Receiver<String>,
}

impl Program {
    pub(crate) fn start(path: &str, arguments: &[&str]) -> Self {
        Self::of(Command::new(path).args(arguments))
    }

    /// With its output as a pipe that is read.
    pub(crate) fn of(command: &mut Command) -> Self {
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().expect("the recipe starts");
        let lines = BufReader::new(process.stdout.take().expect("it is a pipe")).lines();
        let (sender, output) = channel();
        thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { process, output }
    }

    /// The next line that it prints; `None` at the end of its output.
    pub(crate) fn line(&mut self) -> Option<String> {
        match self.output.recv_timeout(PATIENCE) {
            Err(RecvTimeoutError::Timeout) => panic!("it says nothing, and does not end"),
            line => line.ok(),
        }
    }

    /// Reads lines until this one.
    pub(crate) fn until(&mut self, expected: &str) {
        while let Some(line) = self.line() {
            if line == expected {
                return;
            }
        }
        panic!("it ended without \"{expected}\"");
    }

    /// Where it listens, which is the first that it prints.
    pub(crate) fn address(&mut self) -> SocketAddr {
        let line = self.line().expect("a line");
        let address = line.strip_prefix("listening on ").unwrap_or_else(|| panic!("no address: {line}"));
        address.parse().expect("an address")
    }

    pub(crate) fn pid(&self) -> Pid {
        Pid::from_child(&self.process)
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).expect("it runs");
    }

    /// Whether it is still there some time later: this is what a user calls hanging.
    pub(crate) fn still_stands(&mut self) -> bool {
        thread::sleep(Duration::from_millis(500));
        self.process.try_wait().expect("it is ours").is_none()
    }

    pub(crate) fn status(&mut self) -> ExitStatus {
        ended(&mut self.process)
    }

    /// Waits for its end; what it has printed since it was last asked, and its status.
    pub(crate) fn end(mut self) -> (Vec<String>, Option<i32>) {
        let code = self.status().code();
        let lines = std::iter::from_fn(|| self.line()).collect();
        (lines, code)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Waits for the end of a process; one that does not end fails the test.
pub(crate) fn ended(process: &mut Child) -> ExitStatus {
    let begun = Instant::now();
    loop {
        if let Some(status) = process.try_wait().expect("it is ours") {
            return status;
        }
        assert!(begun.elapsed() < PATIENCE, "it does not end");
        thread::sleep(Duration::from_millis(5));
    }
}

/// Waits until something is so, which takes a moment after a signal.
pub(crate) fn becomes(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "still not: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// Digits that only this test's processes have in their command lines.
pub(crate) fn mark(name: &str) -> String {
    let sum: u32 = name.bytes().map(u32::from).sum();
    format!("{}{sum}", std::process::id())
}

/// The processes that sleep for a number of seconds that ends with the mark.
pub(crate) fn marked(mark: &str) -> Vec<Pid> {
    let processes = fs::read_dir("/proc").expect("Linux has it").flatten();
    processes
        .filter(|process| {
            let line = fs::read(process.path().join("cmdline")).unwrap_or_default();
            line.starts_with(b"sleep") && String::from_utf8_lossy(&line).contains(&format!("600.{mark}"))
        })
        .filter_map(|process| Pid::from_raw(process.file_name().to_string_lossy().parse().ok()?))
        .collect()
}

/// Waits until no process has the mark: what was killed may still be exiting.
pub(crate) fn nothing_is_left(mark: &str) {
    becomes(&format!("nothing is left of {mark}"), || marked(mark).is_empty());
}
