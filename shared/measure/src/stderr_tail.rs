//! The end of a child's standard error, for the message about its crash.

use std::{
    collections::VecDeque,
    io::Read,
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

/// How much is kept, in bytes.
const KEPT: usize = 400;
/// How long to wait for the rest of the text. A process that has inherited the pipe may keep it open for ever.
const PATIENCE: Duration = Duration::from_millis(200);

/// Reads standard error, however much is written to it, and keeps the end.
pub(crate) struct StderrTail {
    kept: Arc<Mutex<VecDeque<u8>>>,
    reader: JoinHandle<()>,
}

impl StderrTail {
    /// Reads from now on, in a thread of its own, until every writer has closed the pipe.
    pub(crate) fn of(mut pipe: impl Read + Send + 'static) -> Self {
        let kept = Arc::new(Mutex::new(VecDeque::with_capacity(2 * KEPT)));
        let reader = thread::spawn({
            let kept = Arc::clone(&kept);
            move || {
                let mut part = [0; KEPT];
                while let Ok(length @ 1..) = pipe.read(&mut part) {
                    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                    kept.extend(&part[..length]);
                    let too_many = kept.len().saturating_sub(KEPT);
                    kept.drain(..too_many);
                }
            }
        });
        Self { kept, reader }
    }

    /// The end of the text so far, on one line.
    pub(crate) fn text(&self) -> String {
        let start = Instant::now();
        while !self.reader.is_finished() && start.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(1));
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(kept.make_contiguous()).trim().replace('\n', " | ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_kept_on_one_line() {
        assert_eq!(StderrTail::of(&b"one\ntwo\n"[..]).text(), "one | two");
        let much = "x".repeat(1_000_000) + "the end";
        let text = StderrTail::of(std::io::Cursor::new(much)).text();
        assert!(text.len() == KEPT && text.ends_with("xthe end"), "{text}");
    }

    #[test]
    fn a_writer_that_keeps_the_pipe_open_is_not_waited_for() {
        let (reader, mut writer) = std::io::pipe().expect("a pipe");
        std::io::Write::write_all(&mut writer, b"not over").expect("it is read");
        assert_eq!(StderrTail::of(reader).text(), "not over");
        drop(writer);
    }
}
