//! A task that reads lines.

use drops::World;
use tokio::io::{AsyncBufReadExt, BufReader, DuplexStream};

use super::RECORDS;
use crate::worlds::{drip, rest};

/// The peer of the cases that read lines.
fn greetings() -> (BufReader<DuplexStream>, Vec<String>) {
    let lines: Vec<String> = (1..=RECORDS).map(|record| format!("hello {record}")).collect();
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    (BufReader::new(drip(text)), lines)
}

pub(super) async fn awaiting_read_line(world: &World) {
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

pub(super) async fn awaiting_next_line(world: &World) {
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
