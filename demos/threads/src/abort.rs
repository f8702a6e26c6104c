//! Stopping by aborting: std has no way to end a thread from outside.

/// A thread cannot be ended from outside.
///
/// Cut off at any instruction, it would not run its destructors and would leave its locks
/// locked, and its stack would be gone while other threads may still borrow from it. POSIX has
/// `pthread_cancel`, for code that is written for it; when it is sound for Rust's is an open
/// question.
/// <https://doc.rust-lang.org/std/thread/struct.JoinHandle.html>,
/// <https://man7.org/linux/man-pages/man3/pthread_cancel.3.html>,
/// <https://github.com/rust-lang/unsafe-code-guidelines/issues/211>
pub const BLOCKING: &str =
    "std can't end a thread from outside: its destructors would not run and its locks would stay locked";
