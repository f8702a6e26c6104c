//! A service that stops as it should: it takes no new connections, answers what it has taken, and ends, with a deadline.
//!
//! `axum-service PORT` listens on the loopback until TERM or INT. `with_graceful_shutdown` waits for every request that has
//! begun, however slow its client is (<https://docs.rs/axum/latest/axum/serve/struct.Serve.html#method.with_graceful_shutdown>),
//! so the deadline is ours: what is not answered after 5 s is cut off, and the status says so.
//!
//! Watch it: `still-standing watch --ready http://127.0.0.1:8080/ --load http://127.0.0.1:8080/slow -- axum-service 8080`

use std::{env, process::ExitCode, time::Duration};

use axum::{Router, routing::get};
use tokio::{
    net::TcpListener,
    select,
    signal::unix::{SignalKind, signal},
    sync::oneshot,
    time::{sleep, timeout},
};

/// How long what was taken may take to be answered.
const DEADLINE: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> ExitCode {
    let Some(port) = env::args().nth(1).and_then(|port| port.parse::<u16>().ok()) else {
        eprintln!("axum-service: give it a port, as in axum-service 8080");
        return ExitCode::from(2);
    };
    let slow = get(|| async {
        sleep(Duration::from_millis(400)).await;
        "hello\n"
    });
    let app = Router::new().route("/", get("hello\n")).route("/slow", slow);
    // The handlers stand before the listener: who can connect can also ask.
    let (mut term, mut int) = match (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
        (Ok(term), Ok(int)) => (term, int),
        _ => return ExitCode::FAILURE,
    };
    let listener = match TcpListener::bind(("127.0.0.1", port)).await {
        Ok(listener) => listener,
        Err(error) => {
            eprintln!("axum-service: port {port}: {error}");
            return ExitCode::FAILURE;
        }
    };

    let (stop, stopped) = oneshot::channel::<()>();
    let mut server = tokio::spawn(async move {
        axum::serve(listener, app).with_graceful_shutdown(async move { drop(stopped.await) }).await
    });
    select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
    drop(stop);
    match timeout(DEADLINE, &mut server).await {
        Ok(Ok(Ok(()))) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(_) => {
            server.abort();
            eprintln!("axum-service: not all was answered within {DEADLINE:?}");
            ExitCode::FAILURE
        }
    }
}
