//! The books of requests by HTTP/2 agree with those of a server that keeps its own, however it stops: a stream that it has not
//! taken may be sent again, and one that it has taken and not answered is lost.

use std::collections::HashMap;

use libtest_mimic::{Failed, Trial};
use serde_json::Value;
use still_standing::testing::{ensure, heavy, optional_trial};

use crate::{
    call::Call,
    options::{SERVER as OTHER, answers, certificate, lacks},
};

/// A server that answers each request after a while. On TERM it says that it goes away, to all requests or but to the
/// first ones of each connection, refuses what comes, resets what is there before its answer or within it, or leaves at once.
const SERVER: &str = r#"
const [http2, fs, how, pair] = [require("http2"), require("fs"), process.argv[1], process.argv[2]];
const { NGHTTP2_REFUSED_STREAM, NGHTTP2_INTERNAL_ERROR } = http2.constants;
const books = { most: 0, begun: 0, answered: 0, refused: 0, not_taken: 0, reset: 0, cut: 0 };
const server = pair
  ? http2.createSecureServer({ key: fs.readFileSync(pair), cert: fs.readFileSync(pair) })
  : http2.createServer();
const open = new Map();
let asked = false;
server.on("session", (session) => {
  open.set(session, new Set());
  session.on("close", () => open.delete(session)).on("error", () => {});
});
server.on("stream", (stream) => {
  stream.on("error", () => {});
  if (asked && how === "refuses") {
    books.refused++;
    return stream.close(NGHTTP2_REFUSED_STREAM);
  }
  books.begun++;
  const streams = open.get(stream.session);
  streams.add(stream);
  books.most = Math.max(books.most, streams.size);
  setTimeout(() => {
    if (!streams.delete(stream) || stream.destroyed) return;
    stream.respond({ ":status": 200 });
    stream.end("ok");
    stream.session.answered = Math.max(stream.session.answered ?? 0, stream.id);
    books.answered++;
  }, 20 + Math.random() * 200);
});
const end = () => {
  console.log(Object.entries(books).map((entry) => entry.join("=")).join(" "));
  process.exit(0);
};
process.on("SIGTERM", () => {
  asked = true;
  if (how === "leaves") end();
  if (how !== "refuses") server.close();
  for (const [session, streams] of open) {
    const [first, ...others] = streams;
    if (how === "drains") session.close();
    if (how === "takes-one") {
      const last = Math.max(first?.id ?? 0, session.answered ?? 0);
      session.goaway(0, last);
      for (const stream of others) stream.id > last && streams.delete(stream) && books.not_taken++;
    }
    if (how === "resets" || how === "cuts") {
      for (const stream of streams) {
        streams.delete(stream);
        if (how === "resets") {
          stream.close(NGHTTP2_INTERNAL_ERROR);
          books.reset++;
        } else {
          stream.respond({ ":status": 200 });
          stream.write("part", () => stream.destroy(new Error("cut")));
          books.cut++;
        }
      }
      session.close();
    }
  }
  // Before the end nothing is on its way.
  setTimeout(() => {
    server.close();
    for (const session of open.keys()) session.close();
  }, 400);
  setTimeout(end, 700);
});
server.listen(0, "127.0.0.1", () => console.log("listening on", server.address().port));
"#;

/// How a server stops, in which figure its requests are then, beside those that are answered, and whether it loses what it had
/// taken.
const STOPS: [(&str, Option<&str>, bool); 6] = [
    ("drains", None, false),
    ("takes-one", Some("closed"), false),
    ("refuses", Some("closed"), false),
    ("resets", Some("unanswered"), true),
    ("cuts", Some("cut_off"), true),
    ("leaves", Some("unanswered"), true),
];

pub(crate) fn trials() -> Vec<Trial> {
    let node = lacks("node");
    let stops = STOPS.map(|(how, figure, loses)| {
        let name = format!("the books by HTTP/2 agree with those of a server that {how}");
        let own = name.clone();
        heavy(
            optional_trial(&name, node.clone(), move || agrees(&own, how, figure, loses)),
            "plays Node's servers",
        )
    });
    let others = [
        ("a service is ready by HTTP/2", node.clone(), is_ready as fn(&str) -> Result<(), Failed>),
        ("what speaks HTTP/1.1 alone is told from HTTP/2", crate::call::missing_python(), speaks_another),
    ];
    let others = others.map(|(name, missing, test)| {
        heavy(optional_trial(name, missing, move || test(name)), "plays servers")
    });
    let tls = cfg!(feature = "tls").then(|| {
        let name = "a service by HTTP/2 behind TLS";
        heavy(
            optional_trial(name, node.or(lacks("openssl")), move || behind_tls(name)),
            "makes a certificate",
        )
    });
    stops.into_iter().chain(others).chain(tls).collect()
}

