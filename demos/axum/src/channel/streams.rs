//! Answers without end under a graceful shutdown: an event stream holds it up, and a websocket is not asked at all.
//!
//! A case starts an infinite task, waits for a quick one, and then asks the server to stop. The infinite task is what
//! serves one client: it owns a pulse and calls `beat()`, "I'm still standing", for each event that it sends; the
//! drop of the pulse is the halt. `stage.request()` stamps the instant before the message, `stage.acknowledge(x)` the
//! instant after the server has returned `x`.
//!
//! To play one case as a story: `cargo run -p demo-axum --features axum -- story channel/awaiting-sse`

use still_standing::case;
// Without the feature the cases are listed and not compiled.
#[cfg(feature = "axum")]
use {
    axum::{
        Router,
        extract::ws::{Message, WebSocketUpgrade},
        response::sse::{Event, Sse},
        routing::get,
        serve,
    },
    futures_util::{Stream, StreamExt, stream::unfold},
    std::{
        convert::Infallible,
        sync::{Arc, Mutex},
    },
    still_standing::{Pulse, Stage},
    tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::{TcpListener, TcpStream},
        select, spawn,
        sync::oneshot,
        time::sleep,
    },
    tokio_tungstenite::connect_async,
    tokio_util::{sync::CancellationToken, task::TaskTracker},
};

/// Graceful shutdown waits for an event stream, for as long as its client stays.
///
/// The stream is the body of an answer that has begun, and the server waits until that has been sent, which is never. One
/// browser tab keeps the server. The stream has to end itself, by a token: `axum/channel/awaiting-sse-token`; or a
/// deadline ends the wait: `axum/channel/awaiting-deadline`.
/// <https://docs.rs/axum/latest/axum/serve/struct.Serve.html#method.with_graceful_shutdown>,
/// <https://github.com/tokio-rs/axum/discussions/2673>
#[case("channel/awaiting-sse", Hung, run = crate::run, feature = "axum", instead = awaiting_sse_token)]
pub async fn awaiting_sse(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let pulse = Arc::new(Mutex::new(Some(stage.pulse())));
    let app = Router::new().route("/", get(async move || Sse::new(events(taken(&pulse)))));
    let server =
        spawn(serve(listener, app).with_graceful_shutdown(async { drop(stopped.await) }).into_future());
    let client = reads_events(TcpStream::connect(address).await.expect("the loopback takes a connection"));
    let client = spawn(client);

    stage.quick_task().await;

    stage.request();
    let _ = stop.send(());
    let ended = server.await;
    stage.acknowledge(ended);
    client.abort();
}

/// An event stream that ends by a token lets the graceful shutdown return.
///
/// `take_until` ends the stream when the token is cancelled, in the middle of its sleep. The same signal begins the
/// shutdown and cancels the token. Without it the server waits: `axum/channel/awaiting-sse`.
/// <https://docs.rs/futures/latest/futures/stream/trait.StreamExt.html#method.take_until>,
/// <https://github.com/tokio-rs/axum/discussions/2673>
#[case("channel/awaiting-sse-token", Stopped, Wake, run = crate::run, feature = "axum")]
pub async fn awaiting_sse_token(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let token = CancellationToken::new();
    let pulse = Arc::new(Mutex::new(Some(stage.pulse())));
    let app = Router::new().route(
        "/",
        get({
            let token = token.clone();
            async move || Sse::new(events(taken(&pulse)).take_until(token.cancelled_owned()))
        }),
    );
    let server =
        spawn(serve(listener, app).with_graceful_shutdown(token.clone().cancelled_owned()).into_future());
    let client = reads_events(TcpStream::connect(address).await.expect("the loopback takes a connection"));
    let client = spawn(client);

    stage.quick_task().await;

    stage.request();
    token.cancel();
    let ended = server.await;
    stage.acknowledge(ended);
    client.abort();
}

