//! A web server that finishes a request although its client has hung up, and although it is asked to stop.
//!
//! When a client disconnects, the future of its handler is dropped at the await where it stands. So what must not stop
//! half way is a task of its own: the handler only awaits it, and a tracker waits for all of them at the end. Try it
//! with `cargo run -p recipes --features axum --bin request_survives_disconnect`, and `curl -m 0.2
//! http://127.0.0.1:PORT/order`: "shipped" comes although curl has gone. It ends with 0 if all was finished in time, with
//! 1 at the deadline, whose ms are the argument, and with 130 after a second Ctrl-C. Measured by
//! `tokio/abort/awaiting-shielded`.
//!
//! ```toml
//! axum = { version = "0.8", default-features = false, features = ["http1", "tokio"] }
//! tokio = { version = "1", features = ["macros", "net", "rt-multi-thread", "signal", "time"] }
//! tokio-util = { version = "0.7", features = ["rt"] }
//! ```

use std::{
    env,
    io::{self, Write},
    process::exit,
    time::Duration,
};

use axum::{Router, extract::State, http::StatusCode, routing::get};
use tokio::{
    net::TcpListener,
    select,
    signal::{
        ctrl_c,
        unix::{SignalKind, signal},
    },
    time::sleep,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

#[tokio::main]
async fn main() -> io::Result<()> {
    let deadline = env::args().find_map(|argument| argument.parse().ok()).unwrap_or(10_000);
    let (stop, orders) = (CancellationToken::new(), TaskTracker::new());
    tokio::spawn({
        let (asked, stop) = (asked()?, stop.clone());
        async move {
            asked.await;
            stop.cancel();
        }
    });
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    say(&format!("listening on {}", listener.local_addr()?));
    let app =
        Router::new().route("/order", get(order)).route("/panic", get(fails)).with_state(orders.clone());
    let server = axum::serve(listener, app).with_graceful_shutdown(stop.clone().cancelled_owned());

    let in_good_order = async {
        let served = server.await;
        // The connections have ended; orders whose clients are gone may not have.
        orders.close();
        orders.wait().await;
        served
    };
    let cut_off = async {
        stop.cancelled().await;
        select! {
            () = sleep(Duration::from_millis(deadline)) => ("cut off after the deadline", 1),
            _ = ctrl_c() => ("cut off at once", 130),
        }
    };
    let (line, status) = select! {
        served = in_good_order => served.map(|()| ("stopped in good order", 0))?,
        cut_off = cut_off => cut_off,
    };
    say(line);
    // Not `return`: leaving main drops the runtime, which waits for blocking closures.
    exit(status)
}

/// The handler. It is dropped when its client hangs up, and the task goes on.
async fn order(State(orders): State<TaskTracker>) -> Result<&'static str, StatusCode> {
    finished(&orders, fulfil()).await
}

async fn fails(State(orders): State<TaskTracker>) -> Result<&'static str, StatusCode> {
    finished(&orders, async { panic!("an order has panicked") }).await
}

/// Runs this to its end, whoever waits for it. A panic in it is an answer too.
async fn finished<T: Send + 'static>(
    tasks: &TaskTracker,
    work: impl Future<Output = T> + Send + 'static,
) -> Result<T, StatusCode> {
    tasks.spawn(work).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

/// Two steps that belong together; put yours here.
async fn fulfil() -> &'static str {
    say("charged");
    sleep(Duration::from_millis(500)).await;
    say("shipped");
    "done"
}

/// Waits for Ctrl-C, for SIGTERM, or for the end of the terminal. The handlers are there when it returns the future.
fn asked() -> io::Result<impl Future<Output = ()>> {
    let mut interrupts = signal(SignalKind::interrupt())?;
    let mut terminates = signal(SignalKind::terminate())?;
    let mut hangups = signal(SignalKind::hangup())?;
    Ok(async move {
        select! {
            _ = interrupts.recv() => {}
            _ = terminates.recv() => {}
            _ = hangups.recv() => {}
        }
    })
}

/// `println!` would panic if the terminal is closed, or the reader of a pipe gone.
fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}
