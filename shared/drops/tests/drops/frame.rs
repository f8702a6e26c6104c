//! The example of the README: a function that looks harmless, and the test that names its lines.

use tokio::{
    io::{self, AsyncReadExt, AsyncWriteExt, DuplexStream, duplex},
    sync::mpsc::{Sender, channel},
    task::yield_now,
};

// README: function
/// Four bytes say how long the body is.
pub(crate) async fn read_frame(socket: &mut DuplexStream, out: &Sender<Vec<u8>>) -> io::Result<()> {
    let mut head = [0; 4];
    socket.read_exact(&mut head).await?;
    let mut body = vec![0; u32::from_be_bytes(head) as usize];
    socket.read_exact(&mut body).await?;
    let _ = out.send(body).await;
    Ok(())
}

// README: end

// README: test
#[tokio::main(flavor = "current_thread")]
async fn read_frame_loses(world: &drops::World) {
    let (mut peer, mut socket) = duplex(64);
    let (out, mut frames) = channel(1);
    out.send(vec![]).await.expect("there is room for one");
    let sent = [0, 0, 0, 3, 7, 8, 9];
    let around = async {
        for byte in sent {
            peer.write_u8(byte).await.expect("the reader is there");
            yield_now().await;
        }
        yield_now().await;
        frames.recv().await
    };
    tokio::join!(biased; world.drops(read_frame(&mut socket, &out)), around);
    // What has arrived, and what whoever reads on would find.
    drop((peer, out));
    let mut arrived = frames.recv().await.map_or(vec![], |body| [&[0, 0, 0, 3], &body[..]].concat());
    socket.read_to_end(&mut arrived).await.expect("it is in memory");
    world.records("byte", sent, arrived);
}

#[test]
fn read_frame_is_not_safe() {
    let report = drops::check("read_frame", read_frame_loses);
    report.assert_loses_at(&[
        "socket.read_exact(&mut head).await",
        "socket.read_exact(&mut body).await",
        "let _ = out.send(body).await",
    ]);
}
// README: end

#[test]
fn the_readme_shows_the_report() {
    let report = drops::check("read_frame", read_frame_loses);
    crate::readme::shows("report", &report.to_string());
    let one = drops::Check::new("read_frame").only(6).play(read_frame_loses);
    crate::readme::shows("one drop", &one.to_string());
}
