//! How a world ended: what its function returned.

use std::fmt::Debug;

/// What the function of a world may return: nothing, what [`World::drops`](crate::World::drops) gives, or an error, which is
/// the result of that world.
pub trait Ending {
    /// The error, in words.
    fn error(self) -> Option<String>;
}

impl Ending for () {
    fn error(self) -> Option<String> {
        None
    }
}

impl<T> Ending for Option<T> {
    fn error(self) -> Option<String> {
        None
    }
}

impl<E: Debug> Ending for Result<(), E> {
    fn error(self) -> Option<String> {
        self.err().map(|error| format!("{error:?}"))
    }
}