/// The options of a watch of Node's server, and its program.
fn call(name: &str, load: &str, options: &[&str], server: &[&str]) -> Call {
    let of_all = ["--http2", "--ready", "line:listening on", "--load", load, "--runs", "2"];
    Call::made(name, &[&of_all[..], options, &["--", "node", "-e", SERVER, "--"], server].concat())
}

fn agrees(name: &str, how: &str, figure: Option<&str>, loses: bool) -> Result<(), Failed> {
    let call = call(name, "http://127.0.0.1:{port}/x", &["--connections", "4"], &[how]);
    call.says(0, "What was seen is in")?;
    for run in call.runs()? {
        let of = |figure: &str| run["requests"][figure].as_u64().unwrap_or_default();
        let lines = run["printed_last"].as_array().cloned().unwrap_or_default();
        let said = lines.last().and_then(Value::as_str).unwrap_or_default();
        let ledger: HashMap<&str, u64> = said
            .split(' ')
            .filter_map(|entry| entry.split_once('='))
            .map(|(what, n)| (what, n.parse().unwrap_or_default()))
            .collect();
        let server = |what: &str| ledger.get(what).copied().unwrap_or_default();
        let told = || format!("{how}: {said}, and {run}");
        ensure(of("in_flight") > 0 && server("most") == 4, told)?;
        // What it has answered when it leaves at once may not have come to its clients.
        let answered = of("before_answered") + of("answered");
        let is_so =
            if how == "leaves" { answered <= server("answered") } else { answered == server("answered") };
        ensure(is_so, told)?;
        ensure(of("cut_off") == server("cut"), told)?;
        ensure(of("unanswered") >= server("reset") && of("closed") >= server("not_taken"), told)?;
        ensure(of("closed") >= server("refused"), told)?;
        ensure(figure.is_none_or(|figure| of(figure) > 0), told)?;
        // What comes later may wait in the queue of a listener that is closed.
        let was_kept = of("in_flight_answered") + of("closed") >= of("in_flight") && of("cut_off") == 0;
        ensure(loses || was_kept, told)?;
        let fates = ["answered", "declined", "turned_away", "refused", "timed_out", "going_on", "before"];
        let sum: u64 = fates.iter().chain(&["closed", "unanswered", "cut_off"]).map(|it| of(it)).sum();
        ensure(sum == of("all") && of("going_on") == 0, told)?;
    }
    Ok(())
}

fn is_ready(name: &str) -> Result<(), Failed> {
    let port = crate::server::free_port()?;
    let address = format!("http://127.0.0.1:{port}/");
    let server = SERVER.replace("listen(0,", &format!("listen({port},"));
    let options = ["--http2", "--ready", &address, "--load", &address, "--runs", "1"];
    answers(&Call::made(name, &[&options[..], &["--", "node", "-e", &server, "--", "drains"]].concat()))
}

fn behind_tls(name: &str) -> Result<(), Failed> {
    let (_folder, pair) = certificate()?;
    let watched = |options: &[&str]| call(name, "https://localhost:{port}/", options, &["drains", &pair]);
    watched(&[]).says(2, "invalid peer certificate")?;
    answers(&watched(&["--insecure"]))?;
    // Node's other server refuses, and Python's answers the question not at all.
    let node = SERVER.replace("http2.createSecureServer", "require('https').createServer");
    for program in [["node", "-e", &node, "--", "drains", &pair], ["python3", "-c", OTHER, "tls", &pair, ""]]
    {
        let load = ["--load", "https://localhost:{port}/", "--insecure", "--runs", "1", "--connections", "1"];
        let call = Call::made(
            name,
            &[&["--http2", "--ready", "line:listening on"], &load[..], &["--"], &program].concat(),
        );
        call.says(2, "it does not agree on HTTP/2 (ALPN)")?;
    }
    Ok(())
}

fn speaks_another(name: &str) -> Result<(), Failed> {
    let program = ["--", "python3", "-u", "-m", "http.server", "0", "--bind", "127.0.0.1"];
    let load =
        ["--http2", "--ready", "line:port", "--load", "http://127.0.0.1:{port}/", "--connections", "1"];
    Call::made(name, &[&load[..], &program].concat()).says(2, "none of the HTTP that was asked for")
}
