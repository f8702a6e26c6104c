//! Clients that request something of a program while it is asked to stop. They are few, and pause between two requests:
//! they show what becomes of requests, and are no load test.

use std::{
    io::ErrorKind,
    iter,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use http::Method;
use stage::clock::now_ns;

use super::exchange::{Answer, Connection, head};
use crate::{
    address::HttpAddress,
    requests::{Fate, Request, Requests},
};

/// How long a slow client takes from the first to the last byte of its request.
const SLOW: Duration = Duration::from_millis(200);
/// How long a client pauses between two requests, at least and at most, in µs.
const PAUSE_US: [u64; 2] = [2_000, 8_000];
/// How long a client that was refused waits before it tries again.
const AFTER_A_REFUSAL: Duration = Duration::from_millis(10);

/// What a client does, in the order in which clients are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
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

/// The clients of one run.
pub(crate) struct Load {
    shared: Arc<Shared>,
    clients: Vec<JoinHandle<()>>,
}

/// What the clients have in common.
#[derive(Default)]
struct Shared {
    addresses: Vec<HttpAddress>,
    no_more: AtomicBool,
    give_up: AtomicBool,
    seen: Mutex<Vec<Request>>,
    /// When each idle connection was closed; `None` for one that was still open at the end.
    idle: Mutex<Vec<Option<u64>>>,
}

impl Load {
    /// Begins to request these addresses in turn, from so many clients. It does nothing without an address.
    pub(crate) fn begin(addresses: &[HttpAddress], connections: u32, seed: u64) -> Self {
        let shared = Arc::new(Shared { addresses: addresses.to_vec(), ..Shared::default() });
        let count = if addresses.is_empty() { 0 } else { connections };
        let clients = KINDS.into_iter().cycle().zip(0..count).map(|(kind, number)| {
            let shared = Arc::clone(&shared);
            let pauses = fastrand::Rng::with_seed(seed.wrapping_add(number.into()));
            thread::spawn(move || shared.be_client(kind, number as usize, pauses))
        });
        Self { clients: clients.collect(), shared }
    }

    /// How many requests were answered with a status below 400, and how many were not.
    pub(crate) fn so_far(&self) -> (usize, usize) {
        let seen = lock(&self.shared.seen);
        let good = seen.iter().filter(|request| matches!(request.fate, Fate::Answered(..400))).count();
        (good, seen.len() - good)
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
    fn be_client(&self, kind: Kind, number: usize, mut pauses: fastrand::Rng) {
        let mut kept: Option<(String, Connection)> = None;
        for address in self.addresses.iter().cycle().skip(number / KINDS.len()) {
            if self.no_more.load(Relaxed) {
                return;
            }
            let host = address.host_and_port();
            let reused = kept.take().filter(|(to, _)| *to == host);
            let (fate, mut connection) =
                self.request(kind, address, reused.map(|(_, connection)| connection));
            if let Some(connection) = connection.as_mut().filter(|_| kind == Kind::Idle) {
                let is_closed = connection.is_closed_while_idle(|| self.give_up.load(Relaxed));
                lock(&self.idle).push(is_closed.then(now_ns));
            }
            kept = connection.filter(|_| kind == Kind::KeptAlive).map(|connection| (host, connection));
            let [least, most] = PAUSE_US;
            let pause = Duration::from_micros(pauses.u64(least..=most));
            thread::sleep(if fate == Some(Fate::Refused) { AFTER_A_REFUSAL } else { pause });
        }
    }

    /// Sends one request, and notes its fate. Returns the connection if it can carry another.
    fn request(
        &self,
        kind: Kind,
        address: &HttpAddress,
        reused: Option<Connection>,
    ) -> (Option<Fate>, Option<Connection>) {
        let is_reused = reused.is_some();
        let note = |sent_ns, fate| {
            lock(&self.seen).push(Request { sent_ns, end_ns: now_ns(), reused: is_reused, fate });
            Some(fate)
        };
        let connection = reused.map_or_else(|| Connection::to(&address.host_and_port()), Ok);
        let mut connection = match connection {
            Ok(connection) => connection,
            Err(error) if error.kind() == ErrorKind::ConnectionReset => {
                return (note(None, Fate::Closed), None);
            }
            Err(_) => return (note(None, Fate::Refused), None),
        };
        let stays_open = matches!(kind, Kind::KeptAlive | Kind::Idle);
        if !self.send(kind, &mut connection, &head(&Method::GET, address, stays_open)) {
            return (note(None, Fate::Closed), None);
        }
        let sent_ns = Some(now_ns());
        match connection.answer(&Method::GET, || self.give_up.load(Relaxed)) {
            Answer::Whole { status, stays_open } => {
                (note(sent_ns, Fate::Answered(status)), Some(connection).filter(|_| stays_open))
            }
            Answer::None => (note(sent_ns, Fate::Closed), None),
            Answer::Part => (note(sent_ns, Fate::CutOff), None),
            Answer::GivenUp => (note(sent_ns, Fate::Unanswered), None),
        }
    }

    /// Writes a request, at once or in two halves. Whether the connection took it.
    fn send(&self, kind: Kind, connection: &mut Connection, request: &[u8]) -> bool {
        if kind != Kind::Slow {
            return connection.write(request).is_ok();
        }
        let (first, second) = request.split_at(request.len() / 2);
        if connection.write(first).is_err() {
            return false;
        }
        // In steps, so that it can give up.
        let step = SLOW / 20;
        let steps = iter::repeat_n(step, 20).take_while(|_| !self.give_up.load(Relaxed));
        steps.for_each(thread::sleep);
        connection.write(second).is_ok()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
