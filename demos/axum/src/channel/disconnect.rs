//! A client that goes away: hyper drops the handler that works for it, at its await, once it has read the end.
//!
//! A case starts a server, and a client whose request begins the infinite task, waits for a quick one, and then closes the
//! client's connection. The infinite task is the handler: it owns a pulse and calls `beat()`, "I'm still standing",
//! once a turn; the drop of the pulse is the halt. `stage.request()` stamps the instant before the connection is closed,
//! `stage.acknowledge(x)` the instant after it. The handler works on records: `give()` makes the next one, and `arrived()`
//! counts it where it was to go. What was given out and never arrived is lost.
//!
//! To play one case as a story: `cargo run -p demo-axum --features axum -- story channel/awaiting-disconnect`

use still_standing::case;
// Without the feature the cases are listed and not compiled.
#[cfg(feature = "axum")]
use {
    axum::{Router, routing::post, serve},
    std::sync::{Arc, Mutex},
    still_standing::{Pulse, Records, Stage},
    tokio::{
        io::AsyncWriteExt,
        net::{TcpListener, TcpStream},
        spawn,
        sync::{
            mpsc::{self, UnboundedSender},
            oneshot,
        },
        time::sleep,
    },
};

/// A client that disconnects ends the handler where it stands, with the record in hand.
///
/// hyper reads the end of the connection and drops the future that works on the answer. Over HTTP/1 it does not read so
/// far while a part of the body is unread, or a second request has come behind the first: then the handler goes on, as
/// `demos/axum/tests/claims.rs` shows. A handler is a branch of a `select!` that its client can lose at any await: what
/// must not stay half done goes to a task of its own, `axum/channel/awaiting-disconnect-spawned`.
/// <https://docs.rs/tokio/latest/tokio/macro.select.html#cancellation-safety>,
/// <https://github.com/divviup/janus/issues/4857>, <https://github.com/neondatabase/neon/issues/4314>
#[case(
    "channel/awaiting-disconnect",
    Stopped,
    Wake,
    run = crate::run,
    feature = "axum",
    losing(Loss::Some),
    instead = awaiting_disconnect_spawned
)]
pub async fn awaiting_disconnect(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let records = stage.records();
    let pulse = Arc::new(Mutex::new(Some(stage.pulse())));
    let works = {
        let records = records.clone();
        move || {
            let pulse = pulse.lock().expect("nobody panics with it").take().expect("one client comes");
            works_on_records(pulse, records.clone())
        }
    };
    let app = Router::new().route("/", post(works));
    let server =
        spawn(serve(listener, app).with_graceful_shutdown(async { drop(stopped.await) }).into_future());
    let mut client = TcpStream::connect(address).await.expect("the loopback takes a connection");
    let request = b"POST / HTTP/1.1\r\nhost: here\r\ncontent-length: 0\r\n\r\n";
    client.write_all(request).await.expect("the server is there");

    stage.quick_task().await;

    stage.request();
    drop(client);
    stage.acknowledge(());

    // The server returns when the handler of its last connection is gone.
    drop(stop);
    let _ = server.await;
}

/// The handler, which has a record in hand at each of its awaits.
#[cfg(feature = "axum")]
async fn works_on_records(pulse: Pulse, records: Records) {
    loop {
        pulse.beat();
        let record = records.give();
        sleep(pulse.interval()).await;
        records.arrived(record);
    }
}

/// Work that the handler has spawned is finished, although the client has gone.
///
/// The handler is dropped all the same, and with it the handle of the task, which detaches it. At a shutdown such tasks
/// have to be waited for: `axum/channel/awaiting-websocket-tracked` has the tracker. Without a task of its own the record is
/// lost: `axum/channel/awaiting-disconnect`.
/// <https://docs.rs/tokio/latest/tokio/task/struct.JoinHandle.html>,
/// <https://github.com/divviup/janus/issues/4857>
#[case(
    "channel/awaiting-disconnect-spawned",
    Stopped,
    Deadline,
    run = crate::run,
    feature = "axum",
    losing(Loss::None)
)]
pub async fn awaiting_disconnect_spawned(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let records = stage.records();
    let (disk, mut written) = mpsc::unbounded_channel();
    let started = Arc::new(Mutex::new(Some((stage.pulse(), disk))));
    let works = {
        let records = records.clone();
        move || {
            let started = started.lock().expect("nobody panics with it").take();
            let (pulse, disk) = started.expect("one client comes");
            spawns_a_write_for_each_record(pulse, records.clone(), disk)
        }
    };
    let app = Router::new().route("/", post(works));
    let server =
        spawn(serve(listener, app).with_graceful_shutdown(async { drop(stopped.await) }).into_future());
    let mut client = TcpStream::connect(address).await.expect("the loopback takes a connection");
    let request = b"POST / HTTP/1.1\r\nhost: here\r\ncontent-length: 0\r\n\r\n";
    client.write_all(request).await.expect("the server is there");

    stage.quick_task().await;

    stage.request();
    drop(client);
    stage.acknowledge(());

    // The channel ends with the last write.
    while let Some(record) = written.recv().await {
        records.arrived(record);
    }
    drop(stop);
    let _ = server.await;
}

/// The handler, which only waits for what has a record in hand.
#[cfg(feature = "axum")]
async fn spawns_a_write_for_each_record(pulse: Pulse, records: Records, disk: UnboundedSender<u64>) {
    let pulse = Arc::new(pulse);
    loop {
        pulse.beat();
        let (record, disk, pulse) = (records.give(), disk.clone(), Arc::clone(&pulse));
        let write = spawn(async move {
            sleep(pulse.interval()).await;
            let _ = disk.send(record);
        });
        let _ = write.await;
    }
}
