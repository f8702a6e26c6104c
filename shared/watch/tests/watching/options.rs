//! Programs as they are: with a standard input, a folder, an environment, a port of their own choice, behind a socket in the
//! file system, behind a password, and as process 1.

use std::{env, process::Command};

use libtest_mimic::{Failed, Trial};
use serde_json::json;
use still_standing::testing::{ensure, heavy, optional_trial};

use crate::{
    call::{Call, trial},
    ledger_server::SERVE,
};

/// It answers with 200 who knows the password and posts, and others with 401; over TCP, over a socket in the file system, or
/// over TLS.
pub(crate) const SERVER: &str = r#"
import http.server, os, socketserver, ssl, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self):
        known = self.headers.get("Authorization") == "Basic eDp5" and self.command == "POST"
        self.send_response(200 if known else 401)
        self.send_header("Content-Length", "0")
        self.end_headers()
    do_GET = do_POST = answer
    def address_string(self): return "a client"
    def log_message(self, *args): pass
if sys.argv[1] == "unix":
    server = socketserver.ThreadingUnixStreamServer(sys.argv[2], Handler)
else:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print("listening on", server.server_port, flush=True)
if sys.argv[1] == "tls":
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2])
    server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
"#;

const KNOWN: [&str; 6] = ["--header", "Authorization: Basic eDp5", "--method", "POST", "--status", "200"];

pub(crate) fn trials() -> Vec<Trial> {
    [of_the_start(), of_a_server()].into_iter().flatten().collect()
}

fn of_the_start() -> Vec<Trial> {
    let quick = ["--ready", "line:up", "--ask", "TERM,300ms,KILL"];
    vec![
        trial("standard input that is a pipe stays open", move |name| {
            let with = |stdin| {
                let options = ["--stdin", stdin, "--ready-within", "500ms"];
                Call::script(
                    &format!("{name} {stdin}"),
                    &[&quick[..], &options].concat(),
                    "cat; echo up; exec sleep 1000",
                )
            };
            with("pipe").says(2, "it was not ready within 500ms")?;
            with("null").has("/verdict", &json!("killed"))
        }),
        trial("a program has its folder and its environment", move |name| {
            let own = ["--cwd", "/proc", "--env", "SAID=a=b", "--env", "EMPTY="];
            let script = "echo up; echo $PWD $SAID ${EMPTY-unset}.; exec sleep 1000";
            let call = Call::script(name, &[&quick[..], &own].concat(), script);
            call.has("/printed_last", &json!(["up", "/proc a=b ."]))
        }),
        trial("process 1 gets no signal without a handler", move |name| {
            let call = Call::script(name, &[&quick[..], &["--pid1"]].concat(), "echo up; exec sleep 1000");
            if call.status == Some(2) {
                return call.says(2, "--pid1 needs the right to make a process namespace");
            }
            call.has("/exit", &json!({ "signal": 9 }))?;
            call.has("/ended_by", &json!(1))?;
            let script = "trap 'exit 5' TERM; setsid sleep 1000 & echo up $$; while :; do sleep 0.01; done";
            let call = Call::script(name, &[&quick[..], &["--pid1"]].concat(), script);
            call.has("/exit", &json!({ "status": 5 }))?;
            call.has("/printed_last", &json!(["up 1"]))?;
            // The system ends what is below it.
            call.has("/left/processes", &json!([]))
        }),
        trial("a port is read from the line that announces it", |name| {
            let this = env::current_exe().map_err(|error| error.to_string())?.display().to_string();
            let load = ["--load", "http://127.0.0.1:{port}/", "--ready", "line:listening on"];
            let arguments = ["--runs", "1", "--ask", "stdin-closed,2s,KILL", "--", &this, SERVE, "0"];
            let call = Call::made(name, &[&load[..], &arguments].concat());
            call.says(0, "")?;
            let before = call.run()?["requests"]["before_answered"].as_u64();
            ensure(before > Some(0), || format!("{before:?}"))
        }),
        trial("a port that nothing says is a wrong call", |name| {
            Call::made(name, &["--load", "http://127.0.0.1:{port}/", "--", "true"])
                .says(2, "lacks the port")?;
            let load = ["--ready", "line:up", "--load", "http://127.0.0.1:{port}/"];
            Call::script(name, &load, "echo up; exec sleep 1000").says(2, "says no port")
        }),
    ]
}

