//! Bytes of tokio-util, and the frames that it makes of them.

use std::io::IoSlice;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    task::spawn,
};
use tokio_stream::StreamExt;
use tokio_util::{
    codec::{Framed, FramedRead, LinesCodec},
    io::{read_exact_arc, simplex, write_all_vectored},
};

use crate::{
    row::{Row, Says::*, Seen::*},
    worlds::{drip, narrow, others, rest},
};

const SENT: [u8; 8] = *b"abc\nefg\n";

pub(super) fn rows() -> Vec<Row> {
    [bytes(), frames()].into_iter().flatten().collect()
}

fn bytes() -> Vec<Row> {
    vec![
        Row::new(
            "tokio_util::io::write_all_vectored",
            (NotSafe, "a part may be written, and the place in the slices is lost"),
            Loses,
            async |world| {
                let (mut writer, arrives) = narrow(2);
                let mut slices = [IoSlice::new(&SENT[..3]), IoSlice::new(&SENT[3..])];
                world.drops(write_all_vectored(&mut writer, &mut slices)).await;
                if world.has_dropped() {
                    let _ = write_all_vectored(&mut writer, &mut slices).await;
                }
                drop(writer);
                world.records("byte", SENT, arrives.await.expect("it reads all"));
            },
        ),
        Row::new(
            "tokio_util::io::read_exact_arc",
            (Silent, "the bytes so far are the future's"),
            Loses,
            async |world| {
                let mut reader = drip(SENT);
                let read =
                    world.repeats(async || read_exact_arc(&mut reader, 4).await.expect("it is there")).await;
                world.records("byte", SENT, [&read[..], &rest(reader).await].concat());
            },
        ),
        Row::new(
            "tokio_util::io::simplex::Receiver::read",
            (Safe, "no bytes are received"),
            Keeps,
            async |world| {
                let (mut sender, mut receiver) = simplex::new(8);
                spawn(async move {
                    others().await;
                    sender.write_all(&SENT).await
                });
                let mut buffer = [0; 4];
                let count =
                    world.repeats(async || receiver.read(&mut buffer).await.expect("it is there")).await;
                world.records("byte", SENT, [&buffer[..count], &rest(receiver).await].concat());
            },
        ),
        Row::new(
            "tokio_util::io::simplex::Sender::write",
            (Safe, "no bytes are sent"),
            Keeps,
            async |world| {
                let (mut sender, receiver) = simplex::new(2);
                sender.write_all(b"12").await.expect("there is room");
                let reads = spawn(async move {
                    others().await;
                    rest(receiver).await
                });
                let count = world.repeats(async || sender.write(&SENT).await.expect("it is open")).await;
                sender.write_all(&SENT[count..]).await.expect("it is open");
                drop(sender);
                world.records("byte", *b"12abc\nefg\n", reads.await.expect("it reads all"));
            },
        ),
    ]
}

fn frames() -> Vec<Row> {
    let borrows = (Safe, "the future only borrows the stream");
    vec![
        Row::new("tokio_util::codec::FramedRead, StreamExt::next", borrows, Keeps, async |world| {
            let (mut lines, mut arrived) = (FramedRead::new(drip(SENT), LinesCodec::new()), Vec::new());
            while let Some(line) = world.repeats(async || lines.next().await.and_then(Result::ok)).await {
                arrived.push(line);
            }
            world.records("line", ["abc", "efg"].map(str::to_owned), arrived);
        }),
        Row::new("tokio_util::codec::Framed, StreamExt::next", borrows, Keeps, async |world| {
            let (mut lines, mut arrived) = (Framed::new(drip(SENT), LinesCodec::new()), Vec::new());
            while let Some(line) = world.repeats(async || lines.next().await.and_then(Result::ok)).await {
                arrived.push(line);
            }
            world.records("line", ["abc", "efg"].map(str::to_owned), arrived);
        }),
    ]
}
