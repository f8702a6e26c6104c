//! A case: a row of a demo's table.

use std::time::Duration;

use crate::{
    source::Source,
    stage::Stage,
    vocabulary::{Bound, Loss, Mechanism, Verdict, Work},
};

/// One runtime × mechanism × work, with a variant if the runtime offers several. Make it
/// with [`case!`](crate::case!) or [`not_offered!`](crate::not_offered!).
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// The demo's package, `demo-` and its runtime.
    pub package: &'static str,
    /// The module that holds the function: `drop`, or `drop::cancel_safety` for a file in the folder of a mechanism.
    pub module: &'static str,
    /// The function's name: the work, then an underscore and the variant if there is one.
    pub function: &'static str,
    /// The text of the module's file, or of the script if another language plays it.
    pub file: &'static str,
    /// The verdict that the demo claims.
    pub expected: Verdict,
    /// What the time from request to halt is bound by, at best.
    pub bound: Bound,
    /// How much of its records the demo claims to be lost; `None` if its work is given no records.
    pub loss: Option<Loss>,
    /// Whether the demo claims that its invariant holds; `None` if it states none.
    pub invariant: Option<bool>,
    /// The function that plays it, or the reason why it isn't offered.
    pub play: Result<fn(&Stage), &'static str>,
    /// Whether another process does the work, so that the stage must be lent to that process.
    pub out_of_process: bool,
    /// Tells what it needs that this machine lacks; `None` if it needs nothing.
    pub needs: Option<fn() -> Result<(), String>>,
    /// The feature of the demo's package without which this program was built, so that it can't play the case.
    pub built_without: Option<&'static str>,
    /// Whether the work beats at all before it is asked to stop.
    pub begins: bool,
    /// For an original in another language: the id of the case that answers it in Rust.
    pub answer: Option<&'static str>,
    /// How many worker threads the case needs, usually 1. If it needs more, its comment says why.
    pub least_workers: u32,
    /// Whether the work has many parts: the demo takes [`Stage::crowd`] and no pulse.
    pub is_crowd: bool,
}

/// Makes a row of a demo's table: the function, the verdict that it claims, what the time from request to
/// halt is bound by, and, for an async function, what runs it on an executor.
///
/// The names of the module and the function make the case's id: `abort::blocking_wrapped` in
/// `demo-tokio` is `tokio/abort/blocking-wrapped`. The row names the function once, so the source that is
/// shown is always that of the function that is measured.
///
/// ```
/// mod flag {
///     pub fn blocking(stage: &stage::Stage) { /* … */ }
///     pub async fn awaiting(stage: &stage::Stage) { /* … */ }
/// }
/// # mod doc { macro_rules! include_str { ($path:expr) => { "" } } pub(crate) use include_str; }
/// # use doc::include_str;
/// fn run(case: impl AsyncFnOnce(&stage::Stage), stage: &stage::Stage) { /* … */ }
///
/// const CASES: &[stage::Case] = &[
///     stage::case!(flag::blocking, Stopped, Polled),
///     stage::case!(flag::awaiting, Stopped, Polled, run),
/// ];
/// ```
///
/// A row for a function that the module doesn't have is a compile error:
///
/// ```compile_fail,E0425
/// mod flag {}
/// # mod doc { macro_rules! include_str { ($path:expr) => { "" } } pub(crate) use include_str; }
/// # use doc::include_str;
/// const CASES: &[stage::Case] = &[stage::case!(flag::blocking, Stopped, Polled)];
/// ```
#[macro_export]
macro_rules! case {
    ($module:ident::$function:ident, $expected:ident, $bound:ident) => {
        $crate::case!(@ stringify!($module), include_str!(concat!(stringify!($module), ".rs")),
            $function, $expected, $bound, $module::$function)
    };
    ($module:ident::$function:ident, $expected:ident, $bound:ident, $run:path) => {
        $crate::case!(@ stringify!($module), include_str!(concat!(stringify!($module), ".rs")),
            $function, $expected, $bound, |stage| $run($module::$function, stage))
    };
    ($module:ident::$part:ident::$function:ident, $expected:ident, $bound:ident) => {
        $crate::case!(@ concat!(stringify!($module), "::", stringify!($part)),
            include_str!(concat!(stringify!($module), "/", stringify!($part), ".rs")),
            $function, $expected, $bound, $module::$part::$function)
    };
    ($module:ident::$part:ident::$function:ident, $expected:ident, $bound:ident, $run:path) => {
        $crate::case!(@ concat!(stringify!($module), "::", stringify!($part)),
            include_str!(concat!(stringify!($module), "/", stringify!($part), ".rs")),
            $function, $expected, $bound, |stage| $run($module::$part::$function, stage))
    };
    (@ $module:expr, $file:expr, $function:ident, $expected:ident, $bound:ident, $play:expr) => {
        $crate::Case::new(
            (env!("CARGO_PKG_NAME"), $module, stringify!($function)),
            $file,
            $crate::Verdict::$expected,
            $crate::Bound::$bound,
            $play,
        )
    };
}

