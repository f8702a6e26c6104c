//! Requests by HTTP/2 (RFC 9113), several at a time on one connection. The library `h2` speaks it, and is driven by a loop that
//! waits for the socket, as the clients by HTTP/1.1 wait for theirs: no runtime is needed.

use std::{
    future::Future,
    io::{self, ErrorKind},
    os::fd::{AsFd, OwnedFd},
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    task::{Context, Poll, Wake, Waker, ready},
    time::{Duration, Instant},
};

use h2::{
    Reason, RecvStream,
    client::{self, ResponseFuture, SendRequest},
};
use http::{Method, Request, Uri, header::HOST};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::ioctl_fionbio,
};
use stage::clock::now_ns;

use super::{answer::Answer, nonblocking::NonBlocking, socket::CONNECT, stream::Stream};
use crate::{address::HttpAddress, manner::Manner};

/// How often a client that waits looks whether it should give up.
const LOOK: Duration = Duration::from_millis(10);

/// Requests have no body.
type Body = &'static [u8];

/// A connection that carries requests.
pub(crate) struct Connection {
    requests: SendRequest<Body>,
    /// What sends and receives; `None` once it is over.
    frames: Option<client::Connection<NonBlocking, Body>>,
    socket: OwnedFd,
    woken: Arc<Woken>,
}

/// A request that was sent.
pub(crate) struct Exchange {
    pub(crate) sent_ns: u64,
    stage: Stage,
    /// How it ended, and when, on the clock; `None` while it goes on.
    pub(crate) end: Option<(Answer, u64)>,
}

enum Stage {
    Head(ResponseFuture),
    /// With its status.
    Body(u16, RecvStream),
}

/// Whether something can go on since it was last looked.
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, SeqCst);
    }
}

impl Connection {
    /// Connects to a service.
    ///
    /// # Errors
    /// If that is refused, or takes too long.
    pub(crate) fn to(address: &HttpAddress, manner: &Manner) -> io::Result<Self> {
        let stream = Stream::to(address, manner, b"h2")?;
        let socket = stream.socket().as_fd().try_clone_to_owned()?;
        ioctl_fionbio(&socket, true)?;
        let woken = Arc::new(Woken(AtomicBool::new(true)));
        let mut builder = client::Builder::new();
        builder.enable_push(false);
        let mut greeting = pin!(builder.handshake(NonBlocking(stream)));
        let (waker, start) = (Waker::from(Arc::clone(&woken)), Instant::now());
        loop {
            match greeting.as_mut().poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(done) => {
                    let (requests, frames) = done.map_err(io::Error::other)?;
                    return Ok(Self { requests, frames: Some(frames), socket, woken });
                }
                Poll::Pending if start.elapsed() > CONNECT => return Err(ErrorKind::TimedOut.into()),
                Poll::Pending => wait(&socket, PollFlags::OUT),
            }
        }
    }

    /// Whether it carries no further request: it is closed, or the service has said that it goes away.
    pub(crate) fn is_stale(&mut self) -> bool {
        self.drive(&mut []);
        let waker = Waker::from(Arc::clone(&self.woken));
        let takes = self.requests.poll_ready(&mut Context::from_waker(&waker));
        self.frames.is_none() || matches!(takes, Poll::Ready(Err(_)))
    }

    /// Sends a request; `None` if the service takes no more at a time.
    ///
    /// # Errors
    /// If the connection carries no further request.
    pub(crate) fn send(&mut self, request: Request<()>) -> io::Result<Option<Exchange>> {
        let waker = Waker::from(Arc::clone(&self.woken));
        match self.requests.poll_ready(&mut Context::from_waker(&waker)) {
            Poll::Pending => return Ok(None),
            Poll::Ready(takes) => takes.map_err(io::Error::other)?,
        }
        let (response, _) = self.requests.send_request(request, true).map_err(io::Error::other)?;
        self.drive(&mut []);
        Ok(Some(Exchange { sent_ns: now_ns(), stage: Stage::Head(response), end: None }))
    }

    /// Goes on with these requests. If nothing can be done, it waits a little.
    pub(crate) fn go_on(&mut self, exchanges: &mut [Exchange]) {
        let open = |exchanges: &[Exchange]| exchanges.iter().filter(|it| it.end.is_none()).count();
        let before = open(exchanges);
        self.drive(exchanges);
        if open(exchanges) == before {
            wait(&self.socket, PollFlags::IN);
        }
    }

    /// Waits until the other side closes a connection that is idle, or says that it goes away. Whether it did before the client
    /// gave up.
    pub(crate) fn is_closed_while_idle(&mut self, give_up: impl Fn() -> bool) -> bool {
        loop {
            let is_last = give_up();
            if self.is_stale() {
                return true;
            }
            if is_last {
                return false;
            }
            wait(&self.socket, PollFlags::IN);
        }
    }

    /// Does what can be done without waiting.
    fn drive(&mut self, exchanges: &mut [Exchange]) {
        let waker = Waker::from(Arc::clone(&self.woken));
        let mut context = Context::from_waker(&waker);
        loop {
            self.woken.0.store(false, SeqCst);
            if let Some(frames) = &mut self.frames
                && Pin::new(frames).poll(&mut context).is_ready()
            {
                self.frames = None;
            }
            for exchange in &mut *exchanges {
                let _ = exchange.go_on(&mut context);
            }
            if !self.woken.0.load(SeqCst) {
                return;
            }
        }
    }
}

