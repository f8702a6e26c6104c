//! Each method is dropped at every await, and what is seen is what its row says. The README and its picture show the same.

mod recipes;

use std::{fs, process::ExitCode};

use cancel_safety::{Case, Row, all, cases, picture, readme, story};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let rows = all().into_iter().map(|row| Trial::test(row.method, move || holds(&row)));
    let seen_here = cases()
        .into_iter()
        .map(|case| Trial::test(format!("case {}", case.name), move || loses_where_it_says(&case)));
    let written = [
        Trial::test("the README shows what was seen", || is_written(readme::PATH, &readme::made())),
        Trial::test("the picture shows what was seen", || {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/read-frame.svg");
            is_written(path, &picture::svg(&story::report()))
        }),
    ];
    libtest_mimic::run(
        &Arguments::from_args(),
        rows.chain(seen_here).chain(recipes::trials()).chain(written).collect(),
    )
    .exit_code()
}

fn holds(row: &Row) -> Result<(), Failed> {
    let report = row.play_until_it_waits();
    if row.is_shown_by(&report) {
        Ok(())
    } else {
        Err(format!("{report:#}\nexpected: {:?}", row.seen).into())
    }
}

/// At these awaits and no others; and each await is one that stands in the case.
fn loses_where_it_says(case: &Case) -> Result<(), Failed> {
    let report = case.play();
    report.assert_loses_at(case.loses_at);
    for (stand, _) in report.awaits() {
        assert!(case.text().contains(&stand.source()), "{} has no `{}`", case.file, stand.source());
    }
    Ok(())
}

fn is_written(path: &str, text: &str) -> Result<(), Failed> {
    let written = fs::read_to_string(path)?;
    let different = written.lines().zip(text.lines()).find(|(written, made)| written != made);
    match different {
        None if written.len() == text.len() => Ok(()),
        _ => Err(format!("{path}: `cargo run -p cancel-safety` writes it anew: {different:?}").into()),
    }
}