/// The same for a function that is only compiled with a feature of the demo's package, because what it needs takes
/// long to build. Without the feature the row is there, with its source, and is not offered.
#[macro_export]
macro_rules! case_with_feature {
    ($feature:literal, $module:ident::$function:ident, $expected:ident, $bound:ident, $run:path) => {{
        #[cfg(feature = $feature)]
        const CASE: $crate::Case = $crate::case!($module::$function, $expected, $bound, $run);
        #[cfg(not(feature = $feature))]
        const CASE: $crate::Case = $crate::Case::new(
            (env!("CARGO_PKG_NAME"), stringify!($module), stringify!($function)),
            include_str!(concat!(stringify!($module), ".rs")),
            $crate::Verdict::$expected,
            $crate::Bound::$bound,
            |_| (),
        )
        .built_without($feature);
        CASE
    }};
}

/// Makes a row of a demo's table for something that the runtime doesn't offer. The row names a constant that
/// says why, with the name that the function would have, in capitals.
#[macro_export]
macro_rules! not_offered {
    ($module:ident::$reason:ident) => {
        $crate::Case::not_offered(
            (env!("CARGO_PKG_NAME"), stringify!($module), stringify!($reason)),
            include_str!(concat!(stringify!($module), ".rs")),
            $module::$reason,
        )
    };
}

