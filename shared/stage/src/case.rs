//! A case: a row of a demo's table.

use std::time::Duration;

use crate::{
    source::Source,
    stage::Stage,
    vocabulary::{Bound, Mechanism, Verdict, Work},
};

/// One runtime × mechanism × work, with a variant where one runtime offers several. Make it
/// with [`case!`](crate::case!) or [`not_offered!`](crate::not_offered!).
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// The demo's package, `demo-` and its runtime.
    pub package: &'static str,
    /// The module that holds the function: the mechanism.
    pub module: &'static str,
    /// The function's name: the work, and the variant behind an underscore.
    pub function: &'static str,
    /// The text of the module's file; of a script in another language, its own.
    pub file: &'static str,
    /// The verdict that the demo claims.
    pub expected: Verdict,
    /// What the hand-over is bound by.
    pub bound: Bound,
    /// What plays it, or the reason why nothing can.
    pub play: Result<fn(&Stage), &'static str>,
    /// Whether another process does its work, and so must be lent its stage.
    pub out_of_process: bool,
    /// Tells what it needs that this machine lacks; `None` if it needs nothing.
    pub needs: Option<fn() -> Result<(), String>>,
    /// The id of the case that answers it in Rust, for an original in another language.
    pub answer: Option<&'static str>,
    /// How many worker threads it needs, where it needs more than one. Its comment says why.
    pub least_workers: u32,
}

/// A row of a demo's table: the function, the verdict that it claims, what its hand-over is
/// bound by, and what runs it where calling it is not enough: an async function is run
/// on an executor.
///
/// The names of the module and the function make the case's id: `abort::blocking_wrapped` in
/// `demo-tokio` is `tokio/abort/blocking-wrapped`. The function is named once, so its source can't
/// stand beside another one's time.
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
/// A row for a function that the module does not have is a compile error:
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
        $crate::case!(@ $module::$function, $expected, $bound, $module::$function)
    };
    ($module:ident::$function:ident, $expected:ident, $bound:ident, $run:path) => {
        $crate::case!(@ $module::$function, $expected, $bound, |stage| $run($module::$function, stage))
    };
    (@ $module:ident::$function:ident, $expected:ident, $bound:ident, $play:expr) => {
        $crate::Case::new(
            (env!("CARGO_PKG_NAME"), stringify!($module), stringify!($function)),
            include_str!(concat!(stringify!($module), ".rs")),
            $crate::Verdict::$expected,
            $crate::Bound::$bound,
            $play,
        )
    };
}

/// A row of a demo's table for what the runtime does not offer: the constant that says why,
/// named as the function would be.
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
    /// A case that is played in this process, needs nothing, and answers no original.
    ///
    /// Its names are those of a package `demo-…`, of a module that is named after a mechanism, and of a
    /// function that is named after a work. `file` is the text of the module's file, which holds its
    /// source; it may be empty for a case that stands in no table.
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
            play: Ok(play),
            out_of_process: false,
            needs: None,
            answer: None,
            least_workers: 1,
        }
    }

    /// A row for what the runtime does not offer, and why.
    #[must_use]
    pub const fn not_offered(names: Names, file: &'static str, reason: &'static str) -> Self {
        const fn nothing(_: &Stage) {}
        let case = Self::new(names, file, Verdict::NotOffered, Bound::Inline, nothing);
        Self { play: Err(reason), ..case }
    }

    /// The same case, whose work is another process's, which must be lent the stage.
    #[must_use]
    pub const fn out_of_process(self) -> Self {
        Self { out_of_process: true, ..self }
    }

    /// The same case, which needs something that not every machine has.
    #[must_use]
    pub const fn needing(self, needs: fn() -> Result<(), String>) -> Self {
        Self { needs: Some(needs), ..self }
    }

    /// The same case, an original in another language, with the id of the case that answers it in Rust.
    #[must_use]
    pub const fn answered_by(self, id: &'static str) -> Self {
        Self { answer: Some(id), ..self }
    }

    /// The same case, with at least so many worker threads.
    #[must_use]
    pub const fn with_workers(self, least_workers: u32) -> Self {
        Self { least_workers, ..self }
    }

    /// The name of the runtime.
    #[must_use]
    pub fn runtime(&self) -> &'static str {
        self.package.strip_prefix("demo-").unwrap_or(self.package)
    }

    /// How the infinite task is asked to stop.
    ///
    /// # Panics
    /// When the module is not named after a mechanism.
    #[must_use]
    pub fn mechanism(&self) -> Mechanism {
        self.module.parse().expect("a case lives in a module that is named after its mechanism")
    }

    /// What the infinite task does between two beats.
    ///
    /// # Panics
    /// When the function's name does not begin with a work.
    #[must_use]
    pub fn work(&self) -> Work {
        let (work, _) = self.name();
        work.parse().expect("a case's function is named after its work")
    }

    /// Which of several ways the runtime offers, where it offers several: `blocking-wrapped` has
    /// the variant `wrapped`.
    #[must_use]
    pub fn variant(&self) -> Option<String> {
        let (_, variant) = self.name();
        variant
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
        format!("{}/{}/{name}", self.runtime(), self.module)
    }

    /// What the case needs that this machine lacks, and how to get it; `None` if nothing is
    /// missing. It may start a process to find out, so ask once and not before every playing.
    #[must_use]
    pub fn missing(&self) -> Option<String> {
        self.needs.and_then(|needs| needs().err())
    }

    /// A fresh stage for one playing, whose infinite task beats once an `interval`.
    ///
    /// # Errors
    /// When the work is another process's, and the system has no memory that two processes share.
    pub fn stage(&self, interval: Duration) -> Result<Stage, String> {
        if !self.out_of_process {
            return Ok(Stage::new(interval));
        }
        Stage::lendable(interval).map_err(|error| format!("no memory that two processes share: {error}"))
    }

    /// The case's own source: the function, or the constant that says why there is none; or the whole
    /// script, where another language plays it.
    #[must_use]
    pub fn source(&self) -> Source {
        let path = format!("demos/{}/src/{}", self.runtime(), self.module);
        match self.play {
            Ok(_) if Source::is_script(self.file) => {
                Source::of_script(&format!("{path}/{}.py", self.function), self.file)
            }
            Ok(_) => Source::of_function(&format!("{path}.rs"), self.file, self.function),
            Err(_) => Source::of_constant(&format!("{path}.rs"), self.file, self.function),
        }
    }

    /// What it shows: the first sentence of its doc comment.
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
