//! What a dropped future was about to send: a message, or the half of a frame.
//!
//! A case starts an infinite task, waits for a quick one, and then drops the infinite task where it stands.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn; the drop of the pulse is the
//! halt. `stage.request()` stamps the instant before the drop, `stage.acknowledge(x)` the instant after it.
//! The work carries records: `give()` makes the next one, and `arrived()` counts it where it was to go. What
//! was given out, never arrived and was not handed back is lost.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story drop/awaiting-send-timeout`

use std::time::Duration;

use still_standing::{Records, Stage, case};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    select,
    sync::mpsc,
    task::spawn,
    time::{sleep, timeout},
};

/// Two halves of a frame, of which a socket's buffers don't hold one.
const FRAME: usize = 1 << 20;

/// `timeout` around `send` drops the message together with the future.
///
/// So a `send` that is cancelled loses its message: the future owns it while it waits for room in the channel.
/// `mpsc::Sender::send_timeout` returns the message in its error, and `reserve` waits without one:
/// `tokio/drop/awaiting-reserve`. <https://docs.rs/tokio/latest/tokio/sync/mpsc/struct.Sender.html#cancel-safety>,
/// <https://rfd.shared.oxide.computer/rfd/397>
#[case(
    "drop/awaiting-send-timeout",
    Stopped,
    Deadline,
    run = crate::run,
    losing(Loss::Some),
    instead = awaiting_reserve
)]
pub async fn awaiting_send_timeout(stage: &Stage) {
    let (sender, mut receiver) = mpsc::channel(1);
    let records = stage.records();
    // It takes a message once a beat, so the channel is full and the sender waits.
    let peer = spawn({
        let (records, interval) = (records.clone(), stage.interval());
        async move {
            while let Some(record) = receiver.recv().await {
                records.arrived(record);
                sleep(interval).await;
            }
        }
    });
    let mut infinite = Box::pin(async {
        let pulse = stage.pulse();
        loop {
            pulse.beat();
            sender.send(records.give()).await.expect("the receiver is there");
        }
    });

    select! {
        () = &mut infinite => {}
        () = stage.quick_task() => {}
    }

    stage.request();
    let ended = timeout(Duration::ZERO, infinite).await;
    stage.acknowledge(ended);

    drop(sender);
    peer.await.expect("the peer does not panic");
}

/// `reserve` waits for room and holds no message, so a dropped one loses none.
///
/// The caller still has the message and can send it another time. `send` takes the message before it waits, and
/// loses it: `tokio/drop/awaiting-send-timeout`.
/// <https://docs.rs/tokio/latest/tokio/sync/mpsc/struct.Sender.html#method.reserve>
#[case("drop/awaiting-reserve", Stopped, Deadline, run = crate::run, losing(Loss::None))]
pub async fn awaiting_reserve(stage: &Stage) {
    let (sender, mut receiver) = mpsc::channel(1);
    let records = stage.records();
    let peer = spawn({
        let (records, interval) = (records.clone(), stage.interval());
        async move {
            while let Some(record) = receiver.recv().await {
                records.arrived(record);
                sleep(interval).await;
            }
        }
    });
    let mut next = records.give();
    let mut infinite = Box::pin(async {
        let pulse = stage.pulse();
        loop {
            pulse.beat();
            let room = sender.reserve().await.expect("the receiver is there");
            room.send(next);
            next = records.give();
        }
    });

    select! {
        () = &mut infinite => {}
        () = stage.quick_task() => {}
    }

    stage.request();
    let ended = timeout(Duration::ZERO, infinite).await;
    stage.acknowledge(ended);

    records.handed_back(next);
    drop(sender);
    peer.await.expect("the peer does not panic");
}