/// Graceful shutdown returns while a websocket goes on.
///
/// The upgrade ends the HTTP part of the connection, and `on_upgrade` spawns a task for the rest, of which the server knows
/// nothing: the socket is neither closed nor waited for, and is cut off without a close frame when `main` returns. A
/// tracker waits for it: `axum/channel/awaiting-websocket-tracked`.
/// <https://docs.rs/axum/latest/axum/extract/ws/struct.WebSocketUpgrade.html#method.on_upgrade>,
/// <https://github.com/tokio-rs/axum/discussions/3003>
#[case(
    "channel/awaiting-websocket",
    StillStanding,
    run = crate::run,
    feature = "axum",
    instead = awaiting_websocket_tracked
)]
pub async fn awaiting_websocket(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let pulse = Arc::new(Mutex::new(Some(stage.pulse())));
    let chat = async move |upgrade: WebSocketUpgrade| {
        let pulse = taken(&pulse);
        upgrade.on_upgrade(async move |mut socket| {
            loop {
                pulse.beat();
                socket.send(Message::text("I'm still standing")).await.expect("the client is there");
                sleep(pulse.interval()).await;
            }
        })
    };
    let app = Router::new().route("/", get(chat));
    let server =
        spawn(serve(listener, app).with_graceful_shutdown(async { drop(stopped.await) }).into_future());
    let (mut client, _) = connect_async(format!("ws://{address}/")).await.expect("the server upgrades");
    let client = spawn(async move { while client.next().await.is_some() {} });

    stage.quick_task().await;

    stage.request();
    let _ = stop.send(());
    let ended = server.await;
    stage.acknowledge(ended);
    drop(client);
}

/// A websocket on a `TaskTracker`, with a token, ends in good order after the graceful shutdown.
///
/// The task that serves it heeds the token and says goodbye; the caller waits for the server, and then for the tracker.
/// Without it nobody waits: `axum/channel/awaiting-websocket`.
/// <https://docs.rs/tokio-util/latest/tokio_util/task/task_tracker/struct.TaskTracker.html#method.track_future>,
/// <https://github.com/tokio-rs/axum/discussions/3003>
#[case("channel/awaiting-websocket-tracked", Stopped, Wake, run = crate::run, feature = "axum")]
pub async fn awaiting_websocket_tracked(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let (token, tracker) = (CancellationToken::new(), TaskTracker::new());
    let pulse = Arc::new(Mutex::new(Some(stage.pulse())));
    let chat = {
        let (token, tracker) = (token.clone(), tracker.clone());
        async move |upgrade: WebSocketUpgrade| {
            let (pulse, token) = (taken(&pulse), token.clone());
            upgrade.on_upgrade(move |mut socket| {
                tracker.track_future(async move {
                    loop {
                        pulse.beat();
                        socket.send(Message::text("I'm still standing")).await.expect("the client is there");
                        select! {
                            () = token.cancelled() => break,
                            () = sleep(pulse.interval()) => {}
                        }
                    }
                    let _ = socket.send(Message::Close(None)).await;
                })
            })
        }
    };
    let app = Router::new().route("/", get(chat));
    let server =
        spawn(serve(listener, app).with_graceful_shutdown(token.clone().cancelled_owned()).into_future());
    let (mut client, _) = connect_async(format!("ws://{address}/")).await.expect("the server upgrades");
    let client = spawn(async move { while client.next().await.is_some() {} });

    stage.quick_task().await;

    stage.request();
    token.cancel();
    let ended = server.await;
    tracker.close();
    tracker.wait().await;
    stage.acknowledge(ended);
    drop(client);
}

/// The stream of one client: an event for each beat, without end.
#[cfg(feature = "axum")]
fn events(pulse: Pulse) -> impl Stream<Item = Result<Event, Infallible>> {
    unfold(pulse, async |pulse| {
        sleep(pulse.interval()).await;
        pulse.beat();
        Some((Ok(Event::default().data("I'm still standing")), pulse))
    })
}

/// A browser that shows the events: it reads what comes.
#[cfg(feature = "axum")]
async fn reads_events(mut client: TcpStream) {
    client.write_all(b"GET / HTTP/1.1\r\nhost: here\r\n\r\n").await.expect("the server is there");
    while client.read(&mut [0; 1024]).await.is_ok_and(|length| length > 0) {}
}

/// The pulse, for the first client that comes, which is the only one.
#[cfg(feature = "axum")]
fn taken(pulse: &Mutex<Option<Pulse>>) -> Pulse {
    pulse.lock().expect("nobody panics with it").take().expect("one client comes")
}
