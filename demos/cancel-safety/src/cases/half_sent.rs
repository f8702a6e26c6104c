//! A task that sends: messages, and bytes.

use std::{cell::RefCell, future::Future};

use drops::World;
use tokio::{
    io::AsyncWriteExt,
    sync::mpsc::{Sender, channel},
};

use super::{RECORDS, Records};
use crate::worlds::{narrow, others};

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

pub(super) async fn awaiting_send_timeout(world: &World) {
    let records = &Records::new();
    let arrived = sent(world, |sender| async move {
        for _ in 0..RECORDS {
            sender.send(records.give()).await.expect("the receiver is there");
        }
    });
    let arrived = arrived.await;
    world.records("record", 1..=*records.0.borrow(), arrived);
}

pub(super) async fn awaiting_reserve(world: &World) {
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

pub(super) async fn awaiting_owned_task(world: &World) {
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

pub(super) async fn awaiting_write_all(world: &World) {
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
