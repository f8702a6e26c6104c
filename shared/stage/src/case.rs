//! A case: one way of stopping one kind of work, and what is claimed of it.

use std::{fmt::Display, time::Duration};

use crate::{
    source::{Comment, Lines, Source},
    stage::Stage,
    vocabulary::{Bound, Loss, Mechanism, Verdict, Work},
    worker::Worker,
};

/// One runtime × mechanism × work, with a variant if the runtime offers several. The attribute `#[case]` of the
/// crate `still-standing` makes it of a function.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// The name of the runtime, or of the library. A [`Demo`](crate::Demo) writes its own here.
    pub runtime: &'static str,
    /// `mechanism/work[-variant]`.
    pub name: &'static str,
    /// The lines that are shown: those of the function, or the script if another language plays it.
    pub text: Text,
    /// The verdict that the demo claims.
    pub expected: Verdict,
    /// What the time from request to halt is bound by, at best; `None` if the work is not expected to halt.
    pub bound: Option<Bound>,
    /// How much of its records the demo claims to be lost; `None` if its work is given no records.
    pub loss: Option<Loss>,
    /// Whether the demo claims that its invariant holds; `None` if it states none.
    pub invariant: Option<bool>,
    /// The function that plays it, or the reason why it isn't offered.
    pub play: Result<fn(&Stage), &'static str>,
    /// Whether another process does the work, so that the stage must be lent to that process.
    pub out_of_process: bool,
    /// The functions that it starts as processes of their own.
    pub workers: &'static [Worker],
    /// Tells what it needs that this machine lacks; `None` if it needs nothing.
    pub needs: Option<fn() -> Result<(), String>>,
    /// Tells why this version or this system does not offer it, where others do; `None` if all do.
    pub only_where: Option<fn() -> Result<(), String>>,
    /// The feature of the demo's package that compiles the case; `None` if it always is.
    pub feature: Option<&'static str>,
    /// Whether this program was built with that feature, so that it can play the case.
    pub is_built: bool,
    /// Whether the work beats at all before it is asked to stop.
    pub begins: bool,
    /// For an original in another language: the id of the case that answers it in Rust.
    pub answer: Option<&'static str>,
    /// For a case that [falls short](Self::falls_short): the case that does it right, by its name or its id, or why
    /// none does.
    pub instead: Option<Result<&'static str, &'static str>>,
    /// How many worker threads the case needs, usually 1. If it needs more, its comment says why.
    pub least_workers: u32,
    /// Whether the work has many parts: the demo takes [`Stage::crowd`] and no pulse.
    pub is_crowd: bool,
    /// Whether a run plays it only if it is named, or if all are to be played.
    pub is_on_demand: bool,
    /// How many playings warm up before one counts: usually one, which starts the runtime's threads.
    pub warm_up: u32,
}

/// What is shown of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text {
    /// Nothing: the harness plays it for itself.
    None,
    /// The lines of its function.
    Lines(Lines),
    /// A whole script.
    Script {
        /// Its path in the repository.
        path: &'static str,
        /// Its text.
        text: &'static str,
        /// How its comment is written.
        comment: Comment,
    },
}

impl Case {
    /// A case that is played in this process, needs nothing, and shows no lines.
    ///
    /// The name is `mechanism/work[-variant]`, of [`Mechanism`] and [`Work`], in lower case with hyphens. A case whose
    /// work halts says by what that is [bound](Self::bound_by).
    #[must_use]
    pub const fn new(name: &'static str, expected: Verdict, play: fn(&Stage)) -> Self {
        Self {
            runtime: "",
            name,
            text: Text::None,
            expected,
            bound: None,
            loss: None,
            invariant: None,
            play: Ok(play),
            out_of_process: false,
            workers: &[],
            needs: None,
            only_where: None,
            feature: None,
            is_built: true,
            begins: !matches!(expected, Verdict::NeverStarted),
            answer: None,
            instead: None,
            least_workers: 1,
            is_crowd: false,
            is_on_demand: false,
            warm_up: 1,
        }
    }

    /// A row for something that the runtime doesn't offer, with the reason.
    #[must_use]
    pub const fn not_offered(name: &'static str, reason: &'static str) -> Self {
        const fn nothing(_: &Stage) {}
        let case = Self::new(name, Verdict::NotOffered, nothing);
        Self { play: Err(reason), ..case }
    }

