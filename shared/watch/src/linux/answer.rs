//! How the answer to a request ends, by HTTP/1.1 (RFC 9112). What it says is not looked at.

use http::Method;
use httparse::{EMPTY_HEADER, Header, Response, Status, parse_chunk_size};

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
    /// It is a stream of events, and the connection was closed between two of them. A client that wants more of them
    /// connects again, and has lost none (HTML, section 9.2.3).
    Stream { status: u16 },
    /// The connection ended before its first byte.
    None {
        /// Whether that end was there before the request.
        was_first: bool,
    },
    /// There is none, and the service said that it has not taken the request (RFC 9113, section 8.7).
    #[cfg_attr(not(feature = "http2"), expect(dead_code, reason = "HTTP/1.1 has no word for it"))]
    NotTaken,
    /// The connection ended within it.
    Part,
    /// It is no answer of the HTTP that was asked for.
    Foreign,
    /// The client gave up.
    GivenUp {
        /// The status, if the head of the answer was there.
        status: Option<u16>,
    },
}

impl Answer {
    /// What is wrong with it, in words; `None` if that is nothing of its own.
    pub(crate) fn wrong(self) -> Option<&'static str> {
        match self {
            Self::Whole { .. } | Self::Stream { .. } | Self::GivenUp { .. } => None,
            Self::None { .. } => Some("it closed the connection without an answer"),
            Self::NotTaken => Some("it said that it has not taken the request"),
            Self::Part => Some("it closed the connection within its answer"),
            Self::Foreign => {
                Some("its answer is none of the HTTP that was asked for (HTTP/1.1, or HTTP/2 by --http2)")
            }
        }
    }
}

/// How the connection looked when the answer was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// More may come.
    Open,
    /// Nothing more comes: the other side closed it.
    Closed {
        /// Whether it did before the request came there.
        was_first: bool,
    },
    /// It was reset, which is never the end of an answer without a length.
    Reset,
}

/// How the answer to a request of this method ended, of which this was read; `None` if more is to come. Where the body
/// ends: RFC 9112, section 6.3.
pub(crate) fn seen(method: &Method, read: &[u8], end: End) -> Option<Answer> {
    if read.is_empty() {
        return match end {
            End::Open => None,
            End::Closed { was_first } => Some(Answer::None { was_first }),
            End::Reset => Some(Answer::None { was_first: false }),
        };
    }
    let cut = (end != End::Open).then_some(Answer::Part);
    let mut fields = [EMPTY_HEADER; FIELDS];
    let mut response = Response::new(&mut fields);
    let head = match response.parse(read) {
        Ok(Status::Complete(head)) => head,
        Ok(Status::Partial) => return cut,
        Err(_) => return Some(Answer::Foreign),
    };
    let status = response.code.unwrap_or_default();
    if (100..200).contains(&status) {
        let rest = &read[head..];
        return if rest.is_empty() { cut } else { seen(method, rest, end) };
    }
    let field = |name: &str| field(response.headers, name);
    let connection = field("connection").unwrap_or_default();
    let stays_open = if response.version == Some(1) {
        !connection.contains("close")
    } else {
        connection.contains("keep-alive")
    };
    let whole = Some(Answer::Whole { status, stays_open });
    if method == Method::HEAD || matches!(status, 204 | 304) {
        return whole;
    }
    let body = &read[head..];
    let is_closed = matches!(end, End::Closed { .. });
    let is_stream = field("content-type").is_some_and(|kind| kind.starts_with("text/event-stream"));
    let ended =
        |body: &[u8]| (is_closed && is_between_events(body)).then_some(Answer::Stream { status }).or(cut);
    if field("transfer-encoding").is_some_and(|it| it.contains("chunked")) {
        return match chunks(body) {
            Ok(Chunks { is_over: true, .. }) => whole,
            Ok(chunks) if is_stream && chunks.is_between => ended(&chunks.content),
            Ok(_) => cut,
            Err(()) => Some(Answer::Foreign),
        };
    }
    match field("content-length").and_then(|length| length.trim().parse::<usize>().ok()) {
        Some(length) if body.len() >= length => whole,
        Some(_) => cut,
        None if is_stream => ended(body),
        // Without a length, the close of the connection is the end of the answer.
        None if is_closed => Some(Answer::Whole { status, stays_open: false }),
        None => cut,
    }
}

/// The status of an answer whose head is there.
pub(crate) fn status(read: &[u8]) -> Option<u16> {
    let mut fields = [EMPTY_HEADER; FIELDS];
    let mut response = Response::new(&mut fields);
    response.parse(read).ok().filter(Status::is_complete).and(response.code)
}

