//! Where a run comes from: the source, the build and the call.

/// Cargo's opt-level for the code that measures: `3` is built for speed.
pub const OPT_LEVEL: &str = env!("BUILT_OPT_LEVEL");

/// Where a run comes from. The command line knows it, and every run that one call plays
/// has the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// The call that made it, without the file that it was written to.
    pub command: String,
    /// The commit of the source when the program was built, with `+` behind it where the source had
    /// been changed; `None` outside a checkout.
    pub commit: Option<String>,
    /// Cargo's profile: `release`, or `debug`.
    pub profile: String,
    /// Cargo's opt-level: `3` is built for speed.
    pub opt_level: String,
}
