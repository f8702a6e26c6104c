//! `talk` is a task that nobody drops: dropped, it would lose the answer to the request that it has in hand. What is
//! dropped is the wait for it, and then each request that was taken is answered all the same.

use std::{cell::Cell, io, time::Duration};

use drops::World;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, copy, sink},
    net::{TcpListener, TcpStream},
    select,
    task::spawn,
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

// From the recipe.
async fn talk(connection: TcpStream, token: CancellationToken) -> io::Result<()> {
    let (reader, mut writer) = connection.into_split();
    let mut lines = BufReader::new(reader).lines();
    loop {
        // `next_line` is cancel safe: what it has read of a line stays in the reader.
        let line = select! {
            // The token comes first: a client that goes on sending would hold up the end.
            biased;
            () = token.cancelled() => break,
            line = lines.next_line() => line?,
        };
        let Some(line) = line else { return Ok(()) };
        say(&format!("taken: {line:.20}"));
        // Outside of `select!`: the answer to a request that was taken is not cut off.
        let answer = answer(&line).await;
        writer.write_all(answer.as_bytes()).await?;
    }
    // Says that no answer follows. What the client sends meanwhile is read for a moment: a connection that is closed
    // with unread input is reset, and an answer that is on its way is lost with it.
    writer.shutdown().await?;
    let _ = timeout(Duration::from_secs(1), copy(&mut lines.into_inner(), &mut sink())).await;
    Ok(())
}

/// The answer to a request.
async fn answer(line: &str) -> String {
    sleep(Duration::from_millis(1)).await;
    format!("done: {line}\n")
}

thread_local! {
    /// How many requests this thread's world has taken.
    static TAKEN: Cell<usize> = const { Cell::new(0) };
}

/// Counts where the recipe prints.
fn say(line: &str) {
    assert!(line.starts_with("taken: "));
    TAKEN.with(|it| it.set(it.get() + 1));
}

pub(super) async fn wait_is_dropped(world: &World) {
    TAKEN.set(0);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let mut client = TcpStream::connect(address).await.expect("the loopback takes a connection");
    let (connection, _) = listener.accept().await.expect("the connection arrives");
    let (token, connections) = (CancellationToken::new(), TaskTracker::new());
    connections.spawn(talk(connection, token.clone()));
    let reads = spawn(async move {
        let mut answers = String::new();
        client.write_all(b"a\nb\nc\n").await?;
        client.read_to_string(&mut answers).await?;
        io::Result::Ok(answers.lines().count())
    });
    while TAKEN.get() == 0 {
        sleep(Duration::from_millis(1)).await;
    }
    token.cancel();
    connections.close();
    world.repeats(async || connections.wait().await).await;
    world.count("answer", TAKEN.get(), reads.await.expect("it reads all").expect("the server closes it"));
}
