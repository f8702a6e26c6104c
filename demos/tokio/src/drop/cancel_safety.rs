//! Cancel safety: the future is dropped at once, and what it held may be lost.
//!
//! A case starts an infinite task, waits for a quick one, and then drops the infinite task where it stands.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn; the drop of the pulse is the
//! halt. `stage.request()` stamps the instant before the drop, `stage.acknowledge(x)` the instant after it.
//! The work carries records: `give()` makes the next one, and `arrived()` counts it where it was to go. What
//! was given out, never arrived and was not handed back is lost.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story drop/awaiting-read-exact`

use futures_util::StreamExt;
use still_standing::{Stage, case};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    select,
    sync::{
        mpsc::{self, error::SendError},
        oneshot,
    },
    task::spawn,
    time::sleep,
};
use tokio_util::{
    bytes::Buf,
    codec::{FramedRead, LengthDelimitedCodec},
};

/// `read_exact` that is dropped half way loses the bytes that it has read, and the reader is out of step with the
/// stream.
///
/// The bytes are in the future's buffer. Whoever reads on begins in the middle of a record, and every record
/// after it is misread too. `mpsc::Receiver::recv` loses nothing: `tokio/drop/awaiting-recv`.
/// <https://docs.rs/tokio/latest/tokio/macro.select.html#cancellation-safety>
#[case(
    "drop/awaiting-read-exact",
    Stopped,
    Inline,
    run = crate::run_with_network,
    losing(Loss::Some),
    instead = awaiting_framed
)]
pub async fn awaiting_read_exact(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let mut reader = TcpStream::connect(address).await.expect("the loopback takes a connection");
    let (mut writer, _) = listener.accept().await.expect("the connection arrives");
    let records = stage.records();
    let (stop, mut stopped) = oneshot::channel::<()>();
    // The peer sends the second half of a record with the first half of the next, so that the reader always waits
    // in the middle of one.
    let peer = spawn({
        let (records, interval) = (records.clone(), stage.interval());
        async move {
            let mut record = records.give().to_be_bytes();
            writer.write_all(&record[..4]).await.expect("the reader is there");
            while stopped.try_recv().is_err() {
                sleep(interval).await;
                let next = records.give().to_be_bytes();
                let halves = [&record[4..], &next[..4]].concat();
                writer.write_all(&halves).await.expect("the reader is there");
                record = next;
            }
            writer.write_all(&record[4..]).await.expect("the reader is there");
        }
    });
    let infinite = async {
        let pulse = stage.pulse();
        loop {
            pulse.beat();
            let mut record = [0; 8];
            reader.read_exact(&mut record).await.expect("the peer is there");
            records.arrived(u64::from_be_bytes(record));
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

    let _ = stop.send(());
    peer.await.expect("the peer does not panic");
    let mut record = [0; 8];
    while reader.read_exact(&mut record).await.is_ok() {
        records.arrived(u64::from_be_bytes(record));
    }
}

/// `recv` that is dropped loses nothing: a message is in the channel until the future returns it.
///
/// "If recv is used as the event in a tokio::select! statement and some other branch completes first, it is
/// guaranteed that no messages were received on this channel." `read_exact` gives no such guarantee:
/// `tokio/drop/awaiting-read-exact`.
/// <https://docs.rs/tokio/latest/tokio/sync/mpsc/struct.Receiver.html#method.recv>
#[case("drop/awaiting-recv", Stopped, Inline, run = crate::run, losing(Loss::None))]
pub async fn awaiting_recv(stage: &Stage) {
    let (sender, mut receiver) = mpsc::channel(1);
    let records = stage.records();
    let (stop, mut stopped) = oneshot::channel::<()>();
    let peer = spawn({
        let (records, interval) = (records.clone(), stage.interval());
        async move {
            while stopped.try_recv().is_err() {
                sender.send(records.give()).await.expect("the receiver is there");
                sleep(interval).await;
            }
        }
    });
    let infinite = async {
        let pulse = stage.pulse();
        loop {
            pulse.beat();
            let record = receiver.recv().await.expect("the peer is there");
            records.arrived(record);
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

    let _ = stop.send(());
    while let Some(record) = receiver.recv().await {
        records.arrived(record);
    }
    peer.await.expect("the peer does not panic");
}

/// A receiver that is dropped takes the messages along that wait in its channel.
///
/// Five of them have been sent, and their senders were told `Ok`; only the one that still waits for room gets its message
/// back. `close` first, and then `recv` until it returns `None`, loses none: `tokio/channel/awaiting-mpsc-drained`.
/// <https://docs.rs/tokio/latest/tokio/sync/mpsc/index.html#clean-shutdown>
#[case(
    "drop/awaiting-mpsc-dropped",
    Stopped,
    Inline,
    run = crate::run,
    losing(Loss::Some),
    on_demand(),
    instead = crate::channel::awaiting_mpsc_drained
)]
pub async fn awaiting_mpsc_dropped(stage: &Stage) {
    let (sender, mut receiver) = mpsc::channel(5);
    let records = stage.records();
    let peer = spawn({
        let records = records.clone();
        async move {
            loop {
                if let Err(SendError(record)) = sender.send(records.give()).await {
                    records.handed_back(record);
                    break;
                }
            }
        }
    });
    let infinite = async move {
        let pulse = stage.pulse();
        loop {
            pulse.beat();
            let record = receiver.recv().await.expect("the peer is there");
            records.arrived(record);
            sleep(pulse.interval()).await;
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

    peer.await.expect("the peer does not panic");
}

/// `FramedRead` that is dropped half way loses nothing, because the bytes are in the reader and not in the future.
///
/// What its `next()` has read of a record stays in its buffer, and the next call goes on from there.
/// `tokio/drop/awaiting-read-exact` has the same peer and loses them.
/// <https://docs.rs/tokio-util/latest/tokio_util/codec/struct.FramedRead.html#cancellation-safety>
#[case("drop/awaiting-framed", Stopped, Inline, run = crate::run_with_network, losing(Loss::None))]
pub async fn awaiting_framed(stage: &Stage) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let reader = TcpStream::connect(address).await.expect("the loopback takes a connection");
    let (mut writer, _) = listener.accept().await.expect("the connection arrives");
    let mut reader =
        FramedRead::new(reader, LengthDelimitedCodec::builder().length_field_length(1).new_codec());
    let records = stage.records();
    let (stop, mut stopped) = oneshot::channel::<()>();
    let peer = spawn({
        let (records, interval) = (records.clone(), stage.interval());
        async move {
            // A byte for the length, and the record.
            let mut record = [&[8], &records.give().to_be_bytes()[..]].concat();
            writer.write_all(&record[..4]).await.expect("the reader is there");
            while stopped.try_recv().is_err() {
                sleep(interval).await;
                let next = [&[8], &records.give().to_be_bytes()[..]].concat();
                let halves = [&record[4..], &next[..4]].concat();
                writer.write_all(&halves).await.expect("the reader is there");
                record = next;
            }
            writer.write_all(&record[4..]).await.expect("the reader is there");
        }
    });
    let infinite = async {
        let pulse = stage.pulse();
        loop {
            pulse.beat();
            let record = reader.next().await.expect("the peer is there").expect("the record is whole");
            records.arrived(record.as_ref().get_u64());
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

    let _ = stop.send(());
    peer.await.expect("the peer does not panic");
    while let Some(Ok(record)) = reader.next().await {
        records.arrived(record.as_ref().get_u64());
    }
}
