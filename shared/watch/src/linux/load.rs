//! Clients that request something of a program while it is asked to stop. They are few, and pause between two requests:
//! they show what becomes of requests, and are no load test.

use std::{
    io::{self, ErrorKind},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use stage::clock::now_ns;

use super::{
    answer::Answer,
    exchange::{Connection, head},
    processes,
};
use crate::{
    address::{HttpAddress, Place},
    manner::Manner,
    plan::Plan,
    requests::{Ending, Request, Requests},
};

/// How long a slow client takes from the first to the last byte of its request.
const SLOW: Duration = Duration::from_millis(200);
/// How long a client pauses between two requests, at least and at most, in µs.
const PAUSE_US: [u64; 2] = [2_000, 8_000];
/// How long a client that was refused waits before it tries again.
const AFTER_A_REFUSAL: Duration = Duration::from_millis(10);

/// What a client does, in the order in which clients are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Sends one request after the other on one connection.
    KeptAlive,
    /// Makes a connection for each request.
    New,
    /// The same, and takes its time for each request.
    Slow,
    /// Sends one request, and then keeps its connection open.
    Idle,
}

const KINDS: [Kind; 4] = [Kind::KeptAlive, Kind::New, Kind::Slow, Kind::Idle];

/// A connection that carries requests.
pub(crate) trait Carrier: Sized {
    /// Whether it carries no further request.
    fn is_stale(&mut self) -> bool;

    /// Waits until the other side closes a connection that is idle. Whether it did before the client gave up.
    fn is_closed_while_idle(&mut self, give_up: impl Fn() -> bool) -> bool;

    /// Sends a request, or some that overlap, on this connection or a new one, with pauses between them, and notes how they
    /// ended. Returns how the last did, and the connection if it can carry another.
    fn carry(
        clients: &Shared,
        kind: Kind,
        address: &HttpAddress,
        reused: Option<Self>,
        pause: impl FnMut() -> Duration,
    ) -> (Ending, Option<Self>);
}

/// The clients of one run.
pub(crate) struct Load {
    shared: Arc<Shared>,
    clients: Vec<JoinHandle<()>>,
}

/// What the clients have in common.
#[derive(Default)]
pub(crate) struct Shared {
    /// The program's main process.
    program: i32,
    addresses: Vec<HttpAddress>,
    pub(super) manner: Manner,
    no_more: AtomicBool,
    give_up: AtomicBool,
    seen: Mutex<Vec<Request>>,
    /// When each idle connection was closed; `None` for one that was still open at the end.
    idle: Mutex<Vec<Option<u64>>>,
    /// What was wrong with the last request that no answer came to, in words.
    wrong: Mutex<Option<String>>,
}

impl Load {
    /// Begins to request the addresses of a plan in turn, of this process. It does nothing without an address.
    pub(crate) fn begin(plan: &Plan, program: i32, seed: u64) -> Self {
        let (addresses, manner) = (plan.load.clone(), plan.manner.clone());
        let count = if addresses.is_empty() { 0 } else { plan.connections };
        let shared = Arc::new(Shared { program, addresses, manner, ..Shared::default() });
        let clients = KINDS.into_iter().cycle().zip(0..count).map(|(kind, number)| {
            let shared = Arc::clone(&shared);
            let pauses = fastrand::Rng::with_seed(seed.wrapping_add(number.into()));
            thread::spawn(move || {
                #[cfg(feature = "http2")]
                if shared.manner.is_http2 {
                    return shared.be_client::<super::http2::Connection>(kind, number as usize, pauses);
                }
                shared.be_client::<Connection>(kind, number as usize, pauses);
            })
        });
        Self { clients: clients.collect(), shared }
    }

    /// If some requests were over and none was good: how many, and what was wrong with the last.
    pub(crate) fn failed_so_far(&self) -> Option<(usize, String)> {
        let seen = lock(&self.shared.seen);
        let last = seen.last()?;
        let said = match last.ending {
            Ending::Answered(status) => format!("it answered with status {status}"),
            _ => lock(&self.shared.wrong).clone().unwrap_or_default(),
        };
        (!seen.iter().any(Request::is_good)).then_some((seen.len(), said))
    }

    /// From now on no new request is sent.
    pub(crate) fn no_more(&self) {
        self.shared.no_more.store(true, Relaxed);
    }

    /// Gives up what is not answered, and says what became of all requests; `None` without clients.
    pub(crate) fn end(self, asked_ns: u64) -> Option<Requests> {
        self.no_more();
        self.shared.give_up.store(true, Relaxed);
        if self.clients.is_empty() {
            return None;
        }
        for client in self.clients {
            let _ = client.join();
        }
        let idle: Option<Vec<u64>> = lock(&self.shared.idle).iter().copied().collect();
        let idle = idle.and_then(|closed| closed.into_iter().max());
        let idle_closed_ns = idle.and_then(|closed| closed.checked_sub(asked_ns));
        Some(Requests { idle_closed_ns, ..Requests::of(&lock(&self.shared.seen), asked_ns) })
    }
}

