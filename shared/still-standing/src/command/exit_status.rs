//! The exit status of every command.

/// Every verdict was as expected.
pub(crate) const AS_EXPECTED: u8 = 0;
/// A verdict was not as expected, or a check or comparison failed.
pub(crate) const NOT_AS_EXPECTED: u8 = 1;
/// The call was wrong, or failed.
pub(crate) const WRONG_CALL: u8 = 2;
/// Ctrl-C ended the command: 128 and the number of SIGINT, as in shells.
pub(crate) const INTERRUPTED: u8 = 130;
