//! Finds out when a listener refuses the first new connection.

use std::{
    io::ErrorKind,
    net::{SocketAddr, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    thread,
    time::Duration,
};

use stage::clock::now_ns;

/// How often it connects. A refusal is seen that much late at most.
const EVERY: Duration = Duration::from_millis(2);
/// How long a connection may take: one that waits in a full queue is not refused.
const CONNECT: Duration = Duration::from_millis(100);
/// Not refused yet.
const NEVER: u64 = 0;

/// Connects again and again, and closes each connection at once, until one is refused.
pub(crate) struct Probe {
    refused_at: Arc<AtomicU64>,
    is_over: Arc<AtomicBool>,
}

impl Probe {
    /// Begins to connect to this address; does nothing without one.
    pub(crate) fn begin(address: Option<SocketAddr>) -> Self {
        let probe = Self { refused_at: Arc::new(AtomicU64::new(NEVER)), is_over: Arc::default() };
        if let Some(address) = address {
            let (refused_at, is_over) = (Arc::clone(&probe.refused_at), Arc::clone(&probe.is_over));
            thread::spawn(move || {
                while !is_over.load(Relaxed) {
                    let connected = TcpStream::connect_timeout(&address, CONNECT);
                    if connected.is_err_and(|error| error.kind() == ErrorKind::ConnectionRefused) {
                        return refused_at.store(now_ns(), Relaxed);
                    }
                    thread::sleep(EVERY);
                }
            });
        }
        probe
    }

    /// When a connection was refused, on the clock; `None` if none was.
    pub(crate) fn refused_at(&self) -> Option<u64> {
        Some(self.refused_at.load(Relaxed)).filter(|at| *at != NEVER)
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.is_over.store(true, Relaxed);
    }
}
