//! A request by HTTP/1.1 on a connection, and how it ends.

use std::io::{self, ErrorKind, Read, Write};

use http::Method;

use super::{
    answer::{Answer, End, seen, status},
    socket::is_only_late,
    stream::Stream,
};
use crate::{address::HttpAddress, manner::Manner};

/// A connection that carries requests.
pub(crate) struct Connection {
    stream: Stream,
    read: Vec<u8>,
}

impl Connection {
    /// Connects to a service.
    ///
    /// # Errors
    /// If that is refused, or takes too long.
    pub(crate) fn to(address: &HttpAddress, manner: &Manner) -> io::Result<Self> {
        Ok(Self { stream: Stream::to(address, manner, b"http/1.1")?, read: Vec::new() })
    }

    /// Whether it is closed already, so that it carries no further request.
    pub(crate) fn is_stale(&self) -> bool {
        self.stream.socket().is_stale()
    }

    /// Writes a part of a request.
    ///
    /// # Errors
    /// If the connection is closed.
    pub(crate) fn write(&mut self, part: &[u8]) -> io::Result<()> {
        self.stream.write_all(part)?;
        self.stream.flush()
    }

    /// Reads the answer to a request of this method.
    pub(crate) fn answer(&mut self, method: &Method, give_up: impl Fn() -> bool) -> Answer {
        self.read.clear();
        let mut part = [0; 16 * 1_024];
        loop {
            // What came before it was to give up is still read.
            let is_last = give_up();
            let end = match self.stream.read(&mut part) {
                Ok(0) => End::Closed { was_first: self.stream.socket().has_unread() },
                Ok(length) => {
                    self.read.extend(&part[..length]);
                    End::Open
                }
                Err(error) if is_only_late(&error) => {
                    if is_last {
                        return Answer::GivenUp { status: status(&self.read) };
                    }
                    continue;
                }
                // TLS whose other side closed the connection without a word of its own.
                Err(error) if error.kind() == ErrorKind::UnexpectedEof && self.read.is_empty() => {
                    End::Closed { was_first: self.stream.socket().has_unread() }
                }
                Err(_) => End::Reset,
            };
            match seen(method, &self.read, end) {
                Some(answer) => return answer,
                None if is_last => return Answer::GivenUp { status: status(&self.read) },
                None => {}
            }
        }
    }

    /// Waits until the other side closes a connection that is idle. Whether it did before the client gave up.
    pub(crate) fn is_closed_while_idle(&mut self, give_up: impl Fn() -> bool) -> bool {
        let mut part = [0; 1];
        loop {
            let is_last = give_up();
            match self.stream.read(&mut part) {
                Err(error) if is_only_late(&error) => {
                    if is_last {
                        return false;
                    }
                }
                _ => return true,
            }
        }
    }
}

/// A request, which has no body.
pub(crate) fn head(method: &Method, address: &HttpAddress, manner: &Manner, stays_open: bool) -> Vec<u8> {
    let connection = if stays_open { "keep-alive" } else { "close" };
    let mut head = format!("{method} {} HTTP/1.1\r\n", address.path()).into_bytes();
    let mut field = |name: &str, value: &[u8]| head.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
    for (name, value) in [
        ("host", address.host()),
        ("user-agent", "still-standing"),
        ("content-length", "0"),
        ("connection", connection),
    ] {
        // What the user gives stands for ours.
        if !manner.fields.iter().any(|given| given.0 == name) {
            field(name, value.as_bytes());
        }
    }
    manner.fields.iter().for_each(|given| field(given.0.as_str(), given.1.as_bytes()));
    head.extend(b"\r\n");
    head
}

/// Asks once, on a connection of its own. Returns the status.
///
/// # Errors
/// If the connection fails, or is closed before the answer is there, with what is wrong.
pub(crate) fn ask(
    method: &Method,
    address: &HttpAddress,
    manner: &Manner,
    give_up: impl Fn() -> bool,
) -> io::Result<u16> {
    let answer = answer_to(method, address, manner, give_up)?;
    match answer {
        Answer::Whole { status, .. } | Answer::Stream { status } => Ok(status),
        Answer::GivenUp { status: None } => Err(io::Error::new(ErrorKind::TimedOut, "it did not answer")),
        Answer::GivenUp { status: Some(status) } => {
            let said = format!("it answered with status {status}, and its answer did not end");
            Err(io::Error::new(ErrorKind::TimedOut, said))
        }
        Answer::None { .. } | Answer::NotTaken | Answer::Part | Answer::Foreign => {
            Err(io::Error::other(answer.wrong().unwrap_or_default()))
        }
    }
}

fn answer_to(
    method: &Method,
    address: &HttpAddress,
    manner: &Manner,
    give_up: impl Fn() -> bool,
) -> io::Result<Answer> {
    #[cfg(feature = "http2")]
    if manner.is_http2 {
        return super::http2::ask(method, address, manner, give_up);
    }
    let mut connection = Connection::to(address, manner)?;
    connection.write(&head(method, address, manner, false))?;
    Ok(connection.answer(method, give_up))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_has_the_fields_that_were_given() {
        let address = "http://127.0.0.1:80/x".parse().unwrap();
        let fields = ["Authorization: Basic eDp5", "Host: example.org"].map(|field| field.parse().unwrap());
        let manner = Manner { fields: fields.to_vec(), ..Manner::default() };
        let head = String::from_utf8(head(&Method::POST, &address, &manner, true)).unwrap();
        let expected = "POST /x HTTP/1.1\r\nuser-agent: still-standing\r\ncontent-length: 0\r\nconnection: keep-alive\r\n\
                        authorization: Basic eDp5\r\nhost: example.org\r\n\r\n";
        assert_eq!(head, expected);
    }
}
