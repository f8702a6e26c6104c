//! Rows where reading the code raised a doubt about the documentation. Each is ten lines, for the README shows it.

use std::{io::IoSlice, pin::pin, process::Stdio, time::Duration};

use futures_util::SinkExt;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::Command,
    select,
    sync::{Notify, mpsc},
    task::yield_now,
    time::timeout,
};
use tokio_util::{
    codec::{Framed, FramedWrite, LinesCodec},
    io::{simplex, write_all_vectored},
};

use crate::{
    row::{Row, Says::*, Seen::*},
    worlds::{alone, drip, narrow, others, waits},
};

pub(super) fn rows() -> Vec<Row> {
    let not_sent = (NotSent, "surely not sent; the message is lost");
    vec![
        // In the list of those that can lose data in the documentation of select!.
        Row::new(
            "tokio::io::AsyncReadExt::read_to_end",
            (NotSafe, "may lose data, says the page of `select!`; its own says nothing"),
            Keeps,
            to_end,
        ),
        Row::new("tokio_util::codec::FramedWrite, SinkExt::send", not_sent, Loses, framed_write),
        Row::new("tokio_util::codec::Framed, SinkExt::send", not_sent, Loses, framed),
        Row::new(
            "tokio_util::io::simplex::Receiver::read_exact",
            (Safe, "no bytes are received, says the type of all its futures"),
            Loses,
            simplex_receiver,
        ),
        Row::new(
            "tokio_util::io::simplex::Sender::write_all",
            (Safe, "no bytes are sent, says the type of all its futures"),
            Loses,
            simplex_sender,
        ),
        Row::new(
            "tokio_util::io::write_all_vectored of one slice",
            (NotSafe, "the place in the slices is lost"),
            Keeps,
            one_slice,
        ),
        Row::new(
            "tokio::sync::mpsc::Sender::reserve_owned",
            (LosesPlace, "a place in a fair queue is lost"),
            Loses,
            last_sender,
        )
        .losing_more(),
        Row::new(
            "tokio::sync::Notify::notified after notify_waiters",
            (LosesPlace, "a place in a fair queue is lost"),
            Loses,
            notify_waiters,
        )
        .losing_more(),
        Row::new(
            "tokio::process::Child::wait with its input open",
            (Depends, "safe; a text above says that the input is closed first"),
            Loses,
            closed_input,
        ),
        Row::new(
            "tokio::io::stdin, made anew for each read",
            (Silent, "what was begun is in the handle that began it, and goes with it"),
            Loses,
            stdin,
        ),
    ]
}

// README: framed_write
async fn framed_write(world: &drops::World) {
    let (writer, arrives) = narrow(8);
    let mut sink = FramedWrite::new(writer, LinesCodec::new());
    world.repeats(async || sink.send("a line that is longer than 8 bytes").await.is_ok()).await;
    drop(sink);
    let arrived = String::from_utf8(arrives.await.expect("it reads all")).expect("text");
    world.records("line", ["a line that is longer than 8 bytes"], arrived.lines());
}
// README: end

async fn framed(world: &drops::World) {
    let (writer, arrives) = narrow(8);
    let mut sink = Framed::new(writer, LinesCodec::new());
    world.repeats(async || sink.send("a line that is longer than 8 bytes").await.is_ok()).await;
    drop(sink);
    let arrived = String::from_utf8(arrives.await.expect("it reads all")).expect("text");
    world.records("line", ["a line that is longer than 8 bytes"], arrived.lines());
}

// README: to_end
async fn to_end(world: &drops::World) {
    let mut reader = drip(*b"abcdefgh");
    let mut buffer = Vec::new();
    world.drops(reader.read_to_end(&mut buffer)).await;
    if world.has_dropped() {
        let _ = reader.read_to_end(&mut buffer).await;
    }
    world.records("byte", *b"abcdefgh", buffer);
}
// README: end

// README: simplex_receiver
async fn simplex_receiver(world: &drops::World) {
    let (mut sender, mut receiver) = simplex::new(8);
    let (mut head, mut rest) = ([0; 4], Vec::new());
    let sends = async {
        sender.write_all(b"ab").await?;
        others().await;
        sender.write_all(b"cdefgh").await?;
        sender.shutdown().await
    };
    let reads = async {
        world.repeats(async || receiver.read_exact(&mut head).await.is_ok()).await;
        receiver.read_to_end(&mut rest).await
    };
    let _ = tokio::join!(biased; reads, sends);
    world.records("byte", *b"abcdefgh", [&head[..], &rest].concat());
}
// README: end

// README: simplex_sender
async fn simplex_sender(world: &drops::World) {
    let (mut sender, mut receiver) = simplex::new(2);
    let mut arrived = Vec::new();
    let sends = async {
        world.repeats(async || sender.write_all(b"abcd").await.is_ok()).await;
        sender.shutdown().await
    };
    let _ = tokio::join!(biased; sends, receiver.read_to_end(&mut arrived));
    world.records("byte", *b"abcd", arrived);
}
// README: end

// README: one_slice
async fn one_slice(world: &drops::World) {
    let (mut writer, arrives) = narrow(2);
    let mut slices = [IoSlice::new(b"abcdefgh")];
    world.drops(write_all_vectored(&mut writer, &mut slices)).await;
    if world.has_dropped() {
        let _ = write_all_vectored(&mut writer, &mut slices).await;
    }
    drop(writer);
    world.records("byte", *b"abcdefgh", arrives.await.expect("it reads all"));
}
// README: end

// README: last_sender
async fn last_sender(world: &drops::World) {
    let (sender, mut receiver) = mpsc::channel(1);
    sender.try_send(1).expect("there is room");
    let reserves = async { world.drops(sender.reserve_owned()).await };
    let reads = async {
        others().await;
        receiver.recv().await
    };
    let (reserved, _) = tokio::join!(biased; reserves, reads);
    world.holds("the channel is open", !receiver.is_closed());
    drop(reserved);
}
// README: end

// README: notify_waiters
async fn notify_waiters(world: &drops::World) {
    let notify = Notify::new();
    let waits_and_is_dropped = async {
        let mut notified = pin!(world.halts(notify.notified()));
        select! { biased; () = &mut notified => return true, () = world.due() => {} }
        others().await;
        false
    };
    let notifies = async {
        yield_now().await;
        notify.notify_waiters();
    };
    let (seen, ()) = tokio::join!(biased; waits_and_is_dropped, notifies);
    world.holds("the event is seen, or passed on", seen || !waits(pin!(notify.notified())).await);
}
// README: end

// README: closed_input
async fn closed_input(world: &drops::World) {
    let mut child = Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("cat");
    tokio::join!(biased; async { world.drops(child.wait()).await }, others());
    world.holds("its input is open", !world.has_dropped() || child.stdin.is_some());
    let _ = child.kill().await;
}
// README: end

// README: stdin
async fn stdin(world: &drops::World) {
    let _alone = alone().await;
    let (input, mut peer) = std::io::pipe().expect("a pipe");
    rustix::stdio::dup2_stdin(&input).expect("it takes the place of the standard input");
    let writes = async {
        others().await;
        std::io::Write::write_all(&mut peer, b"x").expect("it is open");
        drop(peer);
    };
    let reads = async {
        match world.drops(async { tokio::io::stdin().read_u8().await }).await {
            Some(byte) => byte.ok(),
            None => {
                timeout(Duration::from_secs(1), tokio::io::stdin().read_u8()).await.ok().and_then(Result::ok)
            }
        }
    };
    let (arrived, ()) = tokio::join!(biased; reads, writes);
    world.records("byte", Some(b'x'), arrived);
}
// README: end
