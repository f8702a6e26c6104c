//! A connection that does not wait, as the library for HTTP/2 reads and writes it.

use std::{
    io::{ErrorKind, Read, Result, Write},
    pin::Pin,
    task::{Context, Poll},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::stream::Stream;

/// A connection whose socket does not wait. Whoever polls it looks again once the socket can go on, so nobody is woken.
pub(crate) struct NonBlocking(pub(crate) Stream);

/// What came of a call, unless it would have had to wait.
fn unless_it_waits<T>(mut call: impl FnMut() -> Result<T>) -> Poll<Result<T>> {
    loop {
        match call() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Poll::Pending,
            done => return Poll::Ready(done),
        }
    }
}

impl AsyncRead for NonBlocking {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
        part: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        let length = unless_it_waits(|| self.0.read(part.initialize_unfilled()));
        length.map_ok(|length| part.advance(length))
    }
}

impl AsyncWrite for NonBlocking {
    fn poll_write(mut self: Pin<&mut Self>, _context: &mut Context<'_>, part: &[u8]) -> Poll<Result<usize>> {
        unless_it_waits(|| self.0.write(part))
    }

    fn poll_flush(mut self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<Result<()>> {
        unless_it_waits(|| self.0.flush())
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        self.poll_flush(context)
    }
}
