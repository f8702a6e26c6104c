//! What plays an order: a child process, or a stand-in in a test.

use std::sync::atomic::AtomicBool;

use crate::{
    child_error::ChildError,
    order::{Message, Order},
    parent::run_child,
};

/// Plays orders. Several may be played at once.
pub(crate) trait Executor: Sync {
    /// Plays an order, and hands each message to `listen` as it comes.
    ///
    /// # Errors
    /// See [`ChildError`]. `listen` has received the messages that came before the error.
    fn play(
        &self,
        order: &Order,
        interrupted: &AtomicBool,
        listen: &mut dyn FnMut(Message),
    ) -> Result<(), ChildError>;
}

/// Plays each order in a child process.
pub(crate) struct ChildProcesses;

impl Executor for ChildProcesses {
    fn play(
        &self,
        order: &Order,
        interrupted: &AtomicBool,
        listen: &mut dyn FnMut(Message),
    ) -> Result<(), ChildError> {
        run_child(order, interrupted, listen)
    }
}
