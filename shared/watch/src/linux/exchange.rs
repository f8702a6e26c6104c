//! A request by HTTP/1.1 (RFC 9112), and how its answer ends. What the answer says is not looked at.

use std::{
    io::{self, ErrorKind, Read, Write},
    net::{SocketAddr, TcpStream, ToSocketAddrs},
    time::Duration,
};

use http::Method;
use httparse::{EMPTY_HEADER, Response, Status, parse_chunk_size};

use crate::address::HttpAddress;

/// How long a connection may take: what waits in a full queue is not refused, and is not accepted.
const CONNECT: Duration = Duration::from_millis(250);
/// How often a client that waits looks whether it should give up.
const LOOK: Duration = Duration::from_millis(10);
/// How many fields the head of an answer may have.
const FIELDS: usize = 100;

/// How an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It came as a whole.
    Whole {
        status: u16,
        /// Whether the connection can carry another request.
        stays_open: bool,
    },
    /// The connection ended before its first byte.
    None,
    /// The connection ended within it, or it was none of HTTP.
    Part,
    /// The client gave up.
    GivenUp,
}

/// A connection that carries requests.
pub(crate) struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Connection {
    /// Connects to the first of the host's addresses that accepts.
    ///
    /// # Errors
    /// If none does; of several errors the last.
    pub(crate) fn to(host_and_port: &str) -> io::Result<Self> {
        let mut refusal = io::Error::from(ErrorKind::AddrNotAvailable);
        for address in host_and_port.to_socket_addrs()? {
            match Self::to_address(address) {
                Ok(connection) => return Ok(connection),
                Err(error) => refusal = error,
            }
        }
        Err(refusal)
    }

    fn to_address(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect_timeout(&address, CONNECT)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(LOOK))?;
        stream.set_write_timeout(Some(CONNECT))?;
        Ok(Self { stream, read: Vec::new() })
    }

    /// Writes a part of a request.
    ///
    /// # Errors
    /// If the connection is closed.
    pub(crate) fn write(&mut self, part: &[u8]) -> io::Result<()> {
        self.stream.write_all(part)
    }

    /// Reads the answer to a request of this method.
    pub(crate) fn answer(&mut self, method: &Method, give_up: impl Fn() -> bool) -> Answer {
        self.read.clear();
        let mut part = [0; 16 * 1_024];
        loop {
            let is_over = match self.stream.read(&mut part) {
                Ok(0) => true,
                Ok(length) => {
                    self.read.extend(&part[..length]);
                    false
                }
                Err(error) if is_only_late(&error) => {
                    if give_up() {
                        return Answer::GivenUp;
                    }
                    continue;
                }
                // A reset is an end, and never that of an answer without a length.
                Err(_) => return if self.read.is_empty() { Answer::None } else { Answer::Part },
            };
            if let Some(answer) = seen(method, &self.read, is_over) {
                return answer;
            }
        }
    }

    /// Waits until the other side closes a connection that is idle. Whether it did before the client gave up.
    pub(crate) fn is_closed_while_idle(&mut self, give_up: impl Fn() -> bool) -> bool {
        let mut part = [0; 1];
        loop {
            match self.stream.read(&mut part) {
                Err(error) if is_only_late(&error) => {
                    if give_up() {
                        return false;
                    }
                }
                _ => return true,
            }
        }
    }
}

fn is_only_late(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}

/// The head of a request, which has no body.
pub(crate) fn head(method: &Method, address: &HttpAddress, stays_open: bool) -> Vec<u8> {
    let connection = if stays_open { "keep-alive" } else { "close" };
    format!(
        "{method} {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: still-standing\r\nContent-Length: 0\r\nConnection: {connection}\r\n\r\n",
        address.path(),
        address.host_and_port()
    )
    .into_bytes()
}

/// Asks once, on a connection of its own. Returns the status.
///
/// # Errors
/// If the connection fails, or is closed before the answer is there.
pub(crate) fn ask(method: &Method, address: &HttpAddress, give_up: impl Fn() -> bool) -> io::Result<u16> {
    let mut connection = Connection::to(&address.host_and_port())?;
    connection.write(&head(method, address, false))?;
    match connection.answer(method, give_up) {
        Answer::Whole { status, .. } => Ok(status),
        Answer::None | Answer::Part => Err(ErrorKind::ConnectionAborted.into()),
        Answer::GivenUp => Err(ErrorKind::TimedOut.into()),
    }
}

