//! The story of one function: it reads a frame and sends it on, and is dropped at each of its awaits.

use drops::{Report, World, check};
use tokio::{
    io::{self, AsyncReadExt, AsyncWriteExt, DuplexStream, duplex},
    runtime::Builder,
    sync::mpsc::{Sender, channel},
    task::yield_now,
};

// README: read_frame
async fn read_frame(socket: &mut DuplexStream, out: &Sender<Vec<u8>>) -> io::Result<()> {
    let mut head = [0; 4];
    socket.read_exact(&mut head).await?;
    let mut body = vec![0; u32::from_be_bytes(head) as usize];
    socket.read_exact(&mut body).await?;
    let _ = out.send(body).await;
    Ok(())
}
// README: end

/// What each of its drops loses.
pub fn report() -> Report {
    check("read_frame", |handle| {
        Builder::new_current_thread().build()?.block_on(world(handle));
        io::Result::Ok(())
    })
}

async fn world(world: &World) {
    let sent = [0, 0, 0, 5, 11, 12, 13, 14, 15];
    let (mut peer, mut socket) = duplex(64);
    let (out, mut frames) = channel(1);
    out.send(vec![]).await.expect("there is room for one");
    let around = async {
        for byte in sent {
            peer.write_u8(byte).await.expect("the reader is there");
            yield_now().await;
        }
        yield_now().await;
        frames.recv().await
    };
    tokio::join!(biased; world.drops(read_frame(&mut socket, &out)), around);
    drop((peer, out));
    let mut arrived = frames.recv().await.map_or(vec![], |body| [&[0, 0, 0, 5], &body[..]].concat());
    socket.read_to_end(&mut arrived).await.expect("it is in memory");
    world.records("byte", sent, arrived);
}
