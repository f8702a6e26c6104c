//! Ctrl-C, and the end of the terminal.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::Relaxed},
};

use anyhow::{Context, Result};

use crate::command::exit_status::INTERRUPTED;

/// Returns a flag that the first Ctrl-C sets. The second one ends the program at once; its children end with
/// it.
pub(crate) fn until_interrupted() -> Result<Arc<AtomicBool>> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&interrupted);
    ctrlc::set_handler(move || {
        if seen.swap(true, Relaxed) {
            std::process::exit(i32::from(INTERRUPTED));
        }
    })
    .context("the handler for Ctrl-C cannot be installed")?;
    Ok(interrupted)
}
