//! Methods that write. The pipe has room for two bytes, and its reader takes one at a time; the call is made again after
//! the drop, and each byte is to arrive once.

use std::io::{Cursor, IoSlice};

use tokio::io::{AsyncWriteExt, BufReader, BufWriter, copy, copy_bidirectional, copy_buf, duplex};

use crate::{
    row::{Row, Says::*, Seen::*},
    worlds::{drip, narrow, others, rest},
};

const SENT: [u8; 8] = *b"abcdefgh";

/// A method that writes a number.
macro_rules! writes {
    ($($method:ident $type:ident $bytes:ident),+ $(,)?) => {
        vec![$(Row::new(
            concat!("tokio::io::AsyncWriteExt::", stringify!($method)),
            (Silent, "as `write_all`: a part of the number may be out"),
            Loses,
            async |world| {
                let number = 7 as $type;
                let (mut writer, arrives) = narrow(1);
                world.repeats(async || writer.$method(number).await.is_ok()).await;
                drop(writer);
                world.records("byte", number.$bytes(), arrives.await.expect("it reads all"));
            },
        )),+]
    };
}

pub(super) fn rows() -> Vec<Row> {
    let mut rows = parts();
    rows.extend(copies());
    rows.extend(writes!(write_u16 u16 to_be_bytes, write_i16 i16 to_be_bytes, write_u32 u32 to_be_bytes));
    rows.extend(writes!(write_i32 i32 to_be_bytes, write_u64 u64 to_be_bytes, write_i64 i64 to_be_bytes));
    rows.extend(writes!(write_u128 u128 to_be_bytes, write_i128 i128 to_be_bytes, write_f32 f32 to_be_bytes));
    rows.extend(
        writes!(write_f64 f64 to_be_bytes, write_u16_le u16 to_le_bytes, write_i16_le i16 to_le_bytes),
    );
    rows.extend(
        writes!(write_u32_le u32 to_le_bytes, write_i32_le i32 to_le_bytes, write_u64_le u64 to_le_bytes),
    );
    rows.extend(writes!(write_i64_le i64 to_le_bytes, write_u128_le u128 to_le_bytes));
    rows.extend(
        writes!(write_i128_le i128 to_le_bytes, write_f32_le f32 to_le_bytes, write_f64_le f64 to_le_bytes),
    );
    rows
}

/// A method that writes what there is room for: how much, it says, and the rest is written afterwards.
macro_rules! some {
    ($method:literal, |$writer:ident| $call:expr) => {
        Row::new($method, (Safe, "nothing is written if it is dropped"), Keeps, async |world| {
            let (mut $writer, arrives) = narrow(2);
            $writer.write_all(b"12").await.expect("there is room");
            let count = world.repeats(async || $call.await.expect("the reader is there")).await;
            $writer.write_all(&SENT[count..]).await.expect("the reader is there");
            drop($writer);
            world.records("byte", *b"12abcdefgh", arrives.await.expect("it reads all"));
        })
    };
}

fn parts() -> Vec<Row> {
    vec![
        some!("tokio::io::AsyncWriteExt::write", |writer| writer.write(&SENT)),
        some!("tokio::io::AsyncWriteExt::write_vectored", |writer| writer
            .write_vectored(&[IoSlice::new(&SENT)])),
        some!("tokio::io::AsyncWriteExt::write_buf", |writer| writer.write_buf(&mut &SENT[..])),
        Row::new(
            "tokio::io::AsyncWriteExt::write_all_buf",
            (Depends, "a part may be written, and the buffer is advanced by it"),
            Keeps,
            async |world| {
                let (mut writer, arrives) = narrow(2);
                let mut buffer = Cursor::new(SENT);
                world.repeats(async || writer.write_all_buf(&mut buffer).await.is_ok()).await;
                drop(writer);
                world.records("byte", SENT, arrives.await.expect("it reads all"));
            },
        ),
        Row::new(
            "tokio::io::AsyncWriteExt::write_all",
            (NotSafe, "a part may be written, and a new call begins at the front"),
            Loses,
            async |world| {
                let (mut writer, arrives) = narrow(2);
                world.repeats(async || writer.write_all(&SENT).await.is_ok()).await;
                drop(writer);
                world.records("byte", SENT, arrives.await.expect("it reads all"));
            },
        ),
        Row::new(
            "tokio::io::AsyncWriteExt::flush",
            (Safe, "may be half flushed, and the buffer is advanced by it"),
            Keeps,
            async |world| {
                let (writer, arrives) = narrow(2);
                let mut writer = BufWriter::new(writer);
                writer.write_all(&SENT).await.expect("it is in the buffer");
                world.repeats(async || writer.flush().await.is_ok()).await;
                drop(writer);
                world.records("byte", SENT, arrives.await.expect("it reads all"));
            },
        ),
        Row::new(
            "tokio::io::AsyncWriteExt::shutdown",
            (Silent, "may be half done, and a new call goes on"),
            Keeps,
            async |world| {
                let (writer, arrives) = narrow(2);
                let mut writer = BufWriter::new(writer);
                writer.write_all(&SENT).await.expect("it is in the buffer");
                world.repeats(async || writer.shutdown().await.is_ok()).await;
                world.records("byte", SENT, arrives.await.expect("it reads all"));
            },
        ),
    ]
}

fn copies() -> Vec<Row> {
    vec![
        Row::new(
            "tokio::io::copy",
            (Silent, "what is in its own buffer goes with it"),
            Loses,
            async |world| {
                let (mut reader, (mut writer, arrives)) = (&SENT[..], narrow(1));
                writer.write_u8(b'0').await.expect("there is room");
                world.drops(copy(&mut reader, &mut writer)).await;
                drop(writer);
                let arrived = arrives.await.expect("it reads all");
                world.records("byte", *b"0abcdefgh", [arrived, rest(reader).await].concat());
            },
        ),
        Row::new("tokio::io::copy_buf", (Silent, "the buffer is the reader's"), Keeps, async |world| {
            let (mut reader, (mut writer, arrives)) = (BufReader::new(drip(SENT)), narrow(1));
            writer.write_u8(b'0').await.expect("there is room");
            world.drops(copy_buf(&mut reader, &mut writer)).await;
            drop(writer);
            let arrived = arrives.await.expect("it reads all");
            world.records("byte", *b"0abcdefgh", [arrived, rest(reader).await].concat());
        }),
        Row::new(
            "tokio::io::copy_bidirectional",
            (Silent, "what is in its own buffers goes with it"),
            Loses,
            async |world| {
                let (mut peer, mut left) = duplex(64);
                peer.write_all(&SENT).await.expect("there is room");
                drop(peer);
                let (mut right, arrives) = narrow(1);
                right.write_u8(b'0').await.expect("there is room");
                world.drops(copy_bidirectional(&mut left, &mut right)).await;
                others().await;
                drop(right);
                let arrived = arrives.await.expect("it reads all");
                world.records("byte", *b"0abcdefgh", [arrived, rest(left).await].concat());
            },
        ),
    ]
}
