//! Stopping by a channel: a message begins the server's graceful shutdown.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop. Here that task is
//! an axum server, which owns a pulse and calls `beat()`, "I'm still standing", once a beat for as long as it serves; the
//! drop of the pulse is the halt. `stage.request()` stamps the instant before the message, `stage.acknowledge(x)` the
//! instant after the server has returned `x`.
//!
//! To play one case as a story: `cargo run -p demo-axum --features axum -- story channel/awaiting-stalled-client`

pub mod disconnect;
pub mod http2;
pub mod streams;

use still_standing::case;
// Without the feature the cases are listed and not compiled.
#[cfg(feature = "axum")]
use {
    axum::{Router, body::Bytes, routing::get, serve},
    still_standing::Stage,
    tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::{TcpListener, TcpStream},
        select, spawn,
        sync::oneshot,
        time::{sleep, timeout},
    },
};

/// Graceful shutdown closes a kept-alive connection that is idle between two requests.
///
/// axum stops accepting and tells each connection, and hyper closes those that wait for a next request: at once, even
/// if the first bytes of its head have arrived. This is HTTP/1. Before hyper 1.0 a client that had sent nothing was waited
/// for (<https://github.com/hyperium/hyper/issues/2730>). Where a server speaks HTTP/2 too, a connection on which nothing
/// has come, or whose client does not answer, may still hold it up: <https://github.com/hyperium/hyper/issues/3576> and
/// <https://github.com/hyperium/hyper/issues/4170> are open. What it does wait for is a request that has begun:
/// `axum/channel/awaiting-stalled-client`.
/// <https://docs.rs/axum/latest/axum/serve/struct.Serve.html#method.with_graceful_shutdown>
#[case("channel/awaiting-keep-alive", Stopped, Wake, run = crate::run, feature = "axum")]
pub async fn awaiting_keep_alive(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let pulse = stage.pulse();
    let server = spawn(async move {
        let app = Router::new().route("/", get("hello").post(|body: Bytes| async { body }));
        let mut serving =
            serve(listener, app).with_graceful_shutdown(async { drop(stopped.await) }).into_future();
        loop {
            pulse.beat();
            select! {
                ended = &mut serving => return ended,
                () = sleep(pulse.interval()) => {}
            }
        }
    });
    // A first request is answered, and the connection is kept alive.
    let mut client = TcpStream::connect(address).await.expect("the loopback takes a connection");
    client.write_all(b"GET / HTTP/1.1\r\nhost: here\r\n\r\n").await.expect("the server is there");
    let mut answer = [0; 1024];
    let length = client.read(&mut answer).await.expect("the server answers");
    assert!(answer[..length].ends_with(b"hello"), "a whole answer in one piece");

    stage.quick_task().await;

    stage.request();
    let _ = stop.send(());
    let ended = server.await;
    stage.acknowledge(ended);
}

/// Graceful shutdown waits for a client that has sent half of a request, for as long as it takes.
///
/// The connection is in the middle of a request, and nothing limits how long the other half may take: one stalled
/// client keeps the whole server. So does a client whose *first* request is half a head. A deadline around the shutdown
/// ends it: `axum/channel/awaiting-deadline`.
/// <https://docs.rs/axum/latest/axum/serve/struct.Serve.html#method.with_graceful_shutdown>,
/// <https://github.com/tokio-rs/axum/issues/1070>
#[case(
    "channel/awaiting-stalled-client",
    Hung,
    run = crate::run,
    feature = "axum",
    instead = awaiting_deadline
)]
pub async fn awaiting_stalled_client(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let pulse = stage.pulse();
    let server = spawn(async move {
        let app = Router::new().route("/", get("hello").post(|body: Bytes| async { body }));
        let mut serving =
            serve(listener, app).with_graceful_shutdown(async { drop(stopped.await) }).into_future();
        loop {
            pulse.beat();
            select! {
                ended = &mut serving => return ended,
                () = sleep(pulse.interval()) => {}
            }
        }
    });
    // A first request is answered, and the connection is kept alive.
    let mut client = TcpStream::connect(address).await.expect("the loopback takes a connection");
    client.write_all(b"GET / HTTP/1.1\r\nhost: here\r\n\r\n").await.expect("the server is there");
    let mut answer = [0; 1024];
    let length = client.read(&mut answer).await.expect("the server answers");
    assert!(answer[..length].ends_with(b"hello"), "a whole answer in one piece");
    // The second one promises ten bytes, and the client stops after four.
    let half = b"POST / HTTP/1.1\r\nhost: here\r\ncontent-length: 10\r\n\r\nhalf";
    client.write_all(half).await.expect("the server is there");

    stage.quick_task().await;

    stage.request();
    let _ = stop.send(());
    let ended = server.await;
    stage.acknowledge(ended);
}

/// A deadline around the graceful shutdown ends the wait for what is not done by then.
///
/// `timeout` only ends the waiting, so the server's task is aborted. The tasks of its connections go on until the runtime
/// is dropped or their clients go, so let `main` return next. Without the deadline one stalled client keeps the server:
/// `axum/channel/awaiting-stalled-client`.
/// <https://docs.rs/axum/latest/axum/serve/struct.Serve.html#method.with_graceful_shutdown>
#[case("channel/awaiting-deadline", Stopped, Deadline, run = crate::run, feature = "axum")]
pub async fn awaiting_deadline(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let pulse = stage.pulse();
    let mut server = spawn(async move {
        let app = Router::new().route("/", get("hello").post(|body: Bytes| async { body }));
        let mut serving =
            serve(listener, app).with_graceful_shutdown(async { drop(stopped.await) }).into_future();
        loop {
            pulse.beat();
            select! {
                ended = &mut serving => return ended,
                () = sleep(pulse.interval()) => {}
            }
        }
    });
    // A first request is answered, and the connection is kept alive.
    let mut client = TcpStream::connect(address).await.expect("the loopback takes a connection");
    client.write_all(b"GET / HTTP/1.1\r\nhost: here\r\n\r\n").await.expect("the server is there");
    let mut answer = [0; 1024];
    let length = client.read(&mut answer).await.expect("the server answers");
    assert!(answer[..length].ends_with(b"hello"), "a whole answer in one piece");
    // The second one promises ten bytes, and the client stops after four.
    let half = b"POST / HTTP/1.1\r\nhost: here\r\ncontent-length: 10\r\n\r\nhalf";
    client.write_all(half).await.expect("the server is there");
    let deadline = stage.interval();

    stage.quick_task().await;

    stage.request();
    let _ = stop.send(());
    let in_time = timeout(deadline, &mut server).await;
    if in_time.is_err() {
        server.abort();
        let _ = server.await;
    }
    stage.acknowledge(in_time);
}
