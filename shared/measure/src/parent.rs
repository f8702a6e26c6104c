//! The parent's side of a child: starts it, listens to it, and ends it.

use std::{
    env,
    io::{self, BufRead, BufReader, Read},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        atomic::{AtomicBool, Ordering::Relaxed},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

use crate::{Order, child::CHILD, environment::apply, order::Message};

/// How often a waiting parent looks whether it was interrupted.
const LOOK: Duration = Duration::from_millis(50);
/// How long a child may take to exit once it has closed its output.
const TIME_TO_EXIT: Duration = Duration::from_secs(5);
/// How much of a child's last words is kept, in bytes.
const LAST_WORDS: usize = 400;

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
    #[error("its process ended with {status}{last_words}")]
    Crashed {
        /// How it ended.
        status: ExitStatus,
        /// The end of its standard error, behind a colon, where there is any.
        last_words: String,
    },
    /// It sent something that is no message.
    #[error("its process sent what is no message: {0}")]
    Garbled(String),
    /// It says itself that there is no verdict.
    #[error("{0}")]
    Play(String),
    /// The parent was interrupted, and has killed it.
    #[error("interrupted")]
    Interrupted,
}

/// A child that does not outlive its owner.
struct Leashed(Child);

impl Leashed {
    /// How it ended, after no longer than `patience`: it has closed its output, so it is about to.
    fn end_within(&mut self, patience: Duration) -> Result<ExitStatus, ChildError> {
        let start = Instant::now();
        loop {
            match self.0.try_wait()? {
                Some(status) => return Ok(status),
                None if start.elapsed() > patience => return Err(ChildError::Silent(patience)),
                None => thread::sleep(Duration::from_micros(200)),
            }
        }
    }
}

impl Drop for Leashed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts this program again as a child for one order, and hands each of its messages to
/// `listen` as it comes.
///
/// # Errors
/// See [`ChildError`]. What was heard until then remains heard.
pub(crate) fn converse(
    order: &Order,
    interrupted: &AtomicBool,
    mut listen: impl FnMut(Message),
) -> Result<(), ChildError> {
    let order_text = serde_json::to_string(order).map_err(io::Error::from)?;
    let mut command = Command::new(env::current_exe()?);
    command.args([CHILD, &order_text]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // A group of its own: Ctrl-C is the parent's to answer.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    apply(&order.environment, &mut command);
    let mut child = Leashed(command.spawn()?);

    let stdout = child.0.stdout.take().expect("standard output is piped");
    let mut stderr = child.0.stderr.take().expect("standard error is piped");
    let (line_read, lines) = mpsc::channel();
    thread::spawn(move || {
        BufReader::new(stdout).lines().map_while(Result::ok).try_for_each(|line| line_read.send(line))
    });
    let last_words = thread::spawn(move || {
        let mut text = Vec::new();
        let _ = stderr.read_to_end(&mut text);
        String::from_utf8_lossy(&text[text.len().saturating_sub(LAST_WORDS)..]).trim().replace('\n', " | ")
    });

    let silence = Duration::from_secs(30);
    let mut heard = Instant::now();
    loop {
        match lines.recv_timeout(LOOK) {
            Ok(line) => {
                heard = Instant::now();
                match serde_json::from_str(&line) {
                    Ok(Message::Error(reason)) => return Err(ChildError::Play(reason)),
                    Ok(message) => listen(message),
                    Err(_) => return Err(ChildError::Garbled(line)),
                }
            }
            Err(RecvTimeoutError::Timeout) if interrupted.load(Relaxed) => {
                return Err(ChildError::Interrupted);
            }
            Err(RecvTimeoutError::Timeout) if heard.elapsed() > silence => {
                return Err(ChildError::Silent(silence));
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let status = child.end_within(TIME_TO_EXIT)?;
    if interrupted.load(Relaxed) {
        return Err(ChildError::Interrupted);
    }
    if !status.success() {
        let last_words = last_words.join().unwrap_or_default();
        let last_words = if last_words.is_empty() { last_words } else { format!(": {last_words}") };
        return Err(ChildError::Crashed { status, last_words });
    }
    Ok(())
}

/// Plays one order in a child and returns its samples.
///
/// # Errors
/// See [`ChildError`].
pub fn play_in_child(order: &Order, interrupted: &AtomicBool) -> Result<Vec<crate::Sample>, ChildError> {
    let mut samples = Vec::new();
    converse(order, interrupted, |message| {
        if let Message::Sample(sample) = message {
            samples.push(sample);
        }
    })?;
    Ok(samples)
}
