//! The table of cases: what each demo offers.

use std::time::Duration;

use crate::{Bound, Mechanism, Source, Stage, Variable, Verdict, Work, Worker};

/// Names, and the versions of what they name.
pub type Versions = Vec<(String, String)>;

/// One demo crate: a runtime and its cases.
#[derive(Debug, Clone, Copy)]
pub struct Demo {
    /// The name of the runtime, which is also the name of the demo's folder.
    pub runtime: &'static str,
    /// The crates whose versions decide about what is seen.
    pub libraries: &'static [&'static str],
    /// What decides too, and what no lock file knows: names and versions, asked for when a run plays
    /// this demo. None where the crates are all.
    pub versions: Option<fn() -> Versions>,
    /// Its cases, by mechanism.
    pub cases: &'static [Case],
    /// The functions that its cases run as processes of their own.
    pub workers: &'static [Worker],
    /// Whether the runtime has worker threads, which it starts as [`workers`](crate::workers) says.
    pub has_worker_threads: bool,
    /// The variables of the environment that decide how the runtime behaves.
    pub environment: &'static [Variable],
}

impl Demo {
    /// A demo that needs nothing but its crates: no worker threads, no variables, no processes of its own.
    #[must_use]
    pub const fn new(
        runtime: &'static str,
        libraries: &'static [&'static str],
        cases: &'static [Case],
    ) -> Self {
        Self {
            runtime,
            libraries,
            versions: None,
            cases,
            workers: &[],
            has_worker_threads: false,
            environment: &[],
        }
    }
}

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
    pub elsewhere: bool,
    /// Tells what it needs that this machine has not; none where a case needs nothing.
    pub needs: Option<fn() -> Result<(), String>>,
    /// The id of the case that answers it in Rust, for an original in another language.
    pub answer: Option<&'static str>,
    /// How many worker threads it needs, where it needs more than one. Its comment says why.
    pub least_workers: u32,
}

/// A row of a demo's table: the function, the verdict that it claims, what its hand-over is
/// bound by, and how it is played.
///
/// The names of the module and the function make the case's id: `abort::blocking_wrapped` in
/// `demo-tokio` is `tokio/abort/blocking-wrapped`.
#[macro_export]
macro_rules! case {
    ($module:ident::$function:ident, $expected:ident, $bound:ident, $play:expr) => {
        $crate::Case {
            package: env!("CARGO_PKG_NAME"),
            module: stringify!($module),
            function: stringify!($function),
            file: include_str!(concat!(stringify!($module), ".rs")),
            expected: $crate::Verdict::$expected,
            bound: $crate::Bound::$bound,
            play: Ok($play),
            elsewhere: false,
            needs: None,
            answer: None,
            least_workers: 1,
        }
    };
}

/// A row of a demo's table for what the runtime does not offer: the constant that says why,
/// named as the function would be.
#[macro_export]
macro_rules! not_offered {
    ($module:ident::$reason:ident) => {
        $crate::Case {
            package: env!("CARGO_PKG_NAME"),
            module: stringify!($module),
            function: stringify!($reason),
            file: include_str!(concat!(stringify!($module), ".rs")),
            expected: $crate::Verdict::NotOffered,
            bound: $crate::Bound::Inline,
            play: Err($module::$reason),
            elsewhere: false,
            needs: None,
            answer: None,
            least_workers: 1,
        }
    };
}

impl Case {
    /// A case that stands in no demo's table: one that only the harness or a test plays. Its id is made as
    /// any other's, of a package `demo-…`, a module that is named after a mechanism, and a function that is
    /// named after a work.
    #[must_use]
    pub const fn unlisted(
        (package, module, function): (&'static str, &'static str, &'static str),
        expected: Verdict,
        bound: Bound,
        play: fn(&Stage),
    ) -> Self {
        Self {
            package,
            module,
            function,
            file: "",
            expected,
            bound,
            play: Ok(play),
            elsewhere: false,
            needs: None,
            answer: None,
            least_workers: 1,
        }
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

    /// What the case needs that this machine has not, and how to come by it; none where nothing is
    /// missing. It may start a process to find out, so ask once and not before every playing.
    #[must_use]
    pub fn missing(&self) -> Option<String> {
        self.needs.and_then(|needs| needs().err())
    }

    /// A fresh stage for one playing, whose infinite task beats once an `interval`.
    ///
    /// # Errors
    /// When the work is another process's, and the system has no page that two processes share.
    pub fn stage(&self, interval: Duration) -> Result<Stage, String> {
        if !self.elsewhere {
            return Ok(Stage::new(interval));
        }
        Stage::lendable(interval).map_err(|error| format!("no page that two processes share: {error}"))
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

    mod abort {
        pub(super) const SPINNING: &str = "there is none";
    }

    fn case(function: &'static str) -> Case {
        let file = "//! A file.\n\n/// It `stops`. At once.\n///\n/// See elsewhere.\npub async fn awaiting(a: u8) {\n    a;\n}\n\n/// Two\n/// lines.\n#[inline]\nfn awaiting_timeout() {\n}\n";
        Case {
            package: "demo-tokio",
            module: "drop",
            function,
            file,
            expected: Verdict::Stopped,
            bound: Bound::Wake,
            play: Ok(|_| ()),
            elsewhere: false,
            needs: None,
            answer: None,
            least_workers: 1,
        }
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
        let case = Case {
            file: "/// No.\npub const SPINNING: &str =\n    \"there is none\";\n",
            module: "abort",
            function: "SPINNING",
            play: Err(abort::SPINNING),
            ..case("x")
        };
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
