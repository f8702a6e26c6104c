//! `end_of` is dropped by a `select!` and by a timeout, and called again. `run` is what a caller may drop: then the command
//! does not go on.

use std::{
    future::pending,
    io::{self, Read},
    pin::pin,
    process::{ExitStatus, Stdio},
    time::Duration,
};

use drops::World;
use rustix::process::{Pid, Signal, kill_process};
use tokio::{
    io::AsyncReadExt,
    process::{Child, ChildStdout, Command},
    select,
    time::{sleep, timeout},
};

// From the recipe.
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

// From the recipe.
async fn read(pipe: &mut ChildStdout, output: &mut Vec<u8>) {
    while pipe.read_buf(output).await.is_ok_and(|bytes| bytes > 0) {}
}

/// What it has read is in the caller's buffer, so that it may be called again.
pub(super) async fn end_of_is_dropped(world: &World) {
    let mut command = Command::new("sh");
    let command = command.args(["-c", "printf abc; sleep 0.01; printf def; sleep 0.01; exit 7"]);
    let mut child = command.stdout(Stdio::piped()).spawn().expect("a shell");
    let mut pipe = child.stdout.take().expect("it is a pipe");
    let mut output = Vec::new();
    let status = match world.drops(end_of(&mut child, &mut pipe, &mut output)).await {
        Some(status) => status,
        None => end_of(&mut child, &mut pipe, &mut output).await,
    };
    read(&mut pipe, &mut output).await;
    world.records("byte", *b"abcdef", output);
    world.holds("the status is there", status.is_ok_and(|status| status.code() == Some(7)));
}

// From the recipe.
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

// Its fields are for the recipe's caller.
#[allow(dead_code)]
struct Ran {
    output: Vec<u8>,
    is_whole: bool,
    status: ExitStatus,
}

// From the recipe.
fn tell(child: &Child, signal: Signal) {
    let pid = child.id().and_then(|id| Pid::from_raw(id.cast_signed()));
    let _ = pid.map(|pid| kill_process(pid, signal));
}

/// Nobody asks.
fn asked() -> io::Result<impl Future<Output = ()>> {
    Ok(pending())
}

/// Whoever has it open is the command, which ignores SIGTERM.
pub(super) async fn run_is_dropped(world: &World) {
    let (mut ends, open) = io::pipe().expect("a pipe");
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' TERM; while :; do sleep 0.01; done"]).stderr(open);
    let short = Duration::from_millis(5);
    let ran = world.drops(run(&mut command, short, short)).await;
    drop(command);
    // It comes to the end when the command has ended, or else not within the patience of the check.
    ends.read_to_end(&mut Vec::new()).expect("it is a pipe");
    world.holds("it was dropped, or ran", world.has_dropped() || ran.is_some_and(|ran| ran.is_ok()));
}