    /// The same case under this runtime.
    #[must_use]
    pub const fn under(self, runtime: &'static str) -> Self {
        Self { runtime, ..self }
    }

    /// The same case, whose time from request to halt is bound by this, at best.
    #[must_use]
    pub const fn bound_by(self, bound: Bound) -> Self {
        Self { bound: Some(bound), ..self }
    }

    /// The same case, which shows these lines.
    #[must_use]
    pub const fn showing(self, text: Text) -> Self {
        Self { text, ..self }
    }

    /// The same case, which starts these functions as processes of their own.
    #[must_use]
    pub const fn starting(self, workers: &'static [Worker]) -> Self {
        Self { workers, ..self }
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

    /// The same case, which some versions or systems do not offer, and nothing that could be installed beside them
    /// changes that. A test of it is ignored there.
    #[must_use]
    pub const fn only_where(self, offered: fn() -> Result<(), String>) -> Self {
        Self { only_where: Some(offered), ..self }
    }

    /// The same case, which only a program plays that was built with a feature of the demo's package, and whether this one
    /// was.
    #[must_use]
    pub const fn behind_feature(self, feature: &'static str, is_built: bool) -> Self {
        Self { feature: Some(feature), is_built, ..self }
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

    /// The same case, which counts after this many playings, at least one.
    #[must_use]
    pub const fn warmed_up_by(self, warm_up: u32) -> Self {
        Self { warm_up, ..self }
    }

    /// The same case, whose work has many parts.
    #[must_use]
    pub const fn of_crowd(self) -> Self {
        Self { is_crowd: true, ..self }
    }

    /// The same case, which a run plays only if a filter names it, or with `--all`: a comparison has to stay short.
    #[must_use]
    pub const fn on_demand(self) -> Self {
        Self { is_on_demand: true, ..self }
    }

    /// Whether it is named as [`new`](Self::new) says, and has a bound if its work halts. The attribute `#[case]` lets
    /// no other be compiled.
    ///
    /// # Errors
    /// What is wrong.
    pub fn check(&self) -> Result<(), String> {
        parts(self.name)?;
        match (self.expected, self.bound) {
            (Verdict::StillStanding | Verdict::Hung, Some(_)) => {
                Err("its work goes on, so there is no halt that is bound by anything".to_owned())
            }
            (Verdict::Stopped | Verdict::Killed | Verdict::NeverStarted, None) => {
                Err("its work halts, so it says by what that is bound".to_owned())
            }
            _ => Ok(()),
        }
    }

    fn parts(&self) -> (Mechanism, Work, Option<&'static str>) {
        parts(self.name).unwrap_or_else(|error| panic!("\"{}\": {error}", self.name))
    }

    /// How the infinite task is asked to stop.
    ///
    /// # Panics
    /// If the case is named otherwise than [`new`](Self::new) says.
    #[must_use]
    pub fn mechanism(&self) -> Mechanism {
        self.parts().0
    }

    /// What the infinite task does between two beats.
    #[must_use]
    pub fn work(&self) -> Work {
        self.parts().1
    }

    /// Which way this is, if the runtime offers several: `blocking-wrapped` has the variant `wrapped`.
    #[must_use]
    pub fn variant(&self) -> Option<&'static str> {
        self.parts().2
    }

    /// `runtime/mechanism/work[-variant]`.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}/{}", self.runtime, self.name)
    }

    /// What the case needs that this machine lacks, and how to get it; `None` if nothing is
    /// missing. It may start a process to find out, so ask once and not before every playing.
    #[must_use]
    pub fn missing(&self) -> Option<String> {
        let built_without = self.feature.filter(|_| !self.is_built).map(|feature| {
            format!(
                "this program was built without it: `cargo run --release --features {feature}` builds it in"
            )
        });
        built_without
            .or_else(|| self.not_offered_here())
            .or_else(|| self.needs.and_then(|needs| needs().err()))
    }

