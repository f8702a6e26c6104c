//! The parent's side of a child: starts it, reads its messages, and ends it.

use std::{
    io::{BufRead, BufReader, Read},
    sync::{
        atomic::{AtomicBool, Ordering::Relaxed},
        mpsc::{self, Receiver, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

use crate::{
    parent::{
        child_process::{KillOnDrop, StderrTail},
        order::{Message, Order},
    },
    play::{
        failure::Failure,
        horizon::{self, LATEST, START_EXTENSIONS},
        sample::Sample,
    },
    rounds::settings::{Patience, ns},
};

/// How often a parent that receives nothing checks whether it was interrupted.
const LOOK: Duration = Duration::from_millis(20);
/// After so many checks since the child's end, everything that it sent has arrived. They pass only if a
/// process that the child left behind keeps the pipe open.
const LOOKS_AFTER_THE_END: u32 = 10;
/// How long a child may take to exit once it has closed its pipe.
const TIME_TO_EXIT: Duration = Duration::from_secs(5);
/// How often a parent checks whether it has exited.
const LOOK_FOR_EXIT: Duration = Duration::from_micros(200);
/// How many lines may wait in the parent: a child that is faster than its parent then waits too.
const LINES_WAITING: usize = 1_000;
/// What a busy machine may add to the time that a child waits.
const ON_A_BUSY_MACHINE: Duration = Duration::from_secs(10);

/// Starts this program again as a child for one order, and hands each of its messages to
/// `listen` as it comes.
///
/// # Errors
/// See [`Failure`]. `listen` has received the messages that came before the error.
pub(crate) fn run_child(
    order: &Order,
    interrupted: &AtomicBool,
    listen: impl FnMut(Message),
) -> Result<(), Failure> {
    if interrupted.load(Relaxed) {
        return Err(Failure::Interrupted);
    }
    let (mut child, stdout, stderr) = KillOnDrop::start(order)?;
    let (lines, stderr_tail) = (lines_of(stdout), StderrTail::of(stderr));
    let reported = receive_all(&mut child, &lines, longest_silence(order.patience), interrupted, listen)?;
    wait_for_exit(&mut child, interrupted)?;
    let status = child.end()?;
    if !status.success() {
        let stderr_tail = stderr_tail.text();
        let stderr_tail = if stderr_tail.is_empty() { stderr_tail } else { format!(": {stderr_tail}") };
        return Err(Failure::Crashed(format!("{status}{stderr_tail}")));
    }
    reported.map_or(Ok(()), Err)
}

/// Hands each message to `listen` until the child closes its pipe. Returns the error that the child
/// reported, if it did.
fn receive_all(
    child: &mut KillOnDrop,
    lines: &Receiver<String>,
    silence: Duration,
    interrupted: &AtomicBool,
    mut listen: impl FnMut(Message),
) -> Result<Option<Failure>, Failure> {
    let (mut last_line, mut looks_after_the_end) = (Instant::now(), 0);
    let mut reported = None;
    loop {
        let line = lines.recv_timeout(LOOK);
        if interrupted.load(Relaxed) {
            return Err(Failure::Interrupted);
        }
        match line {
            Ok(line) => {
                last_line = Instant::now();
                match serde_json::from_str(&line) {
                    Ok(Message::Failed(failure)) => reported = Some(failure),
                    Ok(message) => listen(message),
                    Err(_) => return Err(Failure::Garbled(line)),
                }
            }
            Err(RecvTimeoutError::Disconnected) => return Ok(reported),
            Err(RecvTimeoutError::Timeout) if child.has_ended()? => {
                looks_after_the_end += 1;
                if looks_after_the_end == LOOKS_AFTER_THE_END {
                    return Ok(reported);
                }
            }
            Err(RecvTimeoutError::Timeout) if last_line.elapsed() > silence => {
                return Err(Failure::SaidNothing { for_ns: ns(silence) });
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// The lines as they come, from a thread that ends when every writer of the pipe has closed it, or when
/// the receiver is dropped.
fn lines_of(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = mpsc::sync_channel(LINES_WAITING);
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    lines
}

/// How long a child that works may send nothing: as long as its runner may wait in one playing, for the
/// first beat, the acknowledgement and the halt.
fn longest_silence(patience: Patience) -> Duration {
    let start = Duration::from_nanos(patience.start_ns).saturating_mul(START_EXTENSIONS);
    let horizon = Duration::from_nanos(patience.horizon_ns);
    let (late, watch) = (horizon::tick(horizon) * LATEST, horizon::patience(horizon));
    start.saturating_add(late + watch + watch + ON_A_BUSY_MACHINE)
}

fn wait_for_exit(child: &mut KillOnDrop, interrupted: &AtomicBool) -> Result<(), Failure> {
    let start = Instant::now();
    while !child.has_ended()? {
        if interrupted.load(Relaxed) {
            return Err(Failure::Interrupted);
        }
        if start.elapsed() > TIME_TO_EXIT {
            return Err(Failure::SaidNothing { for_ns: ns(TIME_TO_EXIT) });
        }
        thread::sleep(LOOK_FOR_EXIT);
    }
    Ok(())
}

/// Plays one order in a child and returns its samples.
///
/// # Errors
/// See [`Failure`].
pub fn play_in_child(order: &Order, interrupted: &AtomicBool) -> Result<Vec<Sample>, Failure> {
    let mut samples = Vec::new();
    run_child(order, interrupted, |message| {
        if let Message::Sample(sample) = message {
            samples.push(*sample);
        }
    })?;
    Ok(samples)
}

/// Plays orders. Several may be played at once.
pub(crate) trait Executor: Sync {
    /// Plays an order, and hands each message to `listen` as it comes.
    ///
    /// # Errors
    /// See [`Failure`]. `listen` has received the messages that came before the error.
    fn play(
        &self,
        order: &Order,
        interrupted: &AtomicBool,
        listen: &mut dyn FnMut(Message),
    ) -> Result<(), Failure>;
}

/// Plays each order in a child process.
pub(crate) struct ChildProcesses;

impl Executor for ChildProcesses {
    fn play(
        &self,
        order: &Order,
        interrupted: &AtomicBool,
        listen: &mut dyn FnMut(Message),
    ) -> Result<(), Failure> {
        run_child(order, interrupted, listen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_may_be_silent_for_as_long_as_its_runner_waits() {
        let silence = |start_ns, horizon_ns| longest_silence(Patience { start_ns, horizon_ns });
        assert_eq!(silence(0, 0), ON_A_BUSY_MACHINE + 2 * Duration::from_secs(2));
        assert_eq!(
            silence(100_000_000, 50_000_000),
            Duration::from_millis(5_000 + 2_500 + 2 * 2_050 + 10_000)
        );
        assert_eq!(silence(0, 60_000_000_000), Duration::from_secs(20 + 2 * 65 + 10));
    }
}
