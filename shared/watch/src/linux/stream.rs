//! What a request is written to and its answer is read from: a socket, or TLS over one.

use std::io::{self, Read, Write};

use super::socket::Socket;
#[cfg(feature = "tls")]
use super::tls::{self, Tls};
use crate::{address::HttpAddress, manner::Manner};

/// A socket, or TLS over one.
pub(crate) enum Stream {
    Plain(Socket),
    #[cfg(feature = "tls")]
    Tls(Box<Tls>),
}

impl Stream {
    /// Connects to a service. By TLS, the two sides agree on this protocol.
    ///
    /// # Errors
    /// If that is refused, takes too long, or if its certificate is not trusted.
    #[cfg_attr(
        not(feature = "tls"),
        expect(unused_variables, reason = "only TLS asks how it is spoken to, and by which protocol")
    )]
    pub(crate) fn to(address: &HttpAddress, manner: &Manner, protocol: &[u8]) -> io::Result<Self> {
        let socket = Socket::to(address.place())?;
        #[cfg(feature = "tls")]
        if address.is_tls() {
            return Ok(Self::Tls(Box::new(tls::over(socket, address, manner, protocol)?)));
        }
        Ok(Self::Plain(socket))
    }

    /// The socket below it.
    pub(crate) fn socket(&self) -> &Socket {
        match self {
            Self::Plain(socket) => socket,
            #[cfg(feature = "tls")]
            Self::Tls(tls) => &tls.sock,
        }
    }
}

impl Read for Stream {
    fn read(&mut self, part: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(socket) => socket.read(part),
            #[cfg(feature = "tls")]
            Self::Tls(tls) => tls.read(part),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(socket) => socket.write(part),
            #[cfg(feature = "tls")]
            Self::Tls(tls) => tls.write(part),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(socket) => socket.flush(),
            #[cfg(feature = "tls")]
            Self::Tls(tls) => tls.flush(),
        }
    }
}
