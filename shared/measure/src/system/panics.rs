//! The message of the last panic of this process: the only trace of why work ended by itself.

use std::{
    panic,
    sync::{Mutex, PoisonError},
    thread,
};

static LAST: Mutex<Option<String>> = Mutex::new(None);

/// Remembers each panic from now on, and then calls the panic hook that was set before.
pub(crate) fn remember() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let payload = panic.payload();
        let text = payload.downcast_ref::<&str>().copied();
        let message = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        let message = message.unwrap_or("without a message");
        let thread = thread::current().name().unwrap_or("without a name").to_owned();
        *LAST.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(format!("the thread {thread} panicked: {message}"));
        before(panic);
    }));
}

/// The message of the last panic, and its thread; `None` if there was no panic. A panic that was raised without
/// the panic hook (`resume_unwind`) is not remembered.
pub(crate) fn last() -> Option<String> {
    LAST.lock().unwrap_or_else(PoisonError::into_inner).clone()
}
