//! A server that keeps books of its own: which requests it has begun, and how it has ended them. Until it is asked it
//! answers each. Then it stops in one of many ways, and says what is in its books.

use std::{
    collections::BTreeMap,
    io::{self, Read, Write},
    net::{TcpListener, TcpStream},
    process,
    sync::Mutex,
    sync::{
        Arc, RwLock,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    thread,
    time::Duration,
};

/// The argument that makes a test program this server. A port follows it, or 0 for any.
pub(crate) const SERVE: &str = "--serve-with-a-ledger";

/// What it does once it is asked. Each is drawn anew for each life.
struct Mood {
    /// It takes no new connections: they are refused, or, if it keeps its listener, wait in a queue.
    closes_listener: bool,
    accepts: bool,
    /// It does nothing at all any more, and waits to be killed.
    hangs: bool,
    /// How long it goes on before it ends.
    goes_on: Duration,
}

struct Server {
    is_asked: AtomicBool,
    mood: Mood,
    /// How many of what. Whoever reads a request, or answers one, writes it down before the server can end.
    ledger: Mutex<BTreeMap<&'static str, u64>>,
    /// Held by who reads or answers, and by the end of the server for ever.
    at_work: RwLock<()>,
}

pub(crate) fn serve(port: &str) -> ! {
    let seed = fastrand::u64(..);
    let mut random = fastrand::Rng::with_seed(seed);
    let mood = Mood {
        closes_listener: random.bool(),
        accepts: random.bool(),
        hangs: random.u8(0..8) == 0,
        goes_on: Duration::from_millis(random.u64(0..600)),
    };
    let server = Arc::new(Server {
        is_asked: AtomicBool::new(false),
        mood,
        ledger: Mutex::default(),
        at_work: RwLock::default(),
    });
    let listener = TcpListener::bind(("127.0.0.1", port.parse().expect("a port"))).expect("the port is free");
    listener.set_nonblocking(true).expect("it can look");
    let address = listener.local_addr().expect("it has an address");
    let accepting = Arc::clone(&server);
    thread::spawn(move || accepting.accept(&listener, seed));
    println!("listening on {address}");
    // It is asked by the end of its input.
    let _ = io::stdin().read(&mut [0; 1]);
    server.is_asked.store(true, SeqCst);
    if !server.mood.hangs {
        thread::sleep(server.mood.goes_on);
    }
    // For ever: the end of a process runs no destructor, so nothing is read or answered after the books were said.
    let _end = server.at_work.write();
    let ledger = server.ledger.lock().expect("nobody panics");
    let counts: Vec<String> = ledger.iter().map(|(what, count)| format!("{what}={count}")).collect();
    println!("seed={seed} {}", counts.join(" "));
    if server.mood.hangs {
        thread::sleep(Duration::from_secs(3_600));
    }
    process::exit(0);
}

impl Server {
    fn is_asked(&self) -> bool {
        self.is_asked.load(SeqCst)
    }

    fn write_down(&self, what: &'static str) {
        *self.ledger.lock().expect("nobody panics").entry(what).or_default() += 1;
    }

    fn accept(self: &Arc<Self>, listener: &TcpListener, seed: u64) {
        for number in 0.. {
            let stream = loop {
                if self.is_asked() && self.mood.closes_listener {
                    return;
                }
                match listener.accept() {
                    _ if self.is_asked() && (self.mood.hangs || !self.mood.accepts) => {
                        // A short queue, which fills.
                        let _ = rustix::net::listen(listener, 1);
                        thread::sleep(Duration::from_secs(3_600));
                    }
                    Ok((stream, _)) => break stream,
                    Err(_) => thread::sleep(Duration::from_micros(500)),
                }
            };
            let server = Arc::clone(self);
            let random = fastrand::Rng::with_seed(seed ^ number);
            thread::spawn(move || server.converse(&stream, random));
        }
    }

    /// Answers one request after the other on a connection.
    fn converse(&self, mut stream: &TcpStream, mut random: fastrand::Rng) -> Option<()> {
        let mut read = Vec::new();
        loop {
            stream.peek(&mut [0; 1]).ok().filter(|length| *length > 0)?;
            {
                let _at_work = self.at_work.read().ok()?;
                let mut part = [0; 1_024];
                let length = stream.read(&mut part).ok().filter(|length| *length > 0)?;
                read.extend(&part[..length]);
                if !read.ends_with(b"\r\n\r\n") {
                    continue;
                }
                self.write_down("begun");
            }
            let is_last = String::from_utf8_lossy(&read).contains("connection: close");
            read.clear();
            thread::sleep(Duration::from_millis(random.u64(0..3) * random.u64(0..120)));
            let _at_work = self.at_work.read().ok()?;
            let way = if self.is_asked() { random.u8(0..6) } else { 0 };
            let (what, answer) = match way {
                0 | 1 => ("answered", "200 OK\r\nContent-Length: 2\r\n\r\nok"),
                2 => ("turned_away", "503 No\r\nContent-Length: 0\r\n\r\n"),
                3 => ("declined", "404 No\r\nContent-Length: 0\r\n\r\n"),
                4 => ("half_answered", "200 OK\r\nContent-Length: 9\r\n\r\nhal"),
                _ => ("dropped", ""),
            };
            if !answer.is_empty() {
                stream.write_all(format!("HTTP/1.1 {answer}").as_bytes()).ok()?;
            }
            self.write_down(what);
            if is_last || way > 3 || self.is_asked() && random.bool() {
                return None;
            }
        }
    }
}
