//! The cases of cancel safety of this workspace: at which of its awaits does the infinite task lose something?
//!
//! A case drops its task once, at a random moment. Here the loop of that task stands with the same awaits, and is dropped
//! at each of them. A test looks whether each await is in the case's text.

use std::{cell::RefCell, future::Future, time::Duration};

use drops::{Report, World, check};
use futures_util::StreamExt;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream},
    runtime::Builder,
    sync::{
        Mutex,
        mpsc::{Sender, channel},
    },
    task::yield_now,
    time::sleep,
};
use tokio_util::codec::{FramedRead, LengthDelimitedCodec};

use crate::worlds::{drip, narrow, others, rest};

/// A case of demos/tokio.
pub struct Case {
    /// Its name.
    pub name: &'static str,
    /// The file that it is in.
    pub file: &'static str,
    /// The text of that file.
    pub source: &'static str,
    /// Its function.
    pub function: &'static str,
    /// The awaits at which it loses something.
    pub loses_at: &'static [&'static str],
    play: fn() -> Report,
}

impl Case {
    /// Drops the case's task at each of its awaits.
    pub fn play(&self) -> Report {
        (self.play)()
    }

    /// The text of its function.
    pub fn text(&self) -> &'static str {
        let begin = self.source.find(&format!("fn {}(", self.function)).expect("the function is there");
        let text = &self.source[begin..];
        &text[..text.find("\n}\n").map_or(text.len(), |end| end)]
    }
}

macro_rules! case {
    ($name:literal, $file:literal, $function:ident, $loses_at:expr) => {
        Case {
            name: concat!("tokio/drop/", $name),
            file: concat!("tokio/src/drop/", $file, ".rs"),
            source: include_str!(concat!("../../tokio/src/drop/", $file, ".rs")),
            function: stringify!($function),
            loses_at: $loses_at,
            play: || played(concat!("tokio/drop/", $name), async |world| $function(world).await),
        }
    };
}

/// Every case whose infinite task holds something.
pub fn cases() -> Vec<Case> {
    vec![
        case!(
            "awaiting-read-exact",
            "cancel_safety",
            awaiting_read_exact,
            &["reader.read_exact(&mut record).await"]
        ),
        case!("awaiting-recv", "cancel_safety", awaiting_recv, &[]),
        case!("awaiting-framed", "cancel_safety", awaiting_framed, &[]),
        case!("awaiting-read-line", "lines", awaiting_read_line, &["reader.read_line(&mut line).await"]),
        case!("awaiting-next-line", "lines", awaiting_next_line, &[]),
        case!(
            "awaiting-send-timeout",
            "half_sent",
            awaiting_send_timeout,
            &["sender.send(records.give()).await"]
        ),
        case!("awaiting-reserve", "half_sent", awaiting_reserve, &[]),
        case!("awaiting-write-all", "half_sent", awaiting_write_all, &["writer.write_all(&frame).await"]),
        case!("awaiting-owned-task", "half_sent", awaiting_owned_task, &[]),
        case!("awaiting-lock-held", "half_done", awaiting_lock_held, &["sleep(pulse.interval()).await"]),
        case!("awaiting-lock-brief", "half_done", awaiting_lock_brief, &[]),
    ]
}

fn played(name: &str, world: impl AsyncFn(&World) + Send + Sync + 'static) -> Report {
    check(name, move |handle| {
        let runtime = Builder::new_current_thread().enable_time().start_paused(true).build()?;
        runtime.block_on(world(handle));
        std::io::Result::Ok(())
    })
}

/// How many records each world has.
const RECORDS: u64 = 3;

/// Gives one record after another, and then waits for ever: the task of a case does not end.
struct Records(RefCell<u64>);

impl Records {
    fn new() -> Self {
        Self(RefCell::new(0))
    }

    fn give(&self) -> u64 {
        *self.0.borrow_mut() += 1;
        *self.0.borrow()
    }
}

struct Pulse;

impl Pulse {
    fn interval(&self) -> Duration {
        Duration::from_millis(1)
    }
}

/// Eight bytes for each record, with its length before it or without.
fn bytes(head: &[u8]) -> Vec<u8> {
    (1..=RECORDS).flat_map(|record| [head, &record.to_be_bytes()].concat()).collect()
}

async fn awaiting_read_exact(world: &World) {
    let (mut reader, mut arrived) = (drip(bytes(&[])), Vec::new());
    let infinite = async {
        for _ in 0..RECORDS {
            let mut record = [0; 8];
            reader.read_exact(&mut record).await.expect("the peer is there");
            arrived.push(u64::from_be_bytes(record));
        }
    };
    world.drops(infinite).await;
    let mut record = [0; 8];
    while reader.read_exact(&mut record).await.is_ok() {
        arrived.push(u64::from_be_bytes(record));
    }
    world.count("record", 3, arrived.iter().filter(|record| (1..=RECORDS).contains(record)).count());
}

async fn awaiting_recv(world: &World) {
    let (sender, mut receiver) = channel(1);
    let mut arrived = Vec::new();
    let peer = async {
        for record in 1..=RECORDS {
            others().await;
            sender.send(record).await.expect("the receiver is there");
        }
        drop(sender);
    };
    let infinite = async {
        world
            .drops(async {
                for _ in 0..RECORDS {
                    let record = receiver.recv().await.expect("the peer is there");
                    arrived.push(record);
                }
            })
            .await;
        while let Some(record) = receiver.recv().await {
            arrived.push(record);
        }
    };
    tokio::join!(biased; infinite, peer);
    world.records("record", 1..=RECORDS, arrived);
}

