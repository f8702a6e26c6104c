//! How real servers stop when they are asked: the table of servers.
//!
//! A server is a function that prepares a folder for it, and says how it is started, how it is known to be ready, and how it
//! is asked. It is played as `still-standing-watch` plays any program.

mod databases;
mod go;
mod node;
mod python;
mod server;
mod web;

use std::path::Path;

use server::Server;
use watch::{
    Planned,
    Verdict::{Hung, Killed, Stopped},
};

/// The servers, each with how it is asked and the verdict that is claimed.
const SERVERS: &[Server] = &[
    Server { name: "nginx", ask: "TERM,10s,KILL", expected: Some(Stopped), prepare: web::nginx },
    Server { name: "nginx", ask: "QUIT,10s,KILL", expected: Some(Stopped), prepare: web::nginx },
    Server {
        name: "axum-service",
        ask: "TERM,10s,KILL",
        expected: Some(Stopped),
        prepare: web::axum_service,
    },
    Server { name: "node", ask: "TERM,10s,KILL", expected: Some(Killed), prepare: node::bare },
    // It depends on whether any kept-alive connection is busy at the instant of the request.
    Server { name: "node-close", ask: "TERM,10s,KILL", expected: None, prepare: node::closing },
    Server {
        name: "node-close-idle",
        ask: "TERM,10s,KILL",
        expected: Some(Stopped),
        prepare: node::closing_idle,
    },
    Server { name: "go", ask: "TERM,10s,KILL", expected: Some(Killed), prepare: go::bare },
    Server { name: "go-shutdown", ask: "TERM,10s,KILL", expected: Some(Stopped), prepare: go::shutting_down },
    Server {
        name: "python-http.server",
        ask: "TERM,10s,KILL",
        expected: Some(Killed),
        prepare: python::http_server,
    },
    Server {
        name: "python-http.server",
        ask: "INT,10s,KILL",
        expected: Some(Stopped),
        prepare: python::http_server,
    },
    Server { name: "uvicorn", ask: "TERM,10s,KILL", expected: Some(Killed), prepare: python::uvicorn },
    Server {
        name: "uvicorn-events",
        ask: "TERM,10s,KILL",
        expected: Some(Killed),
        prepare: python::uvicorn_events,
    },
    Server {
        name: "uvicorn-events-timeout",
        ask: "TERM,10s,KILL",
        expected: Some(Killed),
        prepare: python::uvicorn_events_timeout,
    },
    Server { name: "hypercorn", ask: "TERM,10s,KILL", expected: Some(Stopped), prepare: python::hypercorn },
    Server {
        name: "hypercorn-events",
        ask: "TERM,10s,KILL",
        expected: Some(Stopped),
        prepare: python::hypercorn_events,
    },
    Server { name: "gunicorn", ask: "TERM,10s,KILL", expected: Some(Stopped), prepare: python::gunicorn },
    Server { name: "gunicorn", ask: "QUIT,10s,KILL", expected: None, prepare: python::gunicorn },
    Server { name: "redis", ask: "TERM,10s,KILL", expected: Some(Stopped), prepare: databases::redis },
    Server { name: "postgres", ask: "TERM", expected: Some(Hung), prepare: databases::postgres },
    Server { name: "postgres", ask: "TERM,2s,INT", expected: Some(Stopped), prepare: databases::postgres },
    Server { name: "postgres", ask: "INT,10s,KILL", expected: Some(Stopped), prepare: databases::postgres },
    Server { name: "postgres", ask: "QUIT,10s,KILL", expected: Some(Stopped), prepare: databases::postgres },
];

/// Every server with its plan, whose files are in `folder`; for one that this machine lacks, with the reason.
///
/// # Panics
/// If a way to ask in the table is none, or if a folder for a server can't be made.
#[must_use]
pub fn planned(folder: &Path) -> Vec<Planned> {
    SERVERS.iter().map(|server| server.planned(folder)).collect()
}
