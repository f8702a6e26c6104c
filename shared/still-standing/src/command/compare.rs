//! `compare`: two runs, case by case.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use measure::Run;
use report::{
    compare::{Comparison, scatter::Scatter},
    results_file::run,
    terminal::{
        program::{AS_EXPECTED, NOT_AS_EXPECTED, print},
        terminal_width,
    },
};

use crate::command::arguments::CompareArguments;

pub(crate) fn compare(arguments: &CompareArguments) -> Result<u8> {
    let comparison = of_files(arguments)?;
    print(&comparison.shown(arguments.json, arguments.markdown, terminal_width()))?;
    Ok(if comparison.fails(&arguments.fail_on) { NOT_AS_EXPECTED } else { AS_EXPECTED })
}

fn of_files(arguments: &CompareArguments) -> Result<Comparison> {
    let (a, b) = (run(&arguments.was)?, run(&arguments.is)?);
    Ok(match &arguments.repeats[..] {
        [] => Comparison::new(&a, &b),
        repeats => {
            let scatter = Scatter::of_repeats(&with_repeats(&a, repeats)?);
            Comparison::with_scatter(&a, &b, scatter)
        }
    })
}

/// Returns a run and its repeats.
///
/// # Errors
/// If there is only one repeat, or if one is of another commit than the run.
fn with_repeats(a: &Run, repeats: &[PathBuf]) -> Result<Vec<Run>> {
    ensure!(
        repeats.len() > 1,
        "--repeats: one run can't tell how far runs differ by chance; give two or more"
    );
    let mut runs = vec![a.clone()];
    for file in repeats {
        let repeat = run(file)?;
        let commit = |run: &Run| run.commit.clone().unwrap_or_else(|| "none".to_owned());
        ensure!(
            commit(&repeat) == commit(a),
            "--repeats {}: its commit is {}, and A's is {}; give more runs of A's commit",
            file.display(),
            commit(&repeat),
            commit(a)
        );
        runs.push(repeat);
    }
    Ok(runs)
}
