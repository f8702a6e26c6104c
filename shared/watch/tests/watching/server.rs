//! A server under load: what becomes of its requests. It is Python's, which is there wherever the originals are played.

use std::net::TcpListener;

use libtest_mimic::{Failed, Trial};
use still_standing::testing::{ensure, optional_trial};

use crate::call::{Call, missing_python};

/// A server that answers slowly, and on TERM either at once leaves, or answers what it has and then leaves.
const SERVER: &str = r#"
import http.server, signal, sys, threading, time
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        time.sleep(0.3)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")
    def log_message(self, *args): pass
class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 50
server = Server(("127.0.0.1", int(sys.argv[1])), Handler)
def stop(*_):
    threading.Thread(target=server.shutdown).start()
if sys.argv[2] == "answers":
    signal.signal(signal.SIGTERM, stop)
server.serve_forever(0.01)
server.socket.close()
time.sleep(0.6)
"#;

/// A server of streams of events. On TERM it closes them between two events, and goes on for a while, or it leaves at once:
/// then the system closes its streams, and has memory to give back before the process has ended.
const EVENTS: &str = r#"
import os, signal, socket, sys, threading, time
stops = threading.Event()
def stream(client):
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += client.recv(1000)
    client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not stops.is_set():
        client.sendall(b"c\r\ndata: tick\n\n\r\n")
        time.sleep(0.01)
    client.close()
def stop(*_):
    if sys.argv[2] == "leaves":
        os._exit(0)
    listener.close()
    stops.set()
    time.sleep(0.5)
    os._exit(0)
if sys.argv[2] == "leaves":
    os.posix_fallocate(os.memfd_create("given-back"), 0, 200 << 20)
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
signal.signal(signal.SIGTERM, stop)
while True:
    client, _ = listener.accept()
    threading.Thread(target=stream, args=(client,), daemon=True).start()
"#;

pub(crate) fn trials() -> Vec<Trial> {
    let test = |name: &'static str, test: fn(&str) -> Result<(), Failed>| {
        optional_trial(name, missing_python(), move || test(name))
    };
    vec![
        test("a server that answers what it has loses nothing that was in flight", |name| {
            let requests = play(name, "answers")?.run()?["requests"].clone();
            let of = |field: &str| requests[field].as_u64().unwrap_or_default();
            let is_so = of("in_flight") > 0 && of("in_flight") == of("in_flight_answered");
            ensure(is_so && of("refused") > 0, || requests.to_string())
        }),
        test("a server that leaves loses what was in flight", |name| {
            let call = play(name, "leaves")?;
            let run = call.run()?;
            let of = |field: &str| run["requests"][field].as_u64().unwrap_or_default();
            ensure(of("in_flight") > 0 && of("in_flight_answered") == 0, || run.to_string())?;
            ensure(of("cut_off") + of("unanswered") >= of("in_flight"), || run.to_string())?;
            ensure(run["refused_ns"].is_u64() && run["verdict"] == "killed", || run.to_string())?;
            call.says(1, "requests were lost")
        }),
        test("a stream that a server closes has ended, and one that it leaves is lost", |name| {
            let watched = |how: &str| -> Result<serde_json::Value, Failed> {
                let port = free_port()?.to_string();
                let (ready, load) = (format!("tcp:127.0.0.1:{port}"), format!("http://127.0.0.1:{port}/"));
                let options = ["--runs", "1", "--ready", &ready, "--load", &load];
                let program = ["--", "python3", "-c", EVENTS, &port, how];
                let call = Call::made(&format!("{name} {how}"), &[&options[..], &program].concat());
                Ok(call.run()?["requests"].clone())
            };
            let of = |requests: &serde_json::Value, what: &str| requests[what].as_u64().unwrap_or_default();
            let closed = watched("closes")?;
            let is_so =
                of(&closed, "in_flight_answered") == of(&closed, "in_flight") && of(&closed, "cut_off") == 0;
            ensure(of(&closed, "in_flight") > 0 && is_so, || closed.to_string())?;
            let left = watched("leaves")?;
            ensure(of(&left, "cut_off") >= of(&left, "in_flight"), || left.to_string())
        }),
        test("a load that nothing answers is an error", |name| {
            let port = free_port()?;
            let address = format!("http://127.0.0.1:{port}/");
            let arguments =
                ["--runs", "1", "--ready", "after:300ms", "--load", &address, "--", "sleep", "1000"];
            Call::made(name, &arguments).says(2, "a status that is accepted (100-399): Connection refused")
        }),
    ]
}

fn play(name: &str, how: &str) -> Result<Call, Failed> {
    let port = free_port()?;
    let address = format!("http://127.0.0.1:{port}/");
    let options = ["--runs", "1", "--ready", &address, "--load", &address, "--fail-on", "lost"];
    let program = ["--", "python3", "-c", SERVER, &port.to_string(), how];
    Ok(Call::made(name, &[&options[..], &program].concat()))
}

pub(crate) fn free_port() -> Result<u16, Failed> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    Ok(listener.local_addr().map_err(|error| error.to_string())?.port())
}
