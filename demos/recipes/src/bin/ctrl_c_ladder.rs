//! Ctrl-C asks a service to stop. After a deadline it is cut off, and a second Ctrl-C ends it at once.
//!
//! The ladder is no part of the runtime: a thread waits for the first signal and then has the deadline, and the second
//! signal's handler ends the process. So it holds while a blocking closure runs, while every worker computes, and while
//! the drop of the runtime waits. Try it with `cargo run -p recipes --bin ctrl_c_ladder`, and press Ctrl-C once or
//! twice. Further arguments are the deadline in ms, and what the service does: see `serve`. It ends with 0 if it
//! stopped in good order, 1 after an error, 101 after a panic, 124 at the deadline, and 128 and the number of the second
//! signal. Measured by `tokio/flag/awaiting-ctrl-c`.
//!
//! ```toml
//! signal-hook = "0.4"
//! tokio = { version = "1", features = ["rt-multi-thread"] }
//! tokio-util = "0.7"
//! ```

use std::{
    env,
    future::pending,
    io::{self, Write},
    process::ExitCode,
    sync::{Arc, atomic::AtomicBool},
    thread,
    time::Duration,
};

use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    flag,
    iterator::Signals,
    low_level,
};
use tokio::{
    runtime::Runtime,
    task::{spawn, spawn_blocking},
};
use tokio_util::sync::CancellationToken;

fn main() -> io::Result<ExitCode> {
    let deadline = env::args().find_map(|argument| argument.parse().ok()).unwrap_or(5_000);
    let deadline = Duration::from_millis(deadline);
    let token = CancellationToken::new();
    climb_when_asked(token.clone(), deadline)?;

    let runtime = Runtime::new()?;
    // A task of its own: its panic comes back as a value.
    let ended = runtime.block_on(runtime.spawn(serve(token)));
    // The service may have ended unasked. Then too the drop of the runtime waits for blocking closures.
    cut_off_after(deadline);
    drop(runtime);
    Ok(match ended {
        Ok(Ok(())) => {
            say("stopped in good order");
            ExitCode::SUCCESS
        }
        Ok(Err(error)) => {
            say(error);
            ExitCode::FAILURE
        }
        Err(_) => ExitCode::from(101),
    })
}

/// First rung: a signal cancels the token. Second: the deadline. Third, at any time: another Ctrl-C or SIGTERM. Who sends
/// it can't be told: a wrapper that passes on the Ctrl-C of a terminal, which its child gets anyway, sends the second.
fn climb_when_asked(token: CancellationToken, deadline: Duration) -> io::Result<()> {
    let asked = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // Before the line that raises the flag: it looks whether an earlier signal has raised it.
        flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&asked))?;
    }
    // SIGTERM is what systemd, Docker and Kubernetes send. A terminal that closes sends SIGHUP, and may send it twice.
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        flag::register(signal, Arc::clone(&asked))?;
    }
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    thread::spawn(move || {
        signals.forever().next();
        cut_off_after(deadline);
        token.cancel();
    });
    Ok(())
}

/// Ends the process after this time, whatever its other threads do. It prints nothing: the output may be blocked.
fn cut_off_after(deadline: Duration) {
    thread::spawn(move || {
        thread::sleep(deadline);
        low_level::exit(124);
    });
}

/// Works until it is asked to stop; put yours here. Each word among the arguments plays a service that makes it hard.
async fn serve(token: CancellationToken) -> Result<(), &'static str> {
    let plays = |word| env::args().any(|argument| argument == word);
    if plays("blocking") {
        spawn_blocking(|| thread::sleep(Duration::MAX));
    }
    if plays("computing") {
        (0..1_000).for_each(|_| drop(spawn(async { thread::sleep(Duration::MAX) })));
    }
    say("serving");
    if plays("error") {
        return Err("the service has failed");
    }
    assert!(!plays("panic"), "the service has panicked");
    token.cancelled().await;
    say("stopping");
    if plays("stubborn") {
        pending::<()>().await;
    }
    Ok(())
}

/// `println!` would panic if the terminal is closed, or the reader of a pipe gone.
fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}
