//! What the last panic of this process said: work that dies by itself says so nowhere else.

use std::{
    panic,
    sync::{Mutex, PoisonError},
    thread,
};

static LAST: Mutex<Option<String>> = Mutex::new(None);

/// From now on a panic is remembered, and goes on to the hook that was there before.
pub(crate) fn remember() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let payload = panic.payload();
        let text = payload.downcast_ref::<&str>().copied();
        let said = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        let said = said.unwrap_or("without a message");
        let thread = thread::current().name().unwrap_or("without a name").to_owned();
        *LAST.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(format!("the thread {thread} panicked: {said}"));
        before(panic);
    }));
}

/// What the last panic said, and in which thread; `None` if there was none. One that was raised without
/// the panic hook (`resume_unwind`) is not known.
pub(crate) fn last() -> Option<String> {
    LAST.lock().unwrap_or_else(PoisonError::into_inner).clone()
}
