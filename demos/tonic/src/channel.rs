//! Stopping by a channel: a message begins the gRPC server's graceful shutdown.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the infinite task to stop. Here that task is
//! a tonic server with the health service, which owns a pulse and calls `beat()`, "I'm still standing", once a beat for as
//! long as it serves; the drop of the pulse is the halt. `stage.request()` stamps the instant before the message,
//! `stage.acknowledge(x)` the instant after the server has returned `x`.
//!
//! To play one case as a story: `cargo run -p demo-tonic --features tonic -- story channel/awaiting-stream`

use still_standing::case;
// Without the feature the cases are listed and not compiled.
#[cfg(feature = "tonic")]
use {
    std::pin::pin,
    still_standing::{Pulse, Stage},
    tokio::{
        net::{TcpListener, TcpStream},
        select, spawn,
        sync::oneshot,
        time::{sleep, timeout},
    },
    tonic::transport::{Endpoint, Error, Server, server::TcpIncoming},
    tonic_health::{
        pb::{HealthCheckRequest, health_client::HealthClient},
        server::health_reporter,
    },
};

/// Graceful shutdown closes a connection that has no call under way.
///
/// HTTP/2 has a goodbye: the server says that it takes no more calls, waits for the answer to a PING, and closes. What it
/// does wait for is a stream: `tonic/channel/awaiting-stream`, a connection that has sent nothing:
/// `tonic/channel/awaiting-silent`, and a client that does not answer, as in `axum/channel/awaiting-http2`.
/// <https://docs.rs/tonic/latest/tonic/transport/server/struct.Router.html#method.serve_with_incoming_shutdown>,
/// <https://datatracker.ietf.org/doc/html/rfc9113#section-6.8>
#[case("channel/awaiting-idle", Stopped, Wake, run = crate::run, feature = "tonic")]
pub async fn awaiting_idle(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let server = spawn(serves(listener, stopped, stage.pulse()));
    let endpoint = Endpoint::from_shared(format!("http://{address}")).expect("it is an address");
    let mut client = HealthClient::new(endpoint.connect().await.expect("the server is there"));
    client.check(HealthCheckRequest::default()).await.expect("the server is healthy");

    stage.quick_task().await;

    stage.request();
    let _ = stop.send(());
    let ended = server.await;
    stage.acknowledge(ended);
    drop(client);
}

/// Graceful shutdown waits for a stream, for as long as its client listens.
///
/// The client watches the server's health, and the call has no end. So one client that watches keeps the server, and with it
/// the deployment that waits for the old one to go. Let streams end by a token, as in `axum/channel/awaiting-sse-token`, or
/// end the wait: `tonic/channel/awaiting-deadline`.
/// <https://docs.rs/tonic/latest/tonic/transport/server/struct.Router.html#method.serve_with_incoming_shutdown>,
/// <https://github.com/txpipe/dolos/pull/499>
#[case("channel/awaiting-stream", Hung, run = crate::run, feature = "tonic", instead = awaiting_deadline)]
pub async fn awaiting_stream(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let server = spawn(serves(listener, stopped, stage.pulse()));
    let endpoint = Endpoint::from_shared(format!("http://{address}")).expect("it is an address");
    let mut client = HealthClient::new(endpoint.connect().await.expect("the server is there"));
    let health = client.watch(HealthCheckRequest::default()).await.expect("the server has a health");

    stage.quick_task().await;

    stage.request();
    let _ = stop.send(());
    let ended = server.await;
    stage.acknowledge(ended);
    drop(health);
}

/// Graceful shutdown waits for a connection on which nothing has been sent.
///
/// A load balancer that only looks whether the port is open is enough. hyper waits for the first bytes of HTTP/2, and
/// nothing limits how long; since hyper 1.5.1, which the thread tells. A deadline ends it:
/// `tonic/channel/awaiting-deadline`. <https://github.com/hyperium/hyper/issues/4170>
#[case("channel/awaiting-silent", Hung, run = crate::run, feature = "tonic", instead = awaiting_deadline)]
pub async fn awaiting_silent(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let server = spawn(serves(listener, stopped, stage.pulse()));
    let client = TcpStream::connect(address).await.expect("the loopback takes a connection");

    stage.quick_task().await;

    stage.request();
    let _ = stop.send(());
    let ended = server.await;
    stage.acknowledge(ended);
    drop(client);
}

/// A deadline around the graceful shutdown ends the wait for what is not done by then.
///
/// `timeout` only ends the waiting, so the server's task is aborted. The tasks of its connections go on until the runtime is
/// dropped or their clients go, so let `main` return next. Without the deadline a stream keeps the server:
/// `tonic/channel/awaiting-stream`. <https://docs.rs/tokio/latest/tokio/time/fn.timeout.html>
#[case("channel/awaiting-deadline", Stopped, Deadline, run = crate::run, feature = "tonic")]
pub async fn awaiting_deadline(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let mut server = spawn(serves(listener, stopped, stage.pulse()));
    let endpoint = Endpoint::from_shared(format!("http://{address}")).expect("it is an address");
    let mut client = HealthClient::new(endpoint.connect().await.expect("the server is there"));
    let health = client.watch(HealthCheckRequest::default()).await.expect("the server has a health");
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
    drop(health);
}

/// The server: it beats for as long as it serves.
#[cfg(feature = "tonic")]
async fn serves(listener: TcpListener, stopped: oneshot::Receiver<()>, pulse: Pulse) -> Result<(), Error> {
    let (_reporter, health) = health_reporter();
    let router = Server::builder().add_service(health);
    let mut serving =
        pin!(router.serve_with_incoming_shutdown(TcpIncoming::from(listener), async { drop(stopped.await) }));
    loop {
        pulse.beat();
        select! {
            ended = &mut serving => return ended,
            () = sleep(pulse.interval()) => {}
        }
    }
}
