//! The progress bar, on standard error, and only where that is a terminal.

use indicatif::{ProgressBar, ProgressStyle};
use measure::Progress;

/// The parts that the bar's whole has.
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
    /// Shows where the run stands.
    pub fn show(&self, progress: &Progress<'_>) {
        if let Progress::Step { done, next } = progress {
            self.step(*done, next);
        }
    }

    /// Shows how much is done, as a share of one, and what is next.
    pub fn step(&self, done: f64, next: &str) {
        self.0.set_position((done * PARTS as f64) as u64);
        self.0.set_message(next.to_owned());
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}