impl Shared {
    fn be_client<C: Carrier>(&self, kind: Kind, number: usize, mut pauses: fastrand::Rng) {
        // A connection that is kept, and to where.
        let mut kept: Option<(Place, C)> = None;
        let [least, most] = PAUSE_US;
        let mut pause = || Duration::from_micros(pauses.u64(least..=most));
        for address in self.addresses.iter().cycle().skip(number / KINDS.len()) {
            if self.sends_no_more() {
                return;
            }
            // As clients do, it looks whether the connection is closed before it sends something.
            let reused = kept.take().and_then(|(place, mut connection)| {
                (place == *address.place() && !connection.is_stale()).then_some(connection)
            });
            let (ending, mut connection) = C::carry(self, kind, address, reused, &mut pause);
            if let Some(connection) = connection.as_mut().filter(|_| kind == Kind::Idle) {
                let is_closed = connection.is_closed_while_idle(|| self.gives_up());
                lock(&self.idle).push(is_closed.then(now_ns));
            }
            let keeps = kind == Kind::KeptAlive;
            kept = connection.filter(|_| keeps).map(|connection| (address.place().clone(), connection));
            thread::sleep(if ending == Ending::Refused { AFTER_A_REFUSAL } else { pause() });
        }
    }

    /// Whether clients are to send no new request.
    pub(super) fn sends_no_more(&self) -> bool {
        self.no_more.load(Relaxed)
    }

    /// Whether clients are to give up what is not answered.
    pub(super) fn gives_up(&self) -> bool {
        self.give_up.load(Relaxed)
    }

    /// Sends one request by HTTP/1.1.
    fn request(
        &self,
        kind: Kind,
        address: &HttpAddress,
        reused: Option<Connection>,
    ) -> (Ending, Option<Connection>) {
        let connection = reused.map_or_else(|| Connection::to(address, &self.manner), Ok);
        let mut connection = match connection {
            Ok(connection) => connection,
            Err(error) => {
                return (self.note(None, without_connection(&error), Some(&error.to_string())), None);
            }
        };
        let stays_open = matches!(kind, Kind::KeptAlive | Kind::Idle);
        let method = &self.manner.method.0;
        match self.send(kind, &mut connection, &head(method, address, &self.manner, stays_open)) {
            Ok(true) => {}
            Ok(false) => return (self.note(None, Ending::GoingOn, None), None),
            Err(error) => {
                let ending = Ending::Closed { was_first: true };
                return (self.note(None, ending, Some(&error.to_string())), None);
            }
        }
        let sent_ns = Some(now_ns());
        let answer = connection.answer(method, || self.give_up.load(Relaxed));
        let carries_another = matches!(answer, Answer::Whole { stays_open: true, .. });
        (
            self.note(sent_ns, self.ending_of(answer), answer.wrong()),
            Some(connection).filter(|_| carries_another),
        )
    }

    /// How a request ended that had this answer.
    pub(super) fn ending_of(&self, answer: Answer) -> Ending {
        match answer {
            Answer::Whole { status, .. } => Ending::Answered(status),
            // The end of the process closes it, too.
            Answer::Stream { .. } if processes::is_ending(self.program) => Ending::CutOff,
            Answer::Stream { status } => Ending::Answered(status),
            Answer::None { was_first } => Ending::Closed { was_first },
            Answer::NotTaken => Ending::NotTaken,
            Answer::Part | Answer::Foreign => Ending::CutOff,
            Answer::GivenUp { .. } => Ending::GoingOn,
        }
    }

    /// Writes down how a request ended just now, and what was wrong.
    pub(super) fn note(&self, sent_ns: Option<u64>, ending: Ending, wrong: Option<&str>) -> Ending {
        self.note_at(now_ns(), sent_ns, ending, wrong)
    }

    /// Writes down how a request ended, when, and what was wrong.
    pub(super) fn note_at(
        &self,
        end_ns: u64,
        sent_ns: Option<u64>,
        ending: Ending,
        wrong: Option<&str>,
    ) -> Ending {
        let is_accepted = match ending {
            Ending::Answered(status) => self.manner.accepted.accept(status),
            _ => false,
        };
        let is_repeatable = self.manner.method.0.is_idempotent();
        if let Some(wrong) = wrong {
            *lock(&self.wrong) = Some(wrong.to_owned());
        }
        lock(&self.seen).push(Request { sent_ns, end_ns, is_repeatable, is_accepted, ending });
        ending
    }

    /// Writes a request, at once or in two halves. Whether it was sent before the client gave up.
    fn send(&self, kind: Kind, connection: &mut Connection, request: &[u8]) -> io::Result<bool> {
        if kind != Kind::Slow {
            return connection.write(request).map(|()| true);
        }
        let (first, second) = request.split_at(request.len() / 2);
        connection.write(first)?;
        // In steps, so that it can give up.
        for _ in 0..20 {
            if self.give_up.load(Relaxed) {
                return if connection.is_stale() {
                    Err(ErrorKind::ConnectionAborted.into())
                } else {
                    Ok(false)
                };
            }
            thread::sleep(SLOW / 20);
        }
        connection.write(second).map(|()| true)
    }
}

impl Carrier for Connection {
    fn is_stale(&mut self) -> bool {
        Self::is_stale(self)
    }

    fn is_closed_while_idle(&mut self, give_up: impl Fn() -> bool) -> bool {
        Self::is_closed_while_idle(self, give_up)
    }

    fn carry(
        clients: &Shared,
        kind: Kind,
        address: &HttpAddress,
        reused: Option<Self>,
        _: impl FnMut() -> Duration,
    ) -> (Ending, Option<Self>) {
        clients.request(kind, address, reused)
    }
}

/// How a request ended that had no connection.
pub(super) fn without_connection(error: &io::Error) -> Ending {
    match error.kind() {
        ErrorKind::TimedOut => Ending::TimedOut,
        // It was accepted, and dropped before anything was sent.
        ErrorKind::ConnectionReset => Ending::Closed { was_first: true },
        _ => Ending::Refused,
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
