//! The command line. The binary of a demo calls [`command_line`] with that demo, and the binary `still-standing`
//! calls [`main_of`] with all of them. A bench of another package calls [`main`].

mod arguments;
mod check;
mod choose;
mod compare;
mod list;
mod report_command;
mod run;
mod story;
mod sweep;
mod verdict_tests;

use std::{env, process::ExitCode};

use anyhow::Error;
use arguments::{Arguments, Command};
use measure::{BENCH, Catalog, Provenance, commit_in, package_of_cargo};
use report::{desk::Desk, terminal::program};
use stage::Demo;

/// Runs the command line if `cargo bench` started this program, and the verdict tests if `cargo test` did. For the
/// `main` of a target with `harness = false` in `benches/` or `tests/`.
///
/// # Panics
/// As [`Catalog::of`] does.
#[must_use]
pub fn main(demos: impl IntoIterator<Item = Demo>) -> ExitCode {
    let catalog = Catalog::of(demos);
    let is_bench = env::args_os().any(|argument| argument == BENCH);
    if is_bench { main_of(&Program::plain(&catalog)) } else { tests_of(&catalog) }
}

/// Runs the command line with the cases of `demos`.
///
/// The exit status is 0 if every verdict was as expected, 1 if one was not or could not be had, 2 if the call was wrong or
/// failed, and 130 if it was interrupted.
///
/// # Panics
/// As [`Catalog::of`] does.
#[must_use]
pub fn command_line(demos: impl IntoIterator<Item = Demo>) -> ExitCode {
    main_of(&Program::plain(&Catalog::of(demos)))
}

/// Runs two tests for each case of `demos`: that it has the verdict that it claims, and that its comment says so. For
/// the `main` of a test target with `harness = false`.
///
/// A test asserts the verdict, with generous patience. It never asserts a time.
///
/// # Panics
/// As [`Catalog::of`] does.
#[must_use]
pub fn verdict_tests(demos: impl IntoIterator<Item = Demo>) -> ExitCode {
    tests_of(&Catalog::of(demos))
}

/// A program with cases, as its command line sees it.
#[derive(Debug, Clone, Copy)]
pub struct Program<'a> {
    /// Everything that it can play.
    pub catalog: &'a Catalog,
    /// What its editor says of the cases.
    pub desk: &'a Desk,
    /// The commit that it was built from, with `+` appended if the source had uncommitted changes; `None` if it does not
    /// know. A program that cargo has just built asks its checkout.
    pub commit: Option<&'static str>,
}

impl<'a> Program<'a> {
    /// One that has cases, and nothing more.
    fn plain(catalog: &'a Catalog) -> Self {
        Self { catalog, desk: &Desk::EMPTY, commit: None }
    }

    /// The provenance of a run that this process makes with its cases.
    fn provenance(&self) -> Provenance {
        // It is built from what is there only if cargo has just looked.
        let folder = self.catalog.folder().filter(|_| package_of_cargo().is_some());
        let commit = self.commit.map(str::to_owned).or_else(|| folder.and_then(commit_in));
        Provenance::of_this_process(&self.features(), commit)
    }

    /// How it is called, up to the arguments: `cargo run --release --`.
    fn call_without_arguments(&self) -> String {
        measure::call_without_arguments(&self.features())
    }

    fn features(&self) -> Vec<&'static str> {
        self.catalog.features().into_iter().collect()
    }
}

/// Like [`command_line`], for a program that can play more than its demos, and whose editor has something to say of them.
#[must_use]
pub fn main_of(program: &Program) -> ExitCode {
    measure::run_if_child(program.catalog);
    let words = env::args_os().filter(|argument| argument != BENCH);
    let arguments = Arguments::of(words, program.catalog, program.desk);
    program::run("still-standing", arguments, |arguments| carry_out(arguments, program))
}

fn tests_of(catalog: &Catalog) -> ExitCode {
    measure::run_if_child(catalog);
    verdict_tests::of(catalog)
}

fn carry_out(arguments: Arguments, program: &Program) -> Result<u8, Error> {
    let Program { catalog, desk, .. } = program;
    match arguments.command {
        None => run::run(&arguments.run, program),
        Some(Command::Run(arguments)) => run::run(&arguments, program),
        Some(Command::List(arguments)) => list::list(&arguments, catalog),
        Some(Command::Show(arguments)) => run::show(&arguments),
        Some(Command::Story(arguments)) => story::story(&arguments, program),
        Some(Command::Pairs(arguments)) => run::pairs(&arguments, program),
        Some(Command::Check(arguments)) => check::check(&arguments, catalog),
        Some(Command::Report(arguments)) => report_command::report(&arguments, desk),
        Some(Command::Compare(arguments)) => compare::compare(&arguments),
        Some(Command::Sweep(arguments)) => sweep::sweep(&arguments, program),
    }
}
