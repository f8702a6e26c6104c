//! The progress bar on standard error, if that is a terminal.

use indicatif::{ProgressBar, ProgressStyle};
use measure::Progress;

/// How many steps the bar has.
const PARTS: u64 = 1_000;

/// A bar that follows a run.
#[derive(Debug)]
pub struct Bar(ProgressBar);

impl Default for Bar {
    fn default() -> Self {
        let style =
            ProgressStyle::with_template("{bar:30} {percent:>3} % {elapsed} of about {duration}  {wide_msg}");
        Self(ProgressBar::new(PARTS).with_style(style.expect("the template is well-formed")))
    }
}

impl Bar {
    /// Shows how far the run has come.
    pub fn show(&self, progress: &Progress<'_>) {
        if let Progress::Step { done, next } = progress {
            self.step(*done, next);
        }
    }

    /// Shows how much is done, as a share of one, and what is played next.
    pub fn step(&self, done: f64, next: &str) {
        self.0.set_position((done * PARTS as f64) as u64);
        self.0.set_message(next.to_owned());
    }

    /// Removes the bar.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}
