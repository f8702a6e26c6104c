//! Where a run comes from: the source, the build and the command line.

/// Cargo's opt-level for the code that measures: `3` is built for speed.
pub const OPT_LEVEL: &str = env!("BUILT_OPT_LEVEL");

/// Where a run comes from. The program with the command line knows it, and it is the same for every run of one
/// call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// The command line that played it, without the file that it was written to.
    pub command: String,
    /// The commit that the program was built from, with `+` appended if the source had uncommitted changes;
    /// `None` if it was built outside a checkout.
    pub commit: Option<String>,
    /// Cargo's profile: `release`, or `debug`.
    pub profile: String,
    /// Cargo's opt-level: `3` is built for speed.
    pub opt_level: String,
}
