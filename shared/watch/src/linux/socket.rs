//! A connection, by TCP or by a socket in the file system, and what the system knows of its end.

use std::{
    io::{self, ErrorKind, Read, Write},
    net::{TcpStream, ToSocketAddrs},
    os::{
        fd::{AsFd, BorrowedFd},
        unix::net::UnixStream,
    },
    path::Path,
    thread,
    time::{Duration, Instant},
};

use rustix::{
    ioctl::{Getter, ioctl},
    net::{AddressFamily, RecvFlags, SocketAddrUnix, SocketFlags, SocketType, connect, recv, socket_with},
};

use crate::address::Place;

/// How long a connection may take: what waits in a full queue is not refused, and is not accepted.
pub(crate) const CONNECT: Duration = Duration::from_millis(250);
/// How often a client that waits looks whether it should give up.
const LOOK: Duration = Duration::from_millis(10);

/// A connection.
#[derive(Debug)]
pub(crate) enum Socket {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl Socket {
    /// Connects. Of a host with several addresses, the first that accepts is taken.
    ///
    /// # Errors
    /// If none does. One that took too long says more than one that refused: something is there.
    pub(crate) fn to(place: &Place) -> io::Result<Self> {
        let host_and_port = match place {
            Place::Unix(path) => return Self::prepared(Self::Unix(to_file(path)?)),
            Place::Tcp(host_and_port) => host_and_port,
        };
        let mut failure = io::Error::from(ErrorKind::AddrNotAvailable);
        for address in host_and_port.to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, CONNECT) {
                Ok(stream) => {
                    stream.set_nodelay(true)?;
                    return Self::prepared(Self::Tcp(stream));
                }
                Err(error) if failure.kind() != ErrorKind::TimedOut => failure = error,
                Err(_) => {}
            }
        }
        Err(failure)
    }

    fn prepared(socket: Self) -> io::Result<Self> {
        match &socket {
            Self::Tcp(stream) => {
                stream.set_read_timeout(Some(LOOK))?;
                stream.set_write_timeout(Some(CONNECT))?;
            }
            Self::Unix(stream) => {
                stream.set_read_timeout(Some(LOOK))?;
                stream.set_write_timeout(Some(CONNECT))?;
            }
        }
        Ok(socket)
    }

    /// Whether it is closed, or something came that nobody asked for: it carries no further request.
    pub(crate) fn is_stale(&self) -> bool {
        let mut byte = [0; 1];
        let seen = recv(self, &mut byte, RecvFlags::PEEK | RecvFlags::DONTWAIT);
        !matches!(seen, Err(error) if is_only_late(&error.into()))
    }

    /// Whether a part of what was sent has not come to the system of the other side. Once that has closed the
    /// connection, nobody can have read it: the close was there first.
    pub(crate) fn has_unread(&self) -> bool {
        if matches!(self, Self::Unix(_)) {
            // What is written to a closed one fails at once.
            return false;
        }
        // `SIOCOUTQ`, see tcp(7).
        const OUT_QUEUE: rustix::ioctl::Opcode = 0x5411;
        #[expect(unsafe_code, reason = "rustix has no function for this request")]
        // SAFETY: the request writes one C int, which is what is given to it.
        let bytes = unsafe { ioctl(self, Getter::<OUT_QUEUE, i32>::new()) };
        bytes.is_ok_and(|bytes| bytes > 0)
    }
}

/// Connects to a socket in the file system. It knows no timeout: its queue is full, or it is not.
fn to_file(path: &Path) -> io::Result<UnixStream> {
    let address = SocketAddrUnix::new(path)?;
    let start = Instant::now();
    loop {
        let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
        let socket = socket_with(AddressFamily::UNIX, SocketType::STREAM, flags, None)?;
        match connect(&socket, &address) {
            Ok(()) => {
                let stream = UnixStream::from(socket);
                stream.set_nonblocking(false)?;
                return Ok(stream);
            }
            Err(rustix::io::Errno::AGAIN) if start.elapsed() < CONNECT => thread::sleep(LOOK / 2),
            Err(rustix::io::Errno::AGAIN) => return Err(ErrorKind::TimedOut.into()),
            Err(error) => return Err(error.into()),
        }
    }
}

/// Whether nothing came yet.
pub(crate) fn is_only_late(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Tcp(stream) => stream.as_fd(),
            Self::Unix(stream) => stream.as_fd(),
        }
    }
}

impl Read for Socket {
    fn read(&mut self, part: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.read(part),
            Self::Unix(stream) => stream.read(part),
        }
    }
}

impl Write for Socket {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.write(part),
            Self::Unix(stream) => stream.write(part),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::{net::TcpListener, os::unix::net::UnixListener};

    use super::*;

    fn pair() -> (Socket, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let place = Place::Tcp(listener.local_addr().unwrap().to_string());
        (Socket::to(&place).unwrap(), listener.accept().unwrap().0)
    }

    /// Waits until its end is known, and what it was.
    fn end(socket: &mut Socket) -> io::Result<usize> {
        loop {
            match socket.read(&mut [0; 8]) {
                Err(error) if is_only_late(&error) => {}
                end => return end,
            }
        }
    }

    #[test]
    fn a_close_before_the_request_is_known_from_one_behind_it() {
        let (mut socket, other) = pair();
        assert!(!socket.is_stale());
        drop(other);
        while !socket.is_stale() {}
        socket.write_all(b"request").unwrap();
        assert_eq!(end(&mut socket).unwrap(), 0);
        assert!(socket.has_unread(), "it was closed, and then something was sent");

        let (mut socket, mut other) = pair();
        socket.write_all(b"request").unwrap();
        assert_eq!(other.read(&mut [0; 7]).unwrap(), 7);
        drop(other);
        assert_eq!(end(&mut socket).unwrap(), 0);
        assert!(!socket.has_unread(), "it was read, and then closed");
    }

    #[test]
    fn no_connection_is_a_refusal_or_takes_too_long() {
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let refused = Socket::to(&Place::Tcp(free.to_string())).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("socket");
        assert_eq!(Socket::to(&Place::Unix(path.clone())).unwrap_err().kind(), ErrorKind::NotFound);
        let listener = UnixListener::bind(&path).unwrap();
        rustix::net::listen(&listener, 1).unwrap();
        // Nobody accepts, and the queue holds so many.
        let mut taken = Vec::new();
        let late = loop {
            match Socket::to(&Place::Unix(path.clone())) {
                Ok(socket) => taken.push(socket),
                Err(error) => break error,
            }
        };
        assert_eq!(late.kind(), ErrorKind::TimedOut);
        drop(listener);
        assert_eq!(Socket::to(&Place::Unix(path)).unwrap_err().kind(), ErrorKind::ConnectionRefused);
    }
}
