//! A graceful shutdown over HTTP/2, which says goodbye in two steps and waits for an answer in between.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop. Here that task is
//! an axum server, which owns a pulse and calls `beat()`, "I'm still standing", once a beat for as long as it serves; the
//! drop of the pulse is the halt. `stage.request()` stamps the instant before the message, `stage.acknowledge(x)` the
//! instant after the server has returned `x`.
//!
//! To play one case as a story: `cargo run -p demo-axum --features axum -- story channel/awaiting-http2`

use still_standing::case;
// Without the feature the cases are listed and not compiled.
#[cfg(feature = "axum")]
use {
    axum::{Router, body::Bytes, http::Request, routing::get, serve},
    h2::client::{Connection, SendRequest, handshake},
    std::net::SocketAddr,
    still_standing::Stage,
    tokio::{
        net::{TcpListener, TcpStream},
        select, spawn,
        sync::oneshot,
        time::sleep,
    },
};

/// Graceful shutdown over HTTP/2 (h2) waits for a client that is connected, idle, and does not answer.
///
/// The server sends GOAWAY and a PING, and closes the connection when the client has answered that: so no request is lost
/// that was on its way. This client has had its answer and reads no more, as a suspended laptop does; nothing limits how
/// long the server waits. One that reads is closed at once: `axum/channel/awaiting-http2-idle`; a deadline ends the wait:
/// `axum/channel/awaiting-deadline`. <https://datatracker.ietf.org/doc/html/rfc9113#section-6.8>,
/// <https://github.com/hyperium/hyper/issues/4170>
#[case(
    "channel/awaiting-http2",
    Hung,
    run = crate::run,
    feature = "axum",
    instead = crate::channel::awaiting_deadline
)]
pub async fn awaiting_http2(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let pulse = stage.pulse();
    let server = spawn(async move {
        let app = Router::new().route("/", get("hello"));
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
    // Nobody polls it from here on, so it reads no more.
    let client = greeted_by(address).await;

    stage.quick_task().await;

    stage.request();
    let _ = stop.send(());
    let ended = server.await;
    stage.acknowledge(ended);
    drop(client);
}

/// Graceful shutdown closes an HTTP/2 connection that is idle, once its client has answered a PING.
///
/// It takes a round trip more than HTTP/1, where the server closes an idle connection without a word. A client that does
/// not answer holds it up: `axum/channel/awaiting-http2`. <https://datatracker.ietf.org/doc/html/rfc9113#section-6.8>
#[case("channel/awaiting-http2-idle", Stopped, Wake, run = crate::run, feature = "axum")]
pub async fn awaiting_http2_idle(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let pulse = stage.pulse();
    let server = spawn(async move {
        let app = Router::new().route("/", get("hello"));
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
    let (requests, connection) = greeted_by(address).await;
    spawn(connection);

    stage.quick_task().await;

    stage.request();
    let _ = stop.send(());
    let ended = server.await;
    stage.acknowledge(ended);
    drop(requests);
}

/// A client that has had an answer: what it asks with, and its connection, which reads while it is polled.
#[cfg(feature = "axum")]
async fn greeted_by(address: SocketAddr) -> (SendRequest<Bytes>, Connection<TcpStream>) {
    let stream = TcpStream::connect(address).await.expect("the loopback takes a connection");
    let (mut requests, mut connection) = handshake(stream).await.expect("the server speaks HTTP/2");
    let request = Request::get(format!("http://{address}/")).body(()).expect("a request has a head");
    let (answer, _) = requests.send_request(request, true).expect("the connection is open");
    select! {
        answer = answer => assert!(answer.expect("the server answers").status().is_success(), "a greeting"),
        ended = &mut connection => panic!("the connection has ended with {ended:?}"),
    }
    (requests, connection)
}
