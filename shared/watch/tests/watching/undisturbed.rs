//! A watch takes no part in what it watches: without a load it connects to nothing. And it sees what another process does in
//! the program's place.

use std::{fs, net::TcpListener, path::Path, thread, time::Duration};

use libtest_mimic::{Failed, Trial};
use serde_json::json;
use still_standing::testing::{ensure, optional_trial};

use crate::{
    call::{Call, missing_python, trial},
    server::free_port,
};

/// A server that counts its connections, and says on TERM how many there were.
const COUNTS: &str = r#"
import signal, socket, sys
count = 0
def stop(*_):
    print("connections:", count, flush=True)
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print("up", flush=True)
while True:
    listener.accept()
    count += 1
"#;

/// A server whose flag is looked at when a client comes, so that it goes on until one does.
pub(crate) const WAITS_FOR_A_CLIENT: &str = r#"
import signal, socket, sys
goes_on = True
def stop(*_):
    global goes_on
    goes_on = False
signal.signal(signal.SIGTERM, stop)
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
print("up", flush=True)
while goes_on:
    listener.accept()
"#;

/// A server that ends when it was asked and no client came for a while.
const DRAINS: &str = r#"
import signal, socket, sys, threading
asked = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: asked.set())
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
listener.settimeout(0.3)
print("up", flush=True)
while True:
    try: listener.accept()
    except TimeoutError:
        if asked.is_set(): sys.exit(0)
"#;

pub(crate) fn trials() -> Vec<Trial> {
    let test = |name: &'static str, test: fn(&str) -> Result<(), Failed>| {
        optional_trial(name, missing_python(), move || test(name))
    };
    vec![
        test("a program that counts its connections has none", |name| {
            for ready in ["line", "tcp"] {
                let call = python(name, COUNTS, ready, "TERM,10s,KILL")?;
                call.has("/printed_last/1", &json!("connections: 0"))?;
                // The end of its listener is seen nevertheless.
                ensure(call.run()?["refused_ns"].is_u64(), || call.stdout.clone())?;
            }
            Ok(())
        }),
        test("a program that waits for a client is not helped", |name| {
            let call = python(name, WAITS_FOR_A_CLIENT, "line", "TERM,500ms,KILL")?;
            call.has("/verdict", &json!("killed"))?;
            call.has("/exit", &json!({ "signal": 9 }))
        }),
        test("a program that waits until no client comes is not kept", |name| {
            let call = python(name, DRAINS, "line", "TERM,10s,KILL")?;
            call.has("/exit", &json!({ "status": 0 }))
        }),
        trial("a service that another process runs is still standing", |name| {
            let port = free_port()?;
            let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("watching-asks-a-daemon");
            let _ = fs::remove_file(&file);
            let asked_for = file.clone();
            thread::spawn(move || {
                while !asked_for.exists() {
                    thread::sleep(Duration::from_millis(2));
                }
                let _listener = TcpListener::bind(("127.0.0.1", port));
                thread::sleep(Duration::from_secs(60));
            });
            let script =
                format!("trap 'exit 0' TERM; touch {}; while :; do sleep 0.01; done", file.display());
            let ready = format!("tcp:127.0.0.1:{port}");
            let arguments = ["--ready", &ready, "--ask", "TERM", "--horizon", "300ms"];
            let call = Call::script(name, &arguments, &script);
            call.has("/verdict", &json!("still-standing"))?;
            call.has("/left/listeners", &json!([format!("127.0.0.1:{port}")]))
        }),
    ]
}

/// Watches a server of Python's in one run.
pub(crate) fn python(name: &str, server: &str, ready: &str, ask: &str) -> Result<Call, Failed> {
    let port = free_port()?.to_string();
    let ready = if ready == "tcp" { format!("tcp:127.0.0.1:{port}") } else { "line:up".to_owned() };
    let options = ["--runs", "1", "--ready", &ready, "--ask", ask];
    let call = Call::made(name, &[&options[..], &["--", "python3", "-c", server, &port]].concat());
    call.says(0, "What was seen is in")?;
    Ok(call)
}
