//! How a run is shown in a terminal. Most functions return text for the caller to print; the [`Bar`] and the
//! [`story`] write to the terminal themselves, because they show what happens while it happens.

mod bar;
mod closing;
mod comparison;
mod crowd;
mod details;
mod list;
mod matrix;
mod pairs;
mod self_checks;
pub mod story;
mod style;
mod sweep;
mod table;
mod watched;
mod wrap;

pub use bar::Bar;
pub use closing::closing;
pub use comparison::comparison;
pub use details::details;
pub use list::list;
pub use matrix::matrix;
pub use pairs::pairs_table;
pub use self_checks::self_checks;
pub use sweep::sweep;
pub use watched::{programs, watched};

/// The width of the terminal in columns; 100 if standard output is no terminal.
#[must_use]
pub fn terminal_width() -> usize {
    let width = console::Term::stdout().size_checked().map(|(_, columns)| usize::from(columns));
    width.filter(|&columns| columns > 0).unwrap_or(100)
}