impl Exchange {
    fn go_on(&mut self, context: &mut Context<'_>) -> Poll<()> {
        while self.end.is_none() {
            let answer = match &mut self.stage {
                Stage::Head(response) => match ready!(Pin::new(response).poll(context)) {
                    Ok(response) => {
                        let status = response.status().as_u16();
                        self.stage = Stage::Body(status, response.into_body());
                        continue;
                    }
                    Err(error) => failed(&Failed::of(&error), false),
                },
                Stage::Body(status, body) => match ready!(body.poll_data(context)) {
                    Some(Ok(part)) => {
                        let _ = body.flow_control().release_capacity(part.len());
                        continue;
                    }
                    Some(Err(error)) => failed(&Failed::of(&error), true),
                    None => Answer::Whole { status: *status, stays_open: true },
                },
            };
            self.end = Some((answer, now_ns()));
        }
        Poll::Ready(())
    }

    /// How it ended, and when; or that the client gave up, now.
    pub(crate) fn end(&self) -> (Answer, u64) {
        let status = match &self.stage {
            Stage::Head(_) => None,
            Stage::Body(status, _) => Some(*status),
        };
        self.end.unwrap_or_else(|| (Answer::GivenUp { status }, now_ns()))
    }
}

/// What is known of the end of a stream that has failed.
#[derive(Debug)]
struct Failed {
    /// Whether the service has ended it, or the library, because of what the service sent.
    by_service: bool,
    /// Whether that was for the whole connection. The library ends with the service's GOAWAY the streams above its last id alone:
    /// those that are below go on.
    goes_away: bool,
    /// Why; `None` if the connection was closed.
    reason: Option<Reason>,
}

impl Failed {
    fn of(error: &h2::Error) -> Self {
        Self { by_service: error.is_remote(), goes_away: error.is_go_away(), reason: error.reason() }
    }
}

/// How a request ended whose stream has failed, before its answer or within it.
fn failed(failed: &Failed, is_within: bool) -> Answer {
    match failed {
        // RFC 9113, sections 6.8 and 8.7.
        Failed { by_service: true, goes_away: true, .. } if !is_within => Answer::NotTaken,
        Failed { by_service: true, reason: Some(Reason::REFUSED_STREAM), .. } if !is_within => {
            Answer::NotTaken
        }
        Failed { by_service: false, reason: Some(_), .. } => Answer::Foreign,
        _ if is_within => Answer::Part,
        _ => Answer::None { was_first: false },
    }
}

