//! Methods that read. A peer sends a byte at a time; the call is made again after the drop, and all bytes are to be found
//! in what was read and what is left.

use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};

use crate::{
    row::{Row, Says::*, Seen::*},
    worlds::{drip, rest},
};

const SENT: [u8; 8] = *b"abc\nefg\n";

/// A method that fills a buffer of so many bytes, or returns a number of as many.
macro_rules! reads {
    ($says:expr, $seen:expr, $($method:ident $bytes:ident),+ $(,)?) => {
        vec![$(Row::new(
            concat!("tokio::io::AsyncReadExt::", stringify!($method)),
            $says,
            $seen,
            async |world| {
                let sent: Vec<u8> = (1..=32).collect();
                let mut reader = drip(sent.clone());
                let number = world.repeats(async || reader.$method().await.expect("it has arrived")).await;
                let arrived = [&number.$bytes()[..], &rest(reader).await].concat();
                world.records("byte", sent, arrived);
            },
        )),+]
    };
}

pub(super) fn rows() -> Vec<Row> {
    let one = (Safe, "nothing is read if it is dropped");
    let several = (NotSafe, "a part of the number may be lost");
    let mut rows = reads!(one, Keeps, read_u8 to_be_bytes, read_i8 to_be_bytes);
    rows.extend(reads!(several, Loses, read_u16 to_be_bytes, read_i16 to_be_bytes, read_u32 to_be_bytes));
    rows.extend(reads!(several, Loses, read_i32 to_be_bytes, read_u64 to_be_bytes, read_i64 to_be_bytes));
    rows.extend(reads!(several, Loses, read_u128 to_be_bytes, read_i128 to_be_bytes, read_f32 to_be_bytes));
    rows.extend(
        reads!(several, Loses, read_f64 to_be_bytes, read_u16_le to_le_bytes, read_i16_le to_le_bytes),
    );
    rows.extend(reads!(several, Loses, read_u32_le to_le_bytes, read_i32_le to_le_bytes));
    rows.extend(reads!(several, Loses, read_u64_le to_le_bytes, read_i64_le to_le_bytes));
    rows.extend(reads!(several, Loses, read_u128_le to_le_bytes, read_i128_le to_le_bytes));
    rows.extend(reads!(several, Loses, read_f32_le to_le_bytes, read_f64_le to_le_bytes));
    rows.extend(buffers());
    rows.extend(lines());
    rows
}

fn buffers() -> Vec<Row> {
    vec![
        Row::new(
            "tokio::io::AsyncReadExt::read",
            (Safe, "nothing is read if it is dropped"),
            Keeps,
            async |world| {
                let (mut reader, mut buffer) = (drip(SENT), [0; 4]);
                let count =
                    world.repeats(async || reader.read(&mut buffer).await.expect("it has arrived")).await;
                world.records("byte", SENT, [&buffer[..count], &rest(reader).await].concat());
            },
        ),
        Row::new(
            "tokio::io::AsyncReadExt::read_buf",
            (Safe, "nothing is read if it is dropped"),
            Keeps,
            async |world| {
                let (mut reader, mut buffer) = (drip(SENT), Vec::new());
                world.repeats(async || reader.read_buf(&mut buffer).await.expect("it has arrived")).await;
                world.records("byte", SENT, [buffer, rest(reader).await].concat());
            },
        ),
        Row::new(
            "tokio::io::AsyncReadExt::read_exact",
            (NotSafe, "some of the data may be in the buffer already"),
            Loses,
            async |world| {
                let (mut reader, mut buffer) = (drip(SENT), [0; 4]);
                world.repeats(async || reader.read_exact(&mut buffer).await.expect("it has arrived")).await;
                world.records("byte", SENT, [&buffer[..], &rest(reader).await].concat());
            },
        ),
        Row::new(
            "tokio::io::AsyncReadExt::read_to_string",
            (NotSafe, "may lose data, says the page of `select!`; its own says nothing"),
            Loses,
            async |world| {
                let (mut reader, mut buffer) = (drip(SENT), String::new());
                world.drops(reader.read_to_string(&mut buffer)).await;
                reader.read_to_string(&mut buffer).await.expect("it is in memory");
                world.records("byte", SENT, buffer.into_bytes());
            },
        ),
    ]
}

fn lines() -> Vec<Row> {
    vec![
        Row::new(
            "tokio::io::AsyncBufReadExt::read_until",
            (Depends, "what was read stays in the buffer; the count begins anew"),
            Keeps,
            async |world| {
                let (mut reader, mut buffer) = (BufReader::new(drip(SENT)), Vec::new());
                world.drops(reader.read_until(b'\n', &mut buffer)).await;
                world.records("byte", SENT, [buffer, rest(reader).await].concat());
            },
        ),
        Row::new(
            "tokio::io::AsyncBufReadExt::read_line",
            (NotSafe, "bytes that were read are gone, and the buffer is not specified"),
            Loses,
            async |world| {
                let (mut reader, mut buffer) = (BufReader::new(drip(SENT)), String::new());
                world.repeats(async || reader.read_line(&mut buffer).await.expect("it has arrived")).await;
                world.records("byte", SENT, [buffer.into_bytes(), rest(reader).await].concat());
            },
        ),
        Row::new(
            "tokio::io::AsyncBufReadExt::fill_buf",
            (Safe, "nothing is taken from the reader"),
            Keeps,
            async |world| {
                let mut reader = BufReader::new(drip(SENT));
                world.repeats(async || reader.fill_buf().await.expect("it has arrived").to_vec()).await;
                world.records("byte", SENT, rest(reader).await);
            },
        ),
        Row::new("tokio::io::Lines::next_line", (Safe, "no reason is given"), Keeps, async |world| {
            let mut lines = BufReader::new(drip(SENT)).lines();
            let mut arrived = Vec::new();
            while let Some(line) = world.repeats(async || lines.next_line().await.expect("it is text")).await
            {
                arrived.push(line);
            }
            world.records("line", ["abc", "efg"].map(str::to_owned), arrived);
        }),
        Row::new(
            "tokio::io::Split::next_segment",
            (Silent, "made like `next_line`: its state is in the struct"),
            Keeps,
            async |world| {
                let mut segments = BufReader::new(drip(SENT)).split(b'\n');
                let mut arrived = Vec::new();
                while let Some(segment) =
                    world.repeats(async || segments.next_segment().await.expect("it is there")).await
                {
                    arrived.push(segment);
                }
                world.records("segment", [b"abc", b"efg"].map(|it| it.to_vec()), arrived);
            },
        ),
    ]
}
