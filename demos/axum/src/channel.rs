//! Stopping by a channel: a message begins the server's graceful shutdown.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop. Here that task is
//! an axum server with a client whose connection is kept alive. It owns a pulse and calls `beat()`, "I'm still
//! standing", once a turn; the drop of the pulse is the halt. `stage.request()` stamps the instant before the message,
//! `stage.acknowledge(x)` the instant after the server has returned `x`.
//!
//! To play one case as a story: `cargo run -p demo-axum --features axum -- story channel/awaiting-keep-alive`

use axum::{Router, routing::get, serve};
use stage::{Pulse, Stage};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    spawn,
    sync::oneshot,
    time::{sleep, timeout},
};

/// Graceful shutdown waits for a client that is connected and has sent half a request.
///
/// axum stops accepting, and hyper closes each connection when it is idle *between* two requests. One whose first
/// request has not come to its end is not idle, and nothing limits how long the client may take: a client that
/// stops sending keeps the server. With a deadline it ends: `axum/channel/awaiting-deadline`.
/// <https://github.com/hyperium/hyper/issues/3576>, <https://github.com/tokio-rs/axum/issues/1070>
pub async fn awaiting_keep_alive(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("no listener on the loopback");
    let address = listener.local_addr().expect("a listener has an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let pulse = stage.pulse();
    let server = spawn(async move {
        let app = Router::new().route("/", get(|| async { "hello" }));
        let server = serve(listener, app).with_graceful_shutdown(async { drop(stopped.await) });
        beats_beside(pulse, server.into_future()).await
    });
    let _client = client_with_half_a_request(address).await;

    stage.quick_task().await;

    stage.request();
    let _ = stop.send(());
    let ended = server.await;
    stage.acknowledge(ended);
}