/// A request, which has no body.
///
/// # Errors
/// If its address is none of HTTP/2.
pub(crate) fn request(method: &Method, address: &HttpAddress, manner: &Manner) -> io::Result<Request<()>> {
    let host = manner.fields.iter().find(|field| field.0 == HOST);
    let host = host.map_or(address.host().as_bytes(), |field| field.1.as_bytes());
    let uri = Uri::builder()
        .scheme(if address.is_tls() { "https" } else { "http" })
        .authority(host)
        .path_and_query(address.path())
        .build();
    let mut request = Request::new(());
    *request.method_mut() = method.clone();
    *request.uri_mut() = uri.map_err(io::Error::other)?;
    let fields = manner.fields.iter().filter(|field| field.0 != HOST);
    for field in fields {
        request.headers_mut().append(&field.0, field.1.clone());
    }
    request
        .headers_mut()
        .entry(http::header::USER_AGENT)
        .or_insert(http::HeaderValue::from_static("still-standing"));
    Ok(request)
}

/// Asks once, on a connection of its own, and returns how that ended.
///
/// # Errors
/// If the connection fails.
pub(crate) fn ask(
    method: &Method,
    address: &HttpAddress,
    manner: &Manner,
    give_up: impl Fn() -> bool,
) -> io::Result<Answer> {
    let mut connection = Connection::to(address, manner)?;
    let Some(mut exchange) = connection.send(request(method, address, manner)?)? else {
        return Ok(Answer::GivenUp { status: None });
    };
    while exchange.end.is_none() && !give_up() {
        connection.go_on(std::slice::from_mut(&mut exchange));
    }
    Ok(exchange.end().0)
}

/// Waits a little until this can be done with a socket.
fn wait(socket: &OwnedFd, what: PollFlags) {
    // Whatever comes of it, it is looked again.
    let _ = poll(&mut [PollFd::new(socket, what)], Timespec::try_from(LOOK).ok().as_ref());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_taken_is_known_from_what_is_lost() {
        let (not_taken, lost) = (Answer::NotTaken, Answer::None { was_first: false });
        for (by_service, goes_away, reason, is_within, expected) in [
            (true, true, Some(Reason::NO_ERROR), false, not_taken),
            (true, true, Some(Reason::INTERNAL_ERROR), false, not_taken),
            (true, false, Some(Reason::REFUSED_STREAM), false, not_taken),
            (true, false, Some(Reason::REFUSED_STREAM), true, Answer::Part),
            (true, false, Some(Reason::CANCEL), false, lost),
            (true, false, Some(Reason::INTERNAL_ERROR), false, lost),
            (true, false, Some(Reason::INTERNAL_ERROR), true, Answer::Part),
            // The connection was closed or reset.
            (false, false, None, false, lost),
            (false, false, None, true, Answer::Part),
            // It does not speak HTTP/2.
            (false, true, Some(Reason::FRAME_SIZE_ERROR), false, Answer::Foreign),
            (false, true, Some(Reason::PROTOCOL_ERROR), true, Answer::Foreign),
        ] {
            let seen = Failed { by_service, goes_away, reason };
            assert_eq!(failed(&seen, is_within), expected, "{seen:?} {is_within}");
        }
    }

    #[test]
    fn a_request_has_the_fields_that_were_given() {
        let address = "http://127.0.0.1:80/x?y".parse().unwrap();
        let fields = ["Authorization: Basic eDp5", "Host: example.org"].map(|field| field.parse().unwrap());
        let manner = Manner { fields: fields.to_vec(), ..Manner::default() };
        let request = request(&Method::POST, &address, &manner).unwrap();
        assert_eq!(
            (request.method(), request.uri().to_string()),
            (&Method::POST, "http://example.org/x?y".to_owned())
        );
        let names: Vec<&str> = request.headers().keys().map(http::HeaderName::as_str).collect();
        assert_eq!(names, ["authorization", "user-agent"]);
    }
}
