//! A thread that waits for something until its owner is dropped.

use std::{
    io::{self, PipeReader, PipeWriter},
    thread::{self, JoinHandle},
};

/// A thread that ends when this is dropped, which waits for that end.
pub(crate) struct UntilDropped {
    /// Closing it ends the wait.
    over: Option<PipeWriter>,
    thread: Option<JoinHandle<()>>,
}

impl UntilDropped {
    /// Runs `wait` in a thread with this name. It must return when the pipe is closed. `None` if the system has no pipe or
    /// no thread for it.
    pub(crate) fn start(name: &str, wait: impl FnOnce(PipeReader) + Send + 'static) -> Option<Self> {
        let (is_over, over) = io::pipe().ok()?;
        let thread = thread::Builder::new().name(name.to_owned()).spawn(move || wait(is_over)).ok()?;
        Some(Self { over: Some(over), thread: Some(thread) })
    }
}

impl Drop for UntilDropped {
    fn drop(&mut self) {
        self.over.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