fn of_a_server() -> Vec<Trial> {
    let python = lacks("python3");
    let openssl = lacks("openssl");
    let test = |name: &'static str, missing: &Option<String>, test: fn(&str) -> Result<(), Failed>| {
        optional_trial(name, missing.clone(), move || test(name))
    };
    let mut trials = vec![
        test("a service wants a field and a method", &python, |name| {
            let tcp = ["--ready", "line:listening on", "--load", "http://127.0.0.1:{port}/x", "--runs", "1"];
            let server = ["--", "python3", "-c", SERVER, "tcp"];
            Call::made(name, &[&tcp[..], &server].concat()).says(2, "it answered with status 401")?;
            let answered = ["--status", "200,401", "--method", "POST"];
            answers(&Call::made(name, &[&tcp[..], &answered, &server].concat()))?;
            answers(&Call::made(name, &[&tcp[..], &KNOWN, &server].concat()))
        }),
        test("a service is not ready while it declines, and says so", &python, |name| {
            let port = crate::server::free_port()?;
            let address = format!("http://127.0.0.1:{port}/");
            let server = SERVER.replace("(\"127.0.0.1\", 0)", &format!("(\"127.0.0.1\", {port})"));
            let options = ["--ready", &address, "--ready-within", "1500ms", "--runs", "1"];
            let call = Call::made(name, &[&options[..], &["--", "python3", "-c", &server, "tcp"]].concat());
            call.says(2, "it answered with status 401")
        }),
        test("a service behind a socket in the file system", &python, |name| {
            let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
            let socket = folder.path().join("app.sock").display().to_string();
            let (ready, load) = (format!("unix:{socket}"), format!("http://unix:{socket}:/x"));
            let options = ["--ready", &ready, "--load", &load, "--runs", "1"];
            let server = ["--", "python3", "-c", SERVER, "unix", &socket];
            answers(&Call::made(name, &[&options[..], &KNOWN, &server].concat()))
        }),
    ];
    if cfg!(feature = "tls") {
        let of_tls = test("a service behind TLS, with a certificate of its own", &openssl, |name| {
            let (_folder, pair) = certificate()?;
            let load = ["--ready", "line:listening on", "--load", "https://localhost:{port}/", "--runs", "1"];
            let server = ["--", "python3", "-c", SERVER, "tls", &pair];
            let call = Call::made(name, &[&load[..], &KNOWN, &server].concat());
            call.says(2, "invalid peer certificate")?;
            answers(&Call::made(name, &[&load[..], &KNOWN, &["--insecure"], &server].concat()))
        });
        trials.push(heavy(of_tls, "makes a certificate"));
    }
    trials
}

/// Why tests that need this program can't be played, if they can't.
pub(crate) fn lacks(program: &str) -> Option<String> {
    Command::new(program).arg("--version").output().is_err().then(|| format!("no {program}"))
}

/// A file with a key and a certificate that it has signed itself, and the folder that it goes with.
pub(crate) fn certificate() -> Result<(tempfile::TempDir, String), Failed> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let pair = folder.path().join("pair.pem").display().to_string();
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"])
        .args(["-subj", "/CN=localhost", "-keyout", &pair, "-out", &format!("{pair}.crt")])
        .output()
        .map_err(|error| error.to_string())?;
    ensure(made.status.success(), || String::from_utf8_lossy(&made.stderr).into_owned())?;
    let both = std::fs::read_to_string(format!("{pair}.crt"))
        .and_then(|text| Ok(std::fs::read_to_string(&pair)? + &text))
        .and_then(|text| std::fs::write(&pair, text));
    both.map_err(|error| error.to_string())?;
    Ok((folder, pair))
}

/// Fails unless requests were answered.
pub(crate) fn answers(call: &Call) -> Result<(), Failed> {
    call.says(0, "")?;
    let requests = call.run()?["requests"].clone();
    let of = |what: &str| requests[what].as_u64();
    ensure(of("before_answered") > Some(0) && of("declined") == Some(0), || requests.to_string())
}
