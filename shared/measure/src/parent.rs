//! The parent's side of a child: starts it, listens to it, and ends it.

use std::{
    io::{self, BufRead, BufReader, Read},
    process::ExitStatus,
    sync::{
        atomic::{AtomicBool, Ordering::Relaxed},
        mpsc::{self, Receiver, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

use crate::{
    case_runner::{LATEST, START_EXTENSIONS},
    horizon,
    kill_on_drop::KillOnDrop,
    order::{Message, Order},
    sample::Sample,
    settings::Patience,
    stderr_tail::StderrTail,
};

/// How often a parent that hears nothing looks whether it was interrupted.
const LOOK: Duration = Duration::from_millis(20);
/// How many looks after a child's end all that it said has been heard. Only where a process that it
/// left behind keeps the pipe open must they pass.
const LOOKS_AFTER_THE_END: u32 = 10;
/// How long a child may take to exit once it has closed its pipe.
const TIME_TO_EXIT: Duration = Duration::from_secs(5);
/// How often a parent looks whether it has.
const LOOK_FOR_EXIT: Duration = Duration::from_micros(200);
/// Lines that wait to be heard: a child that is faster than its parent waits too.
const LINES_UNHEARD: usize = 1_000;
/// What a busy machine may add to all that a child waits for.
const ON_A_BUSY_MACHINE: Duration = Duration::from_secs(10);

/// Why a child has no answer.
#[derive(Debug, thiserror::Error)]
pub enum ChildError {
    /// The system could not start it.
    #[error("its process could not be started: {0}")]
    Start(#[from] io::Error),
    /// It said nothing for so long that it was killed.
    #[error("its process said nothing for {0:?} and was killed")]
    Silent(Duration),
    /// It crashed.
    #[error("its process ended with {status}{stderr_tail}")]
    Crashed {
        /// How it ended.
        status: ExitStatus,
        /// The end of its standard error, behind a colon, where there is any.
        stderr_tail: String,
    },
    /// It sent something that is no message.
    #[error("its process sent what is no message: {0}")]
    Garbled(String),
    /// It says itself that there is no verdict.
    #[error("{0}")]
    Play(String),
    /// It says itself that a playing did not come to its end while it had patience.
    #[error("{reason}")]
    OutOfPatience {
        /// What did not come.
        reason: String,
        /// How long it was waited for, in ns.
        patience_ns: u64,
        /// Whether the work had halted, and only its caller did not hear of it.
        halted: bool,
    },
    /// The parent was interrupted, and has killed it.
    #[error("interrupted")]
    Interrupted,
}

/// Starts this program again as a child for one order, and hands each of its messages to
/// `listen` as it comes.
///
/// # Errors
/// See [`ChildError`]. What was heard until then remains heard.
pub(crate) fn run_child(
    order: &Order,
    interrupted: &AtomicBool,
    mut listen: impl FnMut(Message),
) -> Result<(), ChildError> {
    if interrupted.load(Relaxed) {
        return Err(ChildError::Interrupted);
    }
    let (mut child, stdout, stderr) = KillOnDrop::start(order)?;
    let (lines, stderr_tail) = (lines(stdout), StderrTail::of(stderr));
    let silence = longest_silence(order.patience);
    let (mut heard, mut looks_after_the_end) = (Instant::now(), 0);
    let mut said = Ok(());
    loop {
        let line = lines.recv_timeout(LOOK);
        if interrupted.load(Relaxed) {
            return Err(ChildError::Interrupted);
        }
        match line {
            Ok(line) => {
                heard = Instant::now();
                match serde_json::from_str(&line) {
                    Ok(Message::Error(reason)) => said = Err(ChildError::Play(reason)),
                    Ok(Message::OutOfPatience { reason, patience_ns, halted }) => {
                        said = Err(ChildError::OutOfPatience { reason, patience_ns, halted });
                    }
                    Ok(message) => listen(message),
                    Err(_) => return Err(ChildError::Garbled(line)),
                }
            }
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) if child.has_ended()? => {
                looks_after_the_end += 1;
                if looks_after_the_end == LOOKS_AFTER_THE_END {
                    break;
                }
            }
            Err(RecvTimeoutError::Timeout) if heard.elapsed() > silence => {
                return Err(ChildError::Silent(silence));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
    wait_for_exit(&mut child, interrupted)?;
    let status = child.end()?;
    if !status.success() {
        let stderr_tail = stderr_tail.text();
        let stderr_tail = if stderr_tail.is_empty() { stderr_tail } else { format!(": {stderr_tail}") };
        return Err(ChildError::Crashed { status, stderr_tail });
    }
    said
}

/// The lines as they come, from a thread of their own that ends when the last writer closes the pipe, or with whatever reads
/// them.
fn lines(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (read, lines) = mpsc::sync_channel(LINES_UNHEARD);
    thread::spawn(move || {
        BufReader::new(pipe).lines().map_while(Result::ok).try_for_each(|line| read.send(line))
    });
    lines
}

/// The longest that a child which is well says nothing: all that its runner may wait for in one
/// playing, to the first beat, the acknowledgement and the halt.
fn longest_silence(patience: Patience) -> Duration {
    let start = Duration::from_nanos(patience.start_ns).saturating_mul(START_EXTENSIONS);
    let horizon = Duration::from_nanos(patience.horizon_ns);
    let (late, watch) = (horizon::tick(horizon) * LATEST, horizon::patience(horizon));
    start.saturating_add(late + watch + watch + ON_A_BUSY_MACHINE)
}

fn wait_for_exit(child: &mut KillOnDrop, interrupted: &AtomicBool) -> Result<(), ChildError> {
    let start = Instant::now();
    while !child.has_ended()? {
        if interrupted.load(Relaxed) {
            return Err(ChildError::Interrupted);
        }
        if start.elapsed() > TIME_TO_EXIT {
            return Err(ChildError::Silent(TIME_TO_EXIT));
        }
        thread::sleep(LOOK_FOR_EXIT);
    }
    Ok(())
}

/// Plays one order in a child and returns its samples.
///
/// # Errors
/// See [`ChildError`].
pub fn play_in_child(order: &Order, interrupted: &AtomicBool) -> Result<Vec<Sample>, ChildError> {
    let mut samples = Vec::new();
    run_child(order, interrupted, |message| {
        if let Message::Sample(sample) = message {
            samples.push(sample);
        }
    })?;
    Ok(samples)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_may_be_silent_for_as_long_as_its_director_waits() {
        let silence = |start_ns, horizon_ns| longest_silence(Patience { start_ns, horizon_ns });
        assert_eq!(silence(0, 0), ON_A_BUSY_MACHINE + 2 * Duration::from_secs(2));
        assert_eq!(
            silence(100_000_000, 50_000_000),
            Duration::from_millis(5_000 + 2_500 + 2 * 2_050 + 10_000)
        );
        assert_eq!(silence(0, 60_000_000_000), Duration::from_secs(20 + 2 * 65 + 10));
    }
}
