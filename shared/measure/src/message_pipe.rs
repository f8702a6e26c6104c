//! The child's end of the protocol: a descriptor of its own, so that a demo may print anything.

use std::io::{self, Write};

use crate::order::Message;

#[cfg(unix)]
type Out = std::fs::File;
#[cfg(not(unix))]
type Out = io::Stdout;

/// The pipe on which a child sends its messages to its parent, one per line.
pub(crate) struct MessagePipe(Out);

impl MessagePipe {
    /// Takes over the pipe that the parent passed as standard output. From now on, text that is printed to
    /// standard output is lost. No process that this one starts inherits the pipe, so that the parent sees
    /// it close when the child ends.
    ///
    /// # Errors
    /// If standard output can't be duplicated or replaced.
    #[cfg(unix)]
    pub(crate) fn take() -> io::Result<Self> {
        use std::{fs::OpenOptions, os::fd::AsFd};

        let pipe = io::stdout().as_fd().try_clone_to_owned()?;
        rustix::stdio::dup2_stdout(OpenOptions::new().write(true).open("/dev/null")?)?;
        Ok(Self(pipe.into()))
    }

    /// On other systems the pipe remains standard output, and a demo must not print.
    #[cfg(not(unix))]
    pub(crate) fn take() -> io::Result<Self> {
        Ok(Self(io::stdout()))
    }

    /// Sends a message.
    ///
    /// # Errors
    /// If the parent has closed its end.
    pub(crate) fn send(&self, message: &Message) -> io::Result<()> {
        let mut line = serde_json::to_vec(message)?;
        line.push(b'\n');
        let mut out = &self.0;
        out.write_all(&line)?;
        out.flush()
    }

    /// Sends a message. Ends the process if the parent doesn't read it, because then there is no use in
    /// playing on.
    pub(crate) fn send_or_exit(&self, message: &Message) {
        if self.send(message).is_err() {
            std::process::exit(1);
        }
    }
}
