//! The exit status of every command.

/// Every verdict was as expected.
pub(crate) const AS_EXPECTED: u8 = 0;
/// One was not.
pub(crate) const NOT_AS_EXPECTED: u8 = 1;
/// The call was wrong, or could not be carried out.
pub(crate) const WRONG_CALL: u8 = 2;
/// Ctrl-C, as shells write it.
pub(crate) const INTERRUPTED: u8 = 130;
