//! Lines of a source file, as the compiler found them.

/// The lines of an item, where the compiler says that they stand. The attributes of the crate `still-standing` make
/// them, so that what is shown is the item that is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lines {
    /// The file's path, from the root of its workspace.
    pub path: &'static str,
    /// The line of that file at which the item begins, from 1 on: that of its doc comment, if it has one.
    pub line: u32,
    /// The text of its doc comment.
    pub comment: &'static str,
    /// The lines below the comment.
    pub code: &'static str,
    /// The folder of the package that holds it, on the machine that compiled it.
    pub folder: &'static str,
}

impl Lines {
    /// No lines.
    pub const NONE: Self = Self { path: "", line: 0, comment: "", code: "", folder: "" };
}