/// `write_all` that is dropped half way leaves half a frame on the wire.
///
/// The peer gets a frame without its end, and anything that is written later is taken for the rest of it. The caller
/// does not know how much was written, so it has to close the connection; `write_all_buf` keeps count. A task that owns
/// the writer finishes the frame: `tokio/drop/awaiting-owned-task`.
/// <https://docs.rs/tokio/latest/tokio/io/trait.AsyncWriteExt.html#method.write_all>,
/// <https://sunshowers.io/posts/cancelling-async-rust/>
#[case(
    "drop/awaiting-write-all",
    Stopped,
    Inline,
    run = crate::run_with_network,
    losing(Loss::Some),
    instead = awaiting_owned_task
)]
pub async fn awaiting_write_all(stage: &Stage) {
    let (mut writer, reader) = connection_with_small_buffers().await;
    let records = stage.records();
    let peer = spawn(reads_by_halves(reader, stage.interval(), records.clone()));
    let infinite = async {
        let pulse = stage.pulse();
        loop {
            pulse.beat();
            let frame = records.give().to_be_bytes().repeat(FRAME / 8);
            writer.write_all(&frame).await.expect("the peer is there");
        }
    };
    let quick = async {
        stage.quick_task().await;
        stage.request();
    };

    select! {
        () = infinite => {}
        () = quick => {}
    }
    stage.acknowledge(());

    drop(writer);
    peer.await.expect("the peer does not panic");
}

/// A task that owns the writer finishes its frame, although the future that filled its queue is gone.
///
/// Only the end of the runtime would drop the task, so each frame is written to its end. The infinite task only hands
/// records over, and reserves room before it takes one. Without the task half a frame is lost:
/// `tokio/drop/awaiting-write-all`.
/// <https://sunshowers.io/posts/cancelling-async-rust/>, <https://rfd.shared.oxide.computer/rfd/400>
#[case("drop/awaiting-owned-task", Stopped, Inline, run = crate::run_with_network, losing(Loss::None))]
pub async fn awaiting_owned_task(stage: &Stage) {
    let (mut writer, reader) = connection_with_small_buffers().await;
    let records = stage.records();
    let peer = spawn(reads_by_halves(reader, stage.interval(), records.clone()));
    let (queue, mut queued) = mpsc::channel::<u64>(1);
    let owner = spawn(async move {
        while let Some(record) = queued.recv().await {
            let frame = record.to_be_bytes().repeat(FRAME / 8);
            writer.write_all(&frame).await.expect("the peer is there");
        }
    });
    let infinite = async {
        let pulse = stage.pulse();
        loop {
            pulse.beat();
            let room = queue.reserve().await.expect("the owner is there");
            room.send(records.give());
        }
    };
    let quick = async {
        stage.quick_task().await;
        stage.request();
    };

    select! {
        () = infinite => {}
        () = quick => {}
    }
    stage.acknowledge(());

    drop(queue);
    owner.await.expect("the owner does not panic");
    peer.await.expect("the peer does not panic");
}

/// A connection on the loopback whose buffers are smaller than half a frame, so that a write waits for the reader.
async fn connection_with_small_buffers() -> (TcpStream, TcpStream) {
    let socket = TcpSocket::new_v4().expect("the system has a socket left");
    socket.set_recv_buffer_size(1 << 16).expect("the buffer may be smaller");
    socket
        .bind("127.0.0.1:0".parse().expect("the text is an address"))
        .expect("the loopback has a free port");
    let listener = socket.listen(1).expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let socket = TcpSocket::new_v4().expect("the system has a socket left");
    socket.set_send_buffer_size(1 << 16).expect("the buffer may be smaller");
    let writer = socket.connect(address).await.expect("the loopback takes a connection");
    let (reader, _) = listener.accept().await.expect("the connection arrives");
    (writer, reader)
}

/// The peer: reads the second half of a frame with the first half of the next, once a beat, so that the writer always
/// waits in the middle of one. A frame arrives when all of it does.
async fn reads_by_halves(mut reader: TcpStream, interval: Duration, records: Records) {
    let mut frame = vec![0; FRAME];
    let (first, second) = frame.split_at_mut(FRAME / 2);
    while reader.read_exact(first).await.is_ok() {
        sleep(interval).await;
        if reader.read_exact(second).await.is_err() {
            return;
        }
        records.arrived(u64::from_be_bytes(second[..8].try_into().expect("half a slice has eight bytes")));
    }
}
