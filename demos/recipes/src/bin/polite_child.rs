//! Runs a command for a limited time, and asks it politely: SIGTERM, a grace, SIGKILL. Its output is read to the end.
//!
//! `timeout` around `output()` would leave the command running, and `kill_on_drop` gives it no time to clean up. Here
//! it gets SIGTERM when its time is over or when this program is asked to stop, and what it says then is read too. Try
//! it with `cargo run -p recipes --bin polite_child -- 1000 500 sh -c 'trap "echo bye; exit" TERM; sleep 9 & wait'`. The
//! first two arguments are the limit and the grace in ms. It ends with the command's own status, or with 128 and the
//! number of the signal that ended it. Measured by `processes/abort/blocking-escalate`.
//!
//! ```toml
//! rustix = { version = "1", features = ["process"] }
//! tokio = { version = "1", features = ["io-util", "macros", "process", "rt", "signal", "time"] }
//! ```

use std::{
    env,
    io::{self, Write},
    os::unix::process::ExitStatusExt,
    pin::pin,
    process::{ExitCode, ExitStatus, Stdio},
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};
use tokio::{
    io::AsyncReadExt,
    process::{Child, ChildStdout, Command},
    select,
    signal::unix::{SignalKind, signal},
    time::{sleep, timeout},
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<ExitCode> {
    let mut arguments = env::args().skip(1);
    let mut ms = || arguments.next().and_then(|it| it.parse().ok()).map(Duration::from_millis);
    let (limit, grace) = ms().zip(ms()).expect("first a limit and a grace in ms");
    let program = arguments.next().expect("then a command");
    let ran = run(Command::new(program).args(arguments), limit, grace).await?;

    let _ = io::stdout().write_all(&ran.output);
    if !ran.is_whole {
        let _ = writeln!(io::stderr(), "another process has the output still open");
    }
    let code = ran.status.code().or(ran.status.signal().map(|signal| 128 + signal)).unwrap_or(1);
    Ok(ExitCode::from(u8::try_from(code).unwrap_or(1)))
}

struct Ran {
    output: Vec<u8>,
    /// `false` if the command has ended, and what it has started keeps its output open.
    is_whole: bool,
    status: ExitStatus,
}

async fn run(command: &mut Command, limit: Duration, grace: Duration) -> io::Result<Ran> {
    // The handlers come first: without them a signal would end this process, and leave the command.
    let mut asked = pin!(asked()?);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
    let mut pipe = child.stdout.take().expect("it is a pipe");
    let mut output = Vec::new();

    let mut ended = select! {
        ended = end_of(&mut child, &mut pipe, &mut output) => Some(ended?),
        () = sleep(limit) => None,
        () = &mut asked => None,
    };
    for signal in [Signal::TERM, Signal::KILL] {
        if ended.is_none() {
            tell(&child, signal);
            let waited = timeout(grace, end_of(&mut child, &mut pipe, &mut output)).await;
            ended = waited.ok().transpose()?;
        }
    }
    let status = match ended {
        Some(status) => status,
        None => child.wait().await?,
    };
    // What is in the pipe is read. It ends when nobody can write to it any more.
    let is_whole = timeout(grace, read(&mut pipe, &mut output)).await.is_ok();
    Ok(Ran { output, is_whole, status })
}

/// Waits for the child, and reads meanwhile: a child whose pipe is full does not end. Both may be dropped and called
/// again: `wait` and `read_buf` are cancel safe.
async fn end_of(child: &mut Child, pipe: &mut ChildStdout, output: &mut Vec<u8>) -> io::Result<ExitStatus> {
    let mut reads = pin!(read(pipe, output));
    let mut is_open = true;
    loop {
        select! {
            status = child.wait() => return status,
            () = &mut reads, if is_open => is_open = false,
        }
    }
}

async fn read(pipe: &mut ChildStdout, output: &mut Vec<u8>) {
    while pipe.read_buf(output).await.is_ok_and(|bytes| bytes > 0) {}
}

/// The child's number is its own for as long as nobody has waited for its end; then `id` gives none.
fn tell(child: &Child, signal: Signal) {
    let pid = child.id().and_then(|id| Pid::from_raw(id.cast_signed()));
    let _ = pid.map(|pid| kill_process(pid, signal));
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
