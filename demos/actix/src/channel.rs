//! Stopping by a channel: a message to the server asks its workers to end, and gives them a time for it.
//!
//! A case starts a server and a client, waits for a quick task, and then asks the server to stop. The infinite task owns a
//! pulse and calls `beat()`, "I'm still standing", once a turn: it is the handler of the client's request, or the server
//! itself where the client has no request under way. The drop of the pulse is the halt. `stage.request()` stamps the
//! instant before the message, `stage.acknowledge(x)` the instant after it was answered with `x`.
//!
//! To play one case as a story: `cargo run -p demo-actix --features actix -- story channel/awaiting-handler`

use still_standing::case;
// Without the feature the cases are listed and not compiled.
#[cfg(feature = "actix")]
use {
    actix_web::{App, HttpResponse, HttpServer, dev::Server, web},
    std::{
        net::SocketAddr,
        sync::{Arc, Mutex},
    },
    still_standing::{Pulse, Stage},
    tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpStream,
        select, spawn,
        time::sleep,
    },
    tokio_util::sync::CancellationToken,
};

/// A graceful stop waits for a handler that works, and does not tell it.
///
/// It waits for up to `shutdown_timeout`, 30 seconds unless it is said otherwise, and then drops the handler. It looks once a
/// second (actix-server 2.10), so a worker that has a connection takes a second at least. Whether the time was over is told
/// nobody. A handler that heeds a token ends at once: `actix/channel/awaiting-handler-token`; a stop that is not graceful
/// cuts it off: `actix/channel/awaiting-handler-cut-off`.
/// <https://docs.rs/actix-web/latest/actix_web/struct.HttpServer.html#method.shutdown_timeout>,
/// <https://github.com/actix/actix-net/issues/606>
#[case("channel/awaiting-handler", Hung, run = crate::run, feature = "actix", instead = awaiting_handler_token)]
pub async fn awaiting_handler(stage: &Stage) {
    let pulse = Arc::new(Mutex::new(Some(stage.pulse())));
    let (server, address) = serves(move || works(taken(&pulse)));
    let handle = server.handle();
    spawn(server);
    let client = asks(address).await;

    stage.quick_task().await;

    stage.request();
    handle.stop(true).await;
    stage.acknowledge(());
    drop(client);
}

/// A graceful stop ends soon if the handlers heed a token that is cancelled with it.
///
/// The handler answers, and its worker has nothing left to wait for. The order is free: the server takes no new connections
/// once it is asked. A handler that is not told is waited for: `actix/channel/awaiting-handler`.
/// <https://docs.rs/tokio-util/latest/tokio_util/sync/struct.CancellationToken.html>,
/// <https://github.com/actix/actix-net/issues/606>
#[case("channel/awaiting-handler-token", Stopped, Wake, run = crate::run, feature = "actix")]
pub async fn awaiting_handler_token(stage: &Stage) {
    let token = CancellationToken::new();
    let pulse = Arc::new(Mutex::new(Some(stage.pulse())));
    let (server, address) = serves({
        let token = token.clone();
        move || works_until(token.clone(), taken(&pulse))
    });
    let handle = server.handle();
    spawn(server);
    let client = asks(address).await;

    stage.quick_task().await;

    stage.request();
    token.cancel();
    handle.stop(true).await;
    stage.acknowledge(());
    drop(client);
}

/// A stop that is not graceful drops the handler at its await.
///
/// So does a graceful one when `shutdown_timeout` is over. The worker's runtime is dropped, with all that it runs: what was
/// half done stays so. A graceful stop waits first: `actix/channel/awaiting-handler`.
/// <https://docs.rs/actix-web/latest/actix_web/dev/struct.ServerHandle.html#method.stop>,
/// <https://github.com/actix/actix-net/issues/606>
#[case("channel/awaiting-handler-cut-off", Stopped, Wake, run = crate::run, feature = "actix")]
pub async fn awaiting_handler_cut_off(stage: &Stage) {
    let pulse = Arc::new(Mutex::new(Some(stage.pulse())));
    let (server, address) = serves(move || works(taken(&pulse)));
    let handle = server.handle();
    spawn(server);
    let client = asks(address).await;

    stage.quick_task().await;

    stage.request();
    handle.stop(false).await;
    stage.acknowledge(());
    drop(client);
}

/// A graceful stop closes a connection that is kept alive and idle between two requests.
///
/// The server itself is the infinite task here. Versions before actix-http 3.13.3 served such a client on, until
/// `shutdown_timeout` was over. What is still waited for is a handler: `actix/channel/awaiting-handler`.
/// <https://docs.rs/actix-web/latest/actix_web/struct.HttpServer.html#method.keep_alive>,
/// <https://github.com/actix/actix-web/issues/3169>
#[case("channel/awaiting-keep-alive", Stopped, Wake, run = crate::run, feature = "actix")]
pub async fn awaiting_keep_alive(stage: &Stage) {
    let (server, address) = serves(|| async { HttpResponse::Ok().body("hello") });
    let handle = server.handle();
    let pulse = stage.pulse();
    let server = spawn(async move {
        let mut server = server;
        loop {
            pulse.beat();
            select! {
                ended = &mut server => return ended,
                () = sleep(pulse.interval()) => {}
            }
        }
    });
    let mut client = asks(address).await;
    let mut answer = [0; 1024];
    let length = client.read(&mut answer).await.expect("the server answers");
    assert!(answer[..length].ends_with(b"hello"), "a whole answer in one piece");

    stage.quick_task().await;

    stage.request();
    handle.stop(true).await;
    let ended = server.await;
    stage.acknowledge(ended);
    drop(client);
}

/// A server with one worker and one handler, and its address.
#[cfg(feature = "actix")]
fn serves<F, R>(handler: F) -> (Server, SocketAddr)
where
    F: Fn() -> R + Clone + Send + 'static,
    R: Future<Output = HttpResponse> + 'static,
{
    let server = HttpServer::new(move || App::new().route("/", web::get().to(handler.clone())));
    let server =
        server.workers(1).disable_signals().bind("127.0.0.1:0").expect("the loopback has a free port");
    let address = server.addrs()[0];
    (server.run(), address)
}

/// A client that has sent its request.
#[cfg(feature = "actix")]
async fn asks(address: SocketAddr) -> TcpStream {
    let mut client = TcpStream::connect(address).await.expect("the loopback takes a connection");
    client.write_all(b"GET / HTTP/1.1\r\nhost: here\r\n\r\n").await.expect("the server is there");
    client
}

/// The handler, which answers never.
#[cfg(feature = "actix")]
async fn works(pulse: Pulse) -> HttpResponse {
    loop {
        pulse.beat();
        sleep(pulse.interval()).await;
    }
}

/// The handler, which answers when the token is cancelled.
#[cfg(feature = "actix")]
async fn works_until(token: CancellationToken, pulse: Pulse) -> HttpResponse {
    loop {
        pulse.beat();
        select! {
            () = token.cancelled() => return HttpResponse::ServiceUnavailable().finish(),
            () = sleep(pulse.interval()) => {}
        }
    }
}

/// The pulse, for the first request that comes, which is the only one.
#[cfg(feature = "actix")]
fn taken(pulse: &Mutex<Option<Pulse>>) -> Pulse {
    pulse.lock().expect("nobody panics with it").take().expect("one request comes")
}
