//! A recipe in a terminal of its own, in which Ctrl-C is pressed, and which is closed.

use std::{
    fs::File,
    io::{Read, Write},
    os::fd::OwnedFd,
    process::{Child, Command},
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
};

use crate::program::{PATIENCE, ended};

/// The recipe leads the session of the terminal, as a shell or `docker run -it` would start it.
pub(crate) struct Terminal {
    /// The side of the person, or of the window. The terminal is closed when it is dropped.
    person: File,
    process: Child,
}

impl Terminal {
    pub(crate) fn start(path: &str, arguments: &[&str]) -> Self {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        let person: OwnedFd = openpt(flags).expect("a terminal");
        grantpt(&person).expect("it is ours");
        unlockpt(&person).expect("it is ours");
        let name = ptsname(&person, Vec::new()).expect("it has a name");
        let name = name.to_str().expect("digits").to_owned();
        let open = || File::options().read(true).write(true).open(&name).expect("its other side");
        let mut command = Command::new("setsid");
        command.arg("--ctty").arg(path).args(arguments);
        let process = command.stdin(open()).stdout(open()).stderr(open()).spawn().expect("it starts");
        Self { person: person.into(), process }
    }

    /// Reads until this was printed.
    pub(crate) fn until(&mut self, expected: &str) {
        let mut text = Vec::new();
        let patience = Timespec::try_from(PATIENCE).expect("a minute");
        while !String::from_utf8_lossy(&text).contains(expected) {
            let ready = poll(&mut [PollFd::new(&self.person, PollFlags::IN)], Some(&patience));
            assert_eq!(ready, Ok(1), "it says nothing, and does not end");
            let mut bytes = [0; 1024];
            let read = self.person.read(&mut bytes).unwrap_or_else(|_| panic!("ended without {expected}"));
            text.extend_from_slice(&bytes[..read]);
        }
    }

    pub(crate) fn press_ctrl_c(&mut self) {
        self.person.write_all(b"\x03").expect("it is open");
    }

    pub(crate) fn end(mut self) -> Option<i32> {
        ended(&mut self.process).code()
    }

    /// Closes the terminal, and waits for the recipe's end.
    pub(crate) fn close(self) -> Option<i32> {
        let Self { person, mut process } = self;
        drop(person);
        ended(&mut process).code()
    }
}
