//! The progress bar, on standard error, and only where that is a terminal.

use indicatif::{ProgressBar, ProgressStyle};
use measure::Progress;

/// A bar that follows a run.
#[derive(Debug)]
pub struct Bar(ProgressBar);

impl Default for Bar {
    fn default() -> Self {
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed} of about {duration}  {msg}");
        Self(ProgressBar::new(0).with_style(style.expect("the template is well-formed")))
    }
}

impl Bar {
    /// Shows where the run stands.
    pub fn show(&self, progress: &Progress<'_>) {
        if let Progress::Step { done, of, next } = progress {
            self.0.set_length(*of as u64);
            self.0.set_position(*done as u64);
            self.0.set_message((*next).to_owned());
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}
