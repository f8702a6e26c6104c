//! The child's end of the protocol: a descriptor of its own, so that a demo may print what it likes.

use std::io::{self, Write};

use crate::order::Message;

#[cfg(unix)]
type Out = std::fs::File;
#[cfg(not(unix))]
type Out = io::Stdout;

/// Where a child's messages go up to its parent, a line each.
pub(crate) struct MessagePipe(Out);

impl MessagePipe {
    /// Takes over the pipe that the parent passed as standard output. From now on what is printed there
    /// is lost, and no process that this one starts has the pipe: so the parent sees its end with the
    /// child's.
    ///
    /// # Errors
    /// When there is no pipe to take over.
    #[cfg(unix)]
    pub(crate) fn take() -> io::Result<Self> {
        use std::{fs::OpenOptions, os::fd::AsFd};

        let pipe = io::stdout().as_fd().try_clone_to_owned()?;
        rustix::stdio::dup2_stdout(OpenOptions::new().write(true).open("/dev/null")?)?;
        Ok(Self(pipe.into()))
    }

    /// Elsewhere the pipe remains standard output, and a demo must not print.
    #[cfg(not(unix))]
    pub(crate) fn take() -> io::Result<Self> {
        Ok(Self(io::stdout()))
    }

    /// Sends a message.
    ///
    /// # Errors
    /// When the parent has closed the pipe.
    pub(crate) fn send(&self, message: &Message) -> io::Result<()> {
        let mut line = serde_json::to_vec(message)?;
        line.push(b'\n');
        let mut out = &self.0;
        out.write_all(&line)?;
        out.flush()
    }

    /// Sends a message, or ends the process: without its parent it has nothing to play for.
    pub(crate) fn send_or_exit(&self, message: &Message) {
        if self.send(message).is_err() {
            std::process::exit(1);
        }
    }
}
