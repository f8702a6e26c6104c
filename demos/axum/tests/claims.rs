//! What the cases' comments say of a client that disconnects, tried with requests that nobody thinks of first.
#![cfg(feature = "axum")]

use std::time::Duration;

use axum::{Router, routing::post, serve};
use tokio::{
    io::AsyncWriteExt,
    net::{TcpListener, TcpStream},
    runtime::Builder,
    spawn,
    sync::mpsc::{UnboundedSender, unbounded_channel},
    time::{sleep, timeout},
};

/// Far longer than a handler takes to be dropped, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// For so long a handler is watched that is not to be dropped.
const HORIZON: Duration = Duration::from_millis(100);

/// Says that it was dropped.
struct Says(UnboundedSender<()>);

impl Drop for Says {
    fn drop(&mut self) {
        let _ = self.0.send(());
    }
}

/// Whether a handler that looks at nothing is dropped, within this time, when the client of this request goes.
async fn is_dropped(request: &str, within: Duration) -> bool {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("the loopback has a free port");
    let mut client =
        TcpStream::connect(listener.local_addr().expect("an address")).await.expect("it listens");
    let (begins, mut begun) = unbounded_channel();
    let (ends, mut ended) = unbounded_channel();
    let works = async move || {
        let _says = Says(ends);
        let _ = begins.send(());
        sleep(2 * PATIENCE).await;
    };
    let server = spawn(serve(listener, Router::new().route("/", post(works))).into_future());
    client.write_all(request.as_bytes()).await.expect("the server is there");
    begun.recv().await.expect("the handler begins");
    drop(client);
    let dropped = timeout(within, ended.recv()).await.is_ok();
    server.abort();
    dropped
}

#[test]
fn a_handler_goes_on_whose_request_was_not_read_to_its_end() {
    let head = "POST / HTTP/1.1\r\nhost: here\r\ncontent-length:";
    let whole = format!("{head} 0\r\n\r\n");
    let runtime = Builder::new_current_thread().enable_all().build().expect("the runtime starts");
    runtime.block_on(async {
        assert!(is_dropped(&whole, PATIENCE).await, "it was read");
        assert!(!is_dropped(&format!("{head} 400\r\n\r\nhalf"), HORIZON).await, "half of its body has come");
        assert!(!is_dropped(&format!("{whole}{whole}"), HORIZON).await, "a second request is behind it");
    });
}
