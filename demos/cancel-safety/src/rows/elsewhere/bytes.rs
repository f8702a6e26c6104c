//! What reads and writes bytes in futures, futures-lite and async-std.

use tokio_util::compat::TokioAsyncReadCompatExt;

use crate::{
    row::{Row, Says::*, Seen::*},
    worlds::{drip, narrow, rest},
};

const SENT: [u8; 8] = *b"abc\nefg\n";

pub(super) fn rows() -> Vec<Row> {
    [of_futures(), of_futures_lite(), of_async_std()].into_iter().flatten().collect()
}

/// The methods of one crate that read and write. Their traits are imported as it names them.
macro_rules! streams {
    ($name:ident, $read:literal, $lines:literal, $write:literal, $copy:literal, $use:item, $io:ident) => {
        fn $name() -> Vec<Row> {
            $use
            use $io::BufReader;
            vec![
                Row::new(concat!($read, "read_exact"), (Silent, "the count is the future's"), Loses, async |world| {
                    let (mut reader, mut buffer) = (drip(SENT).compat(), [0; 4]);
                    world.repeats(async || reader.read_exact(&mut buffer).await.is_ok()).await;
                    world.records("byte", SENT, [&buffer[..], &rest(reader.into_inner()).await].concat());
                }),
                Row::new(concat!($read, "read_to_end"), (Silent, "what was read is in the caller's buffer"), Keeps, async |world| {
                    let (mut reader, mut buffer) = (drip(SENT).compat(), Vec::new());
                    world.drops(reader.read_to_end(&mut buffer)).await;
                    buffer.extend(rest(reader.into_inner()).await);
                    world.records("byte", SENT, buffer);
                }),
                Row::new(concat!($read, "read_to_string"), (Silent, "what was read is in the future"), Loses, async |world| {
                    let (mut reader, mut buffer) = (drip(SENT).compat(), String::new());
                    world.drops(reader.read_to_string(&mut buffer)).await;
                    world.records("byte", SENT, [buffer.into_bytes(), rest(reader.into_inner()).await].concat());
                }),
                Row::new(concat!($lines, "read_line"), (Silent, "what was read is in the future"), Loses, async |world| {
                    let (mut reader, mut line) = (BufReader::new(drip(SENT).compat()), String::new());
                    world.drops(reader.read_line(&mut line)).await;
                    let mut left = Vec::new();
                    reader.read_to_end(&mut left).await.expect("it is in memory");
                    world.records("byte", SENT, [line.into_bytes(), left].concat());
                }),
                Row::new(concat!($lines, "read_until"), (Silent, "what was read is in the caller's buffer"), Keeps, async |world| {
                    let (mut reader, mut line) = (BufReader::new(drip(SENT).compat()), Vec::new());
                    world.drops(reader.read_until(b'\n', &mut line)).await;
                    let mut left = Vec::new();
                    reader.read_to_end(&mut left).await.expect("it is in memory");
                    world.records("byte", SENT, [line, left].concat());
                }),
                Row::new(concat!($write, "write_all"), (Silent, "how far it came is the future's"), Loses, async |world| {
                    let (writer, arrives) = narrow(2);
                    let mut writer = writer.compat();
                    world.repeats(async || writer.write_all(&SENT).await.is_ok()).await;
                    drop(writer);
                    world.records("byte", SENT, arrives.await.expect("it reads all"));
                }),
                Row::new($copy, (Silent, "it owns a buffer, and what it has read ahead goes with it"), Loses, async |world| {
                    let (mut reader, (writer, arrives)) = (&SENT[..], narrow(1));
                    let mut writer = writer.compat();
                    writer.write_all(b"0").await.expect("there is room");
                    world.drops($io::copy(&mut reader, &mut writer)).await;
                    drop(writer);
                    let arrived = arrives.await.expect("it reads all");
                    world.records("byte", *b"0abc\nefg\n", [arrived, reader.to_vec()].concat());
                }),
            ]
        }
    };
}

streams!(
    of_futures,
    "futures::io::AsyncReadExt::",
    "futures::io::AsyncBufReadExt::",
    "futures::io::AsyncWriteExt::",
    "futures::io::copy",
    use futures_util::io::{self, AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _};,
    io
);
streams!(
    of_futures_lite,
    "futures_lite::io::AsyncReadExt::",
    "futures_lite::io::AsyncBufReadExt::",
    "futures_lite::io::AsyncWriteExt::",
    "futures_lite::io::copy",
    use futures_lite::io::{self, AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _};,
    io
);
streams!(
    of_async_std,
    "async_std::io::ReadExt::",
    "async_std::io::BufReadExt::",
    "async_std::io::WriteExt::",
    "async_std::io::copy",
    use async_std::io::{self, BufReadExt as _, ReadExt as _, WriteExt as _};,
    io
);