async fn awaiting_framed(world: &World) {
    let codec = LengthDelimitedCodec::builder().length_field_length(1).new_codec();
    let (mut reader, mut arrived) = (FramedRead::new(drip(bytes(&[8])), codec), Vec::new());
    let infinite = async {
        for _ in 0..RECORDS {
            let record = reader.next().await.expect("the peer is there").expect("the record is whole");
            arrived.push(record[7].into());
        }
    };
    world.drops(infinite).await;
    while let Some(Ok(record)) = reader.next().await {
        arrived.push(record[7].into());
    }
    world.records("record", 1..=RECORDS, arrived);
}

/// The peer of the cases that read lines.
fn greetings() -> (BufReader<DuplexStream>, Vec<String>) {
    let lines: Vec<String> = (1..=RECORDS).map(|record| format!("hello {record}")).collect();
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    (BufReader::new(drip(text)), lines)
}

async fn awaiting_read_line(world: &World) {
    let ((mut reader, given), mut arrived) = (greetings(), Vec::new());
    let infinite = async {
        for _ in 0..RECORDS {
            let mut line = String::new();
            reader.read_line(&mut line).await.expect("the peer writes text");
            arrived.push(line.trim_end().to_owned());
        }
    };
    world.drops(infinite).await;
    arrived.extend(String::from_utf8(rest(reader).await).expect("text").lines().map(str::to_owned));
    world.count("line", given.len(), arrived.iter().filter(|line| given.contains(line)).count());
}

async fn awaiting_next_line(world: &World) {
    let ((reader, given), mut arrived) = (greetings(), Vec::new());
    let mut lines = reader.lines();
    let infinite = async {
        for _ in 0..RECORDS {
            let line = lines.next_line().await.expect("the peer writes text");
            arrived.extend(line);
        }
    };
    world.drops(infinite).await;
    while let Some(line) = lines.next_line().await.expect("the peer writes text") {
        arrived.push(line);
    }
    world.records("line", given, arrived);
}

/// A sender under test, and a receiver that is slow.
async fn sent<F: Future>(world: &World, infinite: impl FnOnce(Sender<u64>) -> F) -> Vec<u64> {
    let (sender, mut receiver) = channel(1);
    let sends = async {
        world.drops(infinite(sender)).await;
    };
    let reads = async {
        let mut arrived = Vec::new();
        others().await;
        while let Some(record) = receiver.recv().await {
            arrived.push(record);
            others().await;
        }
        arrived
    };
    tokio::join!(biased; sends, reads).1
}

async fn awaiting_send_timeout(world: &World) {
    let records = &Records::new();
    let arrived = sent(world, |sender| async move {
        for _ in 0..RECORDS {
            sender.send(records.give()).await.expect("the receiver is there");
        }
    });
    let arrived = arrived.await;
    world.records("record", 1..=*records.0.borrow(), arrived);
}

async fn awaiting_reserve(world: &World) {
    let (records, next) = (&Records::new(), &RefCell::new(0));
    *next.borrow_mut() = records.give();
    let arrived = sent(world, |sender| async move {
        for _ in 0..RECORDS {
            let room = sender.reserve().await.expect("the receiver is there");
            room.send(next.replace(records.give()));
        }
    });
    // The record that the caller has still is handed back.
    let arrived = [arrived.await, vec![*next.borrow()]].concat();
    world.records("record", 1..=*records.0.borrow(), arrived);
}

async fn awaiting_owned_task(world: &World) {
    let records = &Records::new();
    let arrived = sent(world, |queue| async move {
        for _ in 0..RECORDS {
            let room = queue.reserve().await.expect("the owner is there");
            room.send(records.give());
        }
    });
    let arrived = arrived.await;
    world.records("record", 1..=*records.0.borrow(), arrived);
}

async fn awaiting_write_all(world: &World) {
    let ((mut writer, arrives), records) = (narrow(2), Records::new());
    let infinite = async {
        for _ in 0..RECORDS {
            let frame = records.give().to_be_bytes();
            writer.write_all(&frame).await.expect("the peer is there");
        }
    };
    world.drops(infinite).await;
    drop(writer);
    let whole = arrives.await.expect("it reads all").len() / 8;
    world.count("frame", usize::try_from(*records.0.borrow()).expect("a few"), whole);
}

async fn awaiting_lock_held(world: &World) {
    let (balances, pulse) = (Mutex::new((3_i64, 0_i64)), Pulse);
    let infinite = async {
        for _ in 0..RECORDS {
            let mut balances = balances.lock().await;
            balances.0 -= 1;
            sleep(pulse.interval()).await;
            balances.1 += 1;
        }
    };
    held_up(world, &balances, infinite).await;
}

async fn awaiting_lock_brief(world: &World) {
    let (balances, pulse) = (Mutex::new((3_i64, 0_i64)), Pulse);
    let infinite = async {
        for _ in 0..RECORDS {
            sleep(pulse.interval()).await;
            let mut balances = balances.lock().await;
            balances.0 -= 1;
            balances.1 += 1;
        }
    };
    held_up(world, &balances, infinite).await;
}

/// Somebody else has the lock at first, so that the task waits for it too.
async fn held_up(world: &World, balances: &Mutex<(i64, i64)>, infinite: impl Future<Output = ()>) {
    let held = balances.lock().await;
    let releases = async {
        sleep(Duration::from_millis(2)).await;
        yield_now().await;
        drop(held);
    };
    tokio::join!(biased; world.drops(infinite), releases);
    let (left, right) = *balances.lock().await;
    world.holds("the balances add up", left + right == 3);
}
