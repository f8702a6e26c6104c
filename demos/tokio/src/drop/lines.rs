//! Lines that are read in a `select!`: where the half of a line is when the future is dropped.
//!
//! A case starts an infinite task, waits for a quick one, and then drops the infinite task where it stands.
//! That task owns a pulse and calls `beat()`, "I'm still standing", once a turn; the drop of the pulse is the
//! halt. `stage.request()` stamps the instant before the drop, `stage.acknowledge(x)` the instant after it.
//! The work carries records, one a line: `give()` makes the next one, and `arrived()` counts it where it was to go. What
//! was given out and never arrived is lost.
//!
//! To play one case as a story: `cargo run -p demo-tokio -- story drop/awaiting-read-line`

use std::time::Duration;

use still_standing::{Records, Stage, case};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream, duplex},
    select,
    sync::oneshot::{self, error::TryRecvError},
    task::spawn,
    time::sleep,
};

/// `read_line` that is dropped half way loses what it has read of the line.
///
/// The peer has sent "hel", which the future took out of the reader's buffer into one of its own. Whoever reads on gets
/// "lo" for a line. `Lines::next_line` loses nothing: `tokio/drop/awaiting-next-line`.
/// <https://docs.rs/tokio/latest/tokio/io/trait.AsyncBufReadExt.html#method.read_line>,
/// <https://github.com/google/comprehensive-rust/issues/713>
#[case(
    "drop/awaiting-read-line",
    Stopped,
    Inline,
    run = crate::run,
    losing(Loss::Some),
    on_demand(),
    instead = awaiting_next_line
)]
pub async fn awaiting_read_line(stage: &Stage) {
    let (writer, reader) = duplex(1024);
    let mut reader = BufReader::new(reader);
    let records = stage.records();
    let (stop, stopped) = oneshot::channel::<()>();
    let peer = spawn(says_hello(writer, records.clone(), stopped, stage.interval()));
    let infinite = async {
        let pulse = stage.pulse();
        loop {
            pulse.beat();
            let mut line = String::new();
            reader.read_line(&mut line).await.expect("the peer writes text");
            records.arrived(greeted(line.trim_end()));
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

    drop(stop);
    peer.await.expect("the peer does not panic");
    let mut line = String::new();
    while reader.read_line(&mut line).await.expect("the peer writes text") > 0 {
        records.arrived(greeted(line.trim_end()));
        line.clear();
    }
}

/// `Lines::next_line` that is dropped half way loses nothing, because the half line is in the `Lines`.
///
/// The next call goes on with "lo", and returns "hello". So make the `Lines` once, outside of the loop. `read_line` has
/// the same peer and loses the "hel": `tokio/drop/awaiting-read-line`.
/// <https://docs.rs/tokio/latest/tokio/io/struct.Lines.html#method.next_line>
#[case("drop/awaiting-next-line", Stopped, Inline, run = crate::run, losing(Loss::None), on_demand())]
pub async fn awaiting_next_line(stage: &Stage) {
    let (writer, reader) = duplex(1024);
    let mut lines = BufReader::new(reader).lines();
    let records = stage.records();
    let (stop, stopped) = oneshot::channel::<()>();
    let peer = spawn(says_hello(writer, records.clone(), stopped, stage.interval()));
    let infinite = async {
        let pulse = stage.pulse();
        loop {
            pulse.beat();
            let line = lines.next_line().await.expect("the peer writes text");
            records.arrived(greeted(&line.expect("the peer is there")));
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

    drop(stop);
    peer.await.expect("the peer does not panic");
    while let Some(line) = lines.next_line().await.expect("the peer writes text") {
        records.arrived(greeted(&line));
    }
}

/// The peer sends the second half of a line with the first half of the next, so that the reader always waits in the
/// middle of one.
async fn says_hello(
    mut writer: DuplexStream,
    records: Records,
    mut stopped: oneshot::Receiver<()>,
    interval: Duration,
) {
    let mut record = records.give();
    writer.write_all(b"hel").await.expect("the reader is there");
    while stopped.try_recv() == Err(TryRecvError::Empty) {
        sleep(interval).await;
        let next = records.give();
        writer.write_all(format!("lo {record}\nhel").as_bytes()).await.expect("the reader is there");
        record = next;
    }
    writer.write_all(format!("lo {record}\n").as_bytes()).await.expect("the reader is there");
}

/// The record of a whole line, or no record.
fn greeted(line: &str) -> u64 {
    line.strip_prefix("hello ").and_then(|record| record.parse().ok()).unwrap_or_default()
}