/// The names of a case's package, module and function, which make its id.
type Names = (&'static str, &'static str, &'static str);

impl Case {
    /// A case that is played in this process and needs nothing.
    ///
    /// The names are those of the package (`demo-…`), of the module (a mechanism) and of the function (a
    /// work and its variant). `file` is the text of the module's file, which contains the source. It may be
    /// empty for a case that is in no table.
    #[must_use]
    pub const fn new(
        (package, module, function): Names,
        file: &'static str,
        expected: Verdict,
        bound: Bound,
        play: fn(&Stage),
    ) -> Self {
        Self {
            package,
            module,
            function,
            file,
            expected,
            bound,
            loss: None,
            invariant: None,
            play: Ok(play),
            out_of_process: false,
            needs: None,
            built_without: None,
            begins: !matches!(expected, Verdict::NeverStarted),
            answer: None,
            least_workers: 1,
            is_crowd: false,
        }
    }

    /// A row for something that the runtime doesn't offer, with the reason.
    #[must_use]
    pub const fn not_offered(names: Names, file: &'static str, reason: &'static str) -> Self {
        const fn nothing(_: &Stage) {}
        let case = Self::new(names, file, Verdict::NotOffered, Bound::Inline, nothing);
        Self { play: Err(reason), ..case }
    }

    /// The same case, whose work is given records, and so much of them is lost. It is for work that ends: if work
    /// goes on, a record that has not arrived may still do so.
    #[must_use]
    pub const fn losing(self, loss: Loss) -> Self {
        Self { loss: Some(loss), ..self }
    }

    /// The same case, which states an invariant that holds.
    #[must_use]
    pub const fn keeping_its_invariant(self) -> Self {
        Self { invariant: Some(true), ..self }
    }

    /// The same case, which states an invariant that is broken.
    #[must_use]
    pub const fn breaking_its_invariant(self) -> Self {
        Self { invariant: Some(false), ..self }
    }

    /// The same case, whose work is done by another process, to which the stage must be lent.
    #[must_use]
    pub const fn out_of_process(self) -> Self {
        Self { out_of_process: true, ..self }
    }

    /// The same case, which needs something that not every machine has. `needs` says what is missing.
    #[must_use]
    pub const fn needing(self, needs: fn() -> Result<(), String>) -> Self {
        Self { needs: Some(needs), ..self }
    }

    /// The same case, which this program can't play, because it was built without a feature.
    #[must_use]
    pub const fn built_without(self, feature: &'static str) -> Self {
        Self { built_without: Some(feature), ..self }
    }

    /// The same case, whose work waits in a queue for as long as it is watched.
    #[must_use]
    pub const fn queued(self) -> Self {
        Self { begins: false, ..self }
    }

    /// The same case as an original in another language, with the id of the case that answers it in Rust.
    #[must_use]
    pub const fn answered_by(self, id: &'static str) -> Self {
        Self { answer: Some(id), ..self }
    }

    /// The same case, which needs at least this many worker threads.
    #[must_use]
    pub const fn with_workers(self, least_workers: u32) -> Self {
        Self { least_workers, ..self }
    }

    /// The same case, whose work has many parts.
    #[must_use]
    pub const fn of_crowd(self) -> Self {
        Self { is_crowd: true, ..self }
    }

    /// The name of the runtime.
    #[must_use]
    pub fn runtime(&self) -> &'static str {
        self.package.strip_prefix("demo-").unwrap_or(self.package)
    }

    /// How the infinite task is asked to stop.
    ///
    /// # Panics
    /// If the module is not named after a mechanism.
    #[must_use]
    pub fn mechanism(&self) -> Mechanism {
        self.mechanism_name().parse().expect("a case lives in a module that is named after its mechanism")
    }

    /// What the infinite task does between two beats.
    ///
    /// # Panics
    /// If the function's name does not begin with a work.
    #[must_use]
    pub fn work(&self) -> Work {
        let (work, _) = self.name();
        work.parse().expect("a case's function is named after its work")
    }

    /// Which way this is, if the runtime offers several: `blocking-wrapped` has the variant `wrapped`.
    #[must_use]
    pub fn variant(&self) -> Option<String> {
        let (_, variant) = self.name();
        variant
    }

    fn mechanism_name(&self) -> &'static str {
        self.module.split("::").next().unwrap_or(self.module)
    }

    fn name(&self) -> (String, Option<String>) {
        let name = self.function.to_ascii_lowercase();
        match name.split_once('_') {
            None => (name, None),
            Some((work, variant)) => (work.to_owned(), Some(variant.replace('_', "-"))),
        }
    }

    /// `runtime/mechanism/work[-variant]`.
    #[must_use]
    pub fn id(&self) -> String {
        let name = self.function.to_ascii_lowercase().replace('_', "-");
        format!("{}/{}/{name}", self.runtime(), self.mechanism_name())
    }

    /// What the case needs that this machine lacks, and how to get it; `None` if nothing is
    /// missing. It may start a process to find out, so ask once and not before every playing.
    #[must_use]
    pub fn missing(&self) -> Option<String> {
        let built_without = self.built_without.map(|feature| {
            format!(
                "this program was built without it: `cargo run --release --features {feature}` builds it in"
            )
        });
        built_without.or_else(|| self.needs.and_then(|needs| needs().err()))
    }

    /// A new stage for one playing, whose infinite task beats once per `interval`.
    ///
    /// # Errors
    /// When the work is another process's, and the system has no memory that two processes share.
    pub fn stage(&self, interval: Duration) -> Result<Stage, String> {
        if !self.out_of_process {
            return Ok(Stage::new(interval));
        }
        Stage::lendable(interval).map_err(|error| format!("no memory that two processes share: {error}"))
    }

    /// The case's own source: the function, the constant that says why there is none, or the whole script if
    /// another language plays it.
    #[must_use]
    pub fn source(&self) -> Source {
        let path = format!("demos/{}/src/{}", self.runtime(), self.module.replace("::", "/"));
        match self.play {
            Ok(_) if Source::is_script(self.file) => {
                Source::of_script(&format!("{path}/{}.py", self.function), self.file)
            }
            Ok(_) => Source::of_function(&format!("{path}.rs"), self.file, self.function),
            Err(_) => Source::of_constant(&format!("{path}.rs"), self.file, self.function),
        }
    }

    /// What the case shows: the first sentence of its doc comment.
    #[must_use]
    pub fn summary(&self) -> String {
        let comment = self.source().comment;
        let paragraph: Vec<&str> = comment.lines().take_while(|line| !line.is_empty()).collect();
        let paragraph = paragraph.join(" ");
        let sentence = paragraph.split_inclusive(". ").next().unwrap_or_default();
        sentence.trim().trim_end_matches('.').replace('`', "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(function: &'static str) -> Case {
        let file = "//! A file.\n\n/// It `stops`. At once.\n///\n/// See elsewhere.\npub async fn awaiting(a: u8) {\n    a;\n}\n\n/// Two\n/// lines.\n#[inline]\nfn awaiting_timeout() {\n}\n";
        Case::new(("demo-tokio", "drop", function), file, Verdict::Stopped, Bound::Wake, |_| ())
    }

    #[test]
    fn an_id_is_made_of_the_names_of_package_module_and_function() {
        assert_eq!(case("awaiting").id(), "tokio/drop/awaiting");
        assert_eq!(case("awaiting").variant(), None);
        let case = case("awaiting_abort_on_drop");
        assert_eq!(case.id(), "tokio/drop/awaiting-abort-on-drop");
        assert_eq!((case.work(), case.mechanism()), (Work::Awaiting, Mechanism::Drop));
        assert_eq!(case.variant().as_deref(), Some("abort-on-drop"));
    }

    #[test]
    fn a_file_in_the_folder_of_a_mechanism_is_of_that_mechanism() {
        let case = Case { module: "drop::cancel_safety", ..case("awaiting_timeout") };
        assert_eq!((case.id().as_str(), case.mechanism()), ("tokio/drop/awaiting-timeout", Mechanism::Drop));
        assert_eq!(case.source().path, "demos/tokio/src/drop/cancel_safety.rs");
    }

    #[test]
    fn the_summary_is_the_first_sentence() {
        assert_eq!(case("awaiting").summary(), "It stops");
        assert_eq!(case("awaiting_timeout").summary(), "Two lines");
    }

    #[test]
    fn what_is_not_offered_has_its_reason_for_a_source() {
        let file = "/// No.\npub const SPINNING: &str =\n    \"there is none\";\n";
        let case = Case::not_offered(("demo-tokio", "abort", "SPINNING"), file, "there is none");
        assert_eq!(case.id(), "tokio/abort/spinning");
        assert_eq!(case.source().comment, "No.");
    }

    #[test]
    fn a_script_has_a_file_of_its_own() {
        let file = "\"\"\"It `stands`. For ever.\n\nSee elsewhere.\n\"\"\"\n\nstand()\n";
        let case = Case { package: "demo-python", module: "abort", file, ..case("blocking_to_thread") };
        assert_eq!(case.id(), "python/abort/blocking-to-thread");
        assert_eq!(case.source().path, "demos/python/src/abort/blocking_to_thread.py");
        assert_eq!(case.summary(), "It stands");
    }
}