    /// Why this version or this system does not offer it; `None` if it does.
    #[must_use]
    pub fn not_offered_here(&self) -> Option<String> {
        self.only_where.and_then(|offered| offered().err())
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

    /// The case's own source: the function and the workers that it starts, the constant that says why there is none,
    /// or the whole script if another language plays it.
    #[must_use]
    pub fn source(&self) -> Source {
        match self.text {
            Text::None => Source::default(),
            Text::Lines(lines) => Source::of_lines(lines, self.workers.iter().map(|worker| worker.lines)),
            Text::Script { path, text, comment } => Source::of_script(path, text, comment),
        }
    }

    /// Whether a program in another language plays it.
    #[must_use]
    pub fn is_in_another_language(&self) -> bool {
        matches!(self.text, Text::Script { .. })
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

/// The mechanism, the work and the variant of a name.
fn parts(name: &'static str) -> Result<(Mechanism, Work, Option<&'static str>), String> {
    let wrong = |why: &dyn Display| format!("a case is named `mechanism/work[-variant]`: {why}");
    let (mechanism, way) = name.split_once('/').ok_or_else(|| wrong(&"it has one slash"))?;
    let (work, variant) = way.split_once('-').map_or((way, None), |(work, variant)| (work, Some(variant)));
    let is_plain = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    if !variant.is_none_or(|variant| variant.split('-').all(is_plain)) {
        return Err(wrong(&"a variant is in lower-case letters, digits and single hyphens"));
    }
    Ok((mechanism.parse().map_err(|it| wrong(&it))?, work.parse().map_err(|it| wrong(&it))?, variant))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(name: &'static str, comment: &'static str) -> Case {
        let lines = Lines { path: "src/drop.rs", line: 3, comment, code: "fn a() {}", folder: "" };
        let case = Case::new(name, Verdict::Stopped, |_| ());
        case.under("tokio").showing(Text::Lines(lines))
    }

    #[test]
    fn an_id_is_made_of_the_runtime_and_the_name() {
        let case = case("drop/awaiting-abort-on-drop", "");
        assert_eq!(case.id(), "tokio/drop/awaiting-abort-on-drop");
        assert_eq!((case.work(), case.mechanism()), (Work::Awaiting, Mechanism::Drop));
        assert_eq!(case.variant(), Some("abort-on-drop"));
    }

    #[test]
    fn the_summary_is_the_first_sentence() {
        let summary = |comment| case("drop/awaiting", comment).summary();
        assert_eq!(summary("It `stops`. At once.\n\nSee elsewhere."), "It stops");
        assert_eq!(summary("Two\nlines."), "Two lines");
    }

    #[test]
    fn what_is_not_offered_has_its_reason() {
        let case = Case::not_offered("abort/spinning", "there is none");
        assert_eq!((case.expected, case.play.err()), (Verdict::NotOffered, Some("there is none")));
    }

    #[test]
    fn a_script_has_a_file_of_its_own() {
        let file = "\"\"\"It `stands`. For ever.\n\nSee elsewhere.\n\"\"\"\n\nstand()\n";
        let path = "demos/python/src/abort/blocking_to_thread.py";
        let case = case("abort/blocking-to-thread", "").showing(Text::Script {
            path,
            text: file,
            comment: Comment::Docstring,
        });
        assert_eq!((case.source().path.as_str(), case.source().line), (path, 1));
        assert_eq!(case.summary(), "It stands");
    }

    #[test]
    fn a_name_is_made_of_a_mechanism_a_work_and_a_variant() {
        for (name, variant) in [
            ("drop/parked", None),
            ("abort/stuck-read", Some("read")),
            ("flag/spinning-every-10", Some("every-10")),
        ] {
            assert_eq!(parts(name).map(|(.., variant)| variant), Ok(variant));
        }
        let expected = (Mechanism::Channel, Work::Awaiting, Some("closed"));
        assert_eq!(parts("channel/awaiting-closed"), Ok(expected));
    }

    #[test]
    fn only_a_halt_has_a_bound() {
        let case = |expected| Case::new("drop/parked", expected, |_| ());
        for (case, is_right) in [
            (case(Verdict::Stopped).bound_by(Bound::Wake), true),
            (case(Verdict::Stopped), false),
            (case(Verdict::NeverStarted), false),
            (case(Verdict::Hung), true),
            (case(Verdict::StillStanding).bound_by(Bound::Wake), false),
            (Case::not_offered("drop/parked", "there is none"), true),
        ] {
            assert_eq!(case.check().is_ok(), is_right, "{case:?}");
        }
    }
}
