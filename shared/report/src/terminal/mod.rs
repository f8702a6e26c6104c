//! What a program shows in a terminal, and how it speaks there. Most functions return text for the caller to print; the [`Bar`] and the
//! [`story`] write to the terminal themselves, because they show what happens while it happens.

#[cfg(feature = "runs")]
mod lists;
pub mod program;
#[cfg(feature = "runs")]
mod run;
#[cfg(feature = "runs")]
mod screen;
#[cfg(feature = "runs")]
pub mod story;
pub mod style;
#[cfg(feature = "runs")]
mod sweep;
pub mod table;
#[cfg(feature = "runs")]
mod teller;

use indicatif::{ProgressBar, ProgressStyle};
use measure::Progress;

#[cfg(feature = "runs")]
pub use lists::{instead, list, pairs_table, self_checks};
#[cfg(feature = "runs")]
pub use run::{closing, details, matrix};
#[cfg(feature = "runs")]
pub use screen::{Around, screen};
#[cfg(feature = "runs")]
pub use sweep::sweep;

/// The width of the terminal in columns; 100 if standard output is no terminal.
pub fn terminal_width() -> usize {
    let width = console::Term::stdout().size_checked().map(|(_, columns)| usize::from(columns));
    width.filter(|&columns| columns > 0).unwrap_or(100)
}

/// How many steps the bar has.
const PARTS: u64 = 1_000;

/// A progress bar on standard error, if that is a terminal. It follows a run.
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