/// A field of a head, in small letters.
fn field(fields: &[Header<'_>], name: &str) -> Option<String> {
    let found = fields.iter().find(|field| field.name.eq_ignore_ascii_case(name));
    found.map(|field| String::from_utf8_lossy(field.value).to_ascii_lowercase())
}

/// Whether a stream of events ends behind a whole one, which a blank line ends.
fn is_between_events(body: &[u8]) -> bool {
    body.is_empty() || [&b"\n\n"[..], b"\r\n\r\n", b"\r\r"].iter().any(|end| body.ends_with(end))
}

/// What was read of a body in chunks.
struct Chunks {
    /// Whether the last chunk is there, and what follows it: a blank line, or trailing fields.
    is_over: bool,
    /// Whether it ends behind a whole chunk.
    is_between: bool,
    content: Vec<u8>,
}

/// What is there of a body in chunks (RFC 9112, section 7.1).
fn chunks(body: &[u8]) -> Result<Chunks, ()> {
    let mut seen = Chunks { is_over: false, is_between: false, content: Vec::new() };
    let mut rest = body;
    loop {
        if rest.is_empty() {
            seen.is_between = true;
            return Ok(seen);
        }
        let (start, length) = match parse_chunk_size(rest) {
            Ok(Status::Complete(chunk)) => chunk,
            Ok(Status::Partial) => return Ok(seen),
            Err(_) => return Err(()),
        };
        if length == 0 {
            let end = &rest[start..];
            seen.is_over = end.starts_with(b"\r\n") || end.windows(4).any(|window| window == b"\r\n\r\n");
            return Ok(seen);
        }
        let end = usize::try_from(length).ok().and_then(|length| start.checked_add(length)).ok_or(())?;
        let next = end.checked_add(2).ok_or(())?;
        let Some(after) = rest.get(next..) else { return Ok(seen) };
        seen.content.extend(&rest[start..end]);
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOSED: End = End::Closed { was_first: false };

    fn end(is_over: bool) -> End {
        if is_over { CLOSED } else { End::Open }
    }

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
            assert_eq!(seen(&Method::HEAD, read.as_bytes(), end(is_over)), expected, "{read:?} {is_over}");
        }
    }

    #[test]
    fn an_answer_ends_as_its_head_says() {
        let whole = |status, stays_open| Some(Answer::Whole { status, stays_open });
        for (read, is_over, expected) in [
            ("", false, None),
            ("", true, Some(Answer::None { was_first: false })),
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
                Some(Answer::Foreign),
            ),
            (
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n",
                false,
                whole(503, true),
            ),
            ("HTTP/1.1 100 Continue\r\n\r\n", false, None),
            ("HTTP/1.1 100 Continue\r\n\r\n", true, Some(Answer::Part)),
            ("SSH-2.0-OpenSSH\r\n", false, Some(Answer::Foreign)),
        ] {
            assert_eq!(seen(&Method::GET, read.as_bytes(), end(is_over)), expected, "{read:?} {is_over}");
        }
    }

    #[test]
    fn an_open_stream_of_events_may_end_between_two_of_them() {
        let stream = Some(Answer::Stream { status: 200 });
        for (fields, body, expected) in [
            ("Transfer-Encoding: chunked\r\n", "6\r\nd: 1\n\n\r\n", stream),
            // An event in two chunks.
            ("Transfer-Encoding: chunked\r\n", "5\r\nd: 1\n\r\n1\r\n\n\r\n", stream),
            ("Transfer-Encoding: chunked\r\n", "", stream),
            ("Transfer-Encoding: chunked\r\n", "5\r\nd: 1\n\r\n", Some(Answer::Part)),
            ("Transfer-Encoding: chunked\r\n", "6\r\nd: 1\n\n\r\n6\r\nd: ", Some(Answer::Part)),
            ("Connection: close\r\n", "d: 1\r\n\r\n", stream),
            ("Connection: close\r\n", "d: 1\r\n", Some(Answer::Part)),
        ] {
            let read = format!("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{fields}\r\n{body}");
            let seen = |end| super::seen(&Method::GET, read.as_bytes(), end);
            assert_eq!(seen(CLOSED), expected, "{read:?}");
            assert_eq!((seen(End::Open), seen(End::Reset)), (None, Some(Answer::Part)), "{read:?}");
            assert_eq!(status(read.as_bytes()), Some(200));
        }
    }

    #[test]
    fn a_reset_is_no_end_of_an_answer() {
        assert_eq!(seen(&Method::GET, b"", End::Reset), Some(Answer::None { was_first: false }));
        let open = b"HTTP/1.0 200 OK\r\n\r\nto the end";
        assert_eq!(seen(&Method::GET, open, End::Reset), Some(Answer::Part));
        let first = End::Closed { was_first: true };
        assert_eq!(seen(&Method::GET, b"", first), Some(Answer::None { was_first: true }));
    }
}
