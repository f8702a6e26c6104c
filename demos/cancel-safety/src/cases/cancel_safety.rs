//! A task that reads: records of a fixed length, messages, frames.

use drops::World;
use futures_util::StreamExt;
use tokio::{io::AsyncReadExt, sync::mpsc::channel};
use tokio_util::codec::{FramedRead, LengthDelimitedCodec};

use super::RECORDS;
use crate::worlds::{drip, others};

/// Eight bytes for each record, with its length before it or without.
fn bytes(head: &[u8]) -> Vec<u8> {
    (1..=RECORDS).flat_map(|record| [head, &record.to_be_bytes()].concat()).collect()
}

pub(super) async fn awaiting_read_exact(world: &World) {
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

pub(super) async fn awaiting_recv(world: &World) {
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

pub(super) async fn awaiting_framed(world: &World) {
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