/// How the answer to a request of this method ended, of which this was read; `None` if more is to come. `is_over` says that
/// nothing more comes. Where the body ends: RFC 9112, section 6.3.
fn seen(method: &Method, read: &[u8], is_over: bool) -> Option<Answer> {
    if read.is_empty() && is_over {
        return Some(Answer::None);
    }
    let cut = is_over.then_some(Answer::Part);
    let mut fields = [EMPTY_HEADER; FIELDS];
    let mut response = Response::new(&mut fields);
    let head = match response.parse(read) {
        Ok(Status::Complete(head)) => head,
        Ok(Status::Partial) => return cut,
        Err(_) => return Some(Answer::Part),
    };
    let status = response.code.unwrap_or_default();
    if (100..200).contains(&status) {
        return seen(method, &read[head..], is_over).filter(|answer| *answer != Answer::None).or(cut);
    }
    let field = |name: &str| {
        let found = response.headers.iter().find(|field| field.name.eq_ignore_ascii_case(name));
        found.map(|field| String::from_utf8_lossy(field.value).to_ascii_lowercase())
    };
    let connection = field("connection").unwrap_or_default();
    let stays_open = if response.version == Some(1) {
        !connection.contains("close")
    } else {
        connection.contains("keep-alive")
    };
    let body = &read[head..];
    let whole = Some(Answer::Whole { status, stays_open });
    if method == Method::HEAD || matches!(status, 204 | 304) {
        return whole;
    }
    if field("transfer-encoding").is_some_and(|it| it.contains("chunked")) {
        return match chunks(body) {
            Ok(true) => whole,
            Ok(false) => cut,
            Err(()) => Some(Answer::Part),
        };
    }
    match field("content-length").and_then(|length| length.trim().parse::<usize>().ok()) {
        Some(length) if body.len() >= length => whole,
        Some(_) => cut,
        // Without a length, the end of the connection is that of the answer.
        None => is_over.then_some(Answer::Whole { status, stays_open: false }),
    }
}

/// Whether the last chunk is there (RFC 9112, section 7.1). What follows it, a blank line or trailing fields, is there too.
fn chunks(body: &[u8]) -> Result<bool, ()> {
    let mut rest = body;
    loop {
        let (start, length) = match parse_chunk_size(rest) {
            Ok(Status::Complete(chunk)) => chunk,
            Ok(Status::Partial) => return Ok(false),
            Err(_) => return Err(()),
        };
        if length == 0 {
            let end = &rest[start..];
            return Ok(end.starts_with(b"\r\n") || end.windows(4).any(|window| window == b"\r\n\r\n"));
        }
        let next = usize::try_from(length)
            .ok()
            .and_then(|length| start.checked_add(length)?.checked_add(2))
            .ok_or(())?;
        let Some(after) = rest.get(next..) else { return Ok(false) };
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_to_head_is_its_head() {
        for (read, is_over, expected) in [
            (
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n",
                true,
                Some(Answer::Whole { status: 200, stays_open: true }),
            ),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                false,
                Some(Answer::Whole { status: 200, stays_open: true }),
            ),
            ("HTTP/1.1 200 OK\r\nContent-Le", true, Some(Answer::Part)),
        ] {
            assert_eq!(seen(&Method::HEAD, read.as_bytes(), is_over), expected, "{read:?} {is_over}");
        }
    }

    #[test]
    fn an_answer_ends_as_its_head_says() {
        let whole = |status, stays_open| Some(Answer::Whole { status, stays_open });
        for (read, is_over, expected) in [
            ("", false, None),
            ("", true, Some(Answer::None)),
            ("HTTP/1.1 200 OK\r\nContent-Le", false, None),
            ("HTTP/1.1 200 OK\r\nContent-Le", true, Some(Answer::Part)),
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", false, whole(200, true)),
            ("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nok", false, None),
            ("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nok", true, Some(Answer::Part)),
            ("HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n", false, whole(200, false)),
            ("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", false, whole(200, false)),
            ("HTTP/1.1 204 No Content\r\n\r\n", false, whole(204, true)),
            ("HTTP/1.0 200 OK\r\n\r\nto the end", false, None),
            ("HTTP/1.0 200 OK\r\n\r\nto the end", true, whole(200, false)),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                false,
                whole(200, true),
            ),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nA: b\r\n\r\n",
                false,
                whole(200, true),
            ),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n", false, None),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n", true, Some(Answer::Part)),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
                false,
                Some(Answer::Part),
            ),
            (
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n",
                false,
                whole(503, true),
            ),
            ("HTTP/1.1 100 Continue\r\n\r\n", false, None),
            ("SSH-2.0-OpenSSH\r\n", false, Some(Answer::Part)),
        ] {
            assert_eq!(seen(&Method::GET, read.as_bytes(), is_over), expected, "{read:?} {is_over}");
        }
    }
}
