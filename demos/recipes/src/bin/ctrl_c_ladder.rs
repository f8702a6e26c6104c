//! Ctrl-C asks a service to stop. After a deadline it is cut off, and a second Ctrl-C ends it at once.
//!
//! Try it with `cargo run -p recipes --bin ctrl_c_ladder`, and press Ctrl-C once or twice. Further arguments are the
//! deadline in ms, and `stubborn` for a service that does not heed the first Ctrl-C. It ends with 0 if it stopped in
//! good order, 1 if it was cut off, 130 after the second Ctrl-C. Measured by `tokio/flag/awaiting-ctrl-c`.
//!
//! ```toml
//! tokio = { version = "1", features = ["macros", "rt-multi-thread", "signal", "time"] }
//! tokio-util = "0.7"
//! ```

use std::{
    env,
    process::{ExitCode, exit},
    time::Duration,
};

use tokio::{
    select,
    signal::unix::{SignalKind, signal},
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;

#[tokio::main]
async fn main() -> ExitCode {
    let deadline = env::args().find_map(|argument| argument.parse().ok()).unwrap_or(5_000);
    // The handlers come first: a signal without a handler kills the process.
    let mut interrupts = signal(SignalKind::interrupt()).expect("SIGINT can be handled");
    let mut terminates = signal(SignalKind::terminate()).expect("SIGTERM can be handled");
    let token = CancellationToken::new();
    let mut service = tokio::spawn(serve(token.clone()));
    println!("serving");

    // First rung: a signal. SIGTERM is what systemd, Docker and Kubernetes send.
    select! {
        _ = interrupts.recv() => {}
        _ = terminates.recv() => {}
    }
    println!("stopping");
    token.cancel();

    // Second rung: the deadline. Third: another Ctrl-C, for the person who does not want to wait for it.
    select! {
        ended = timeout(Duration::from_millis(deadline), &mut service) => match ended {
            Ok(_) => {
                println!("stopped in good order");
                ExitCode::SUCCESS
            }
            Err(_) => {
                println!("cut off after the deadline");
                service.abort();
                ExitCode::FAILURE
            }
        },
        _ = interrupts.recv() => {
            println!("cut off at once");
            // Not `return`: leaving main drops the runtime, which waits for blocking closures.
            exit(130);
        }
    }
}

/// Works until it is asked to stop, and then finishes what it has in hand.
async fn serve(token: CancellationToken) {
    let heeds = !env::args().any(|argument| argument == "stubborn");
    while !(heeds && token.is_cancelled()) {
        sleep(Duration::from_millis(20)).await;
    }
}
