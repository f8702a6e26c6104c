//! Runs and sweeps as CSV: a row a case; every time in ns, so that a spreadsheet or a notebook reads it.

use measure::{CaseResult, Figures, Run, Sweep};

/// The columns of a case.
const COLUMNS: [&str; 28] = [
    "case",
    "runtime",
    "mechanism",
    "work",
    "variant",
    "verdict",
    "expected",
    "as_expected",
    "samples",
    "halt_p50_ns",
    "halt_p50_low_ns",
    "halt_p50_high_ns",
    "halt_p90_ns",
    "halt_p99_ns",
    "halt_max_ns",
    "acknowledge_p50_ns",
    "acknowledged_early_by_p50_ns",
    "bound",
    "over_floor",
    "share_of_beat_p50",
    "records_given",
    "records_lost",
    "invariant",
    "cleanup_ran",
    "watched_ns",
    "cpu",
    "cores",
    "commit",
];

/// The cases of a run.
#[must_use]
pub fn of_run(run: &Run) -> String {
    let head = COLUMNS.map(str::to_owned).to_vec();
    written(std::iter::once(head).chain(run.cases.iter().map(|case| row(run, case))))
}

/// The cases of every point of a sweep. The factor and its value stand before them.
#[must_use]
pub fn of_sweep(sweep: &Sweep) -> String {
    let before = |first: &str, second: &str, row: Vec<String>| {
        [vec![first.to_owned(), second.to_owned()], row].concat()
    };
    let head = before("factor", "value", COLUMNS.map(str::to_owned).to_vec());
    let rows = sweep.points.iter().flat_map(|point| {
        let cases = point.run.cases.iter();
        cases.map(move |case| before(sweep.sweep.as_str(), &point.value, row(&point.run, case)))
    });
    written(std::iter::once(head).chain(rows))
}

fn row(run: &Run, case: &CaseResult) -> Vec<String> {
    let halt = |of: fn(&Figures) -> u64| text(case.halt_ns.as_ref().map(of));
    let (low, high) = case.halt_ns.and_then(|halt| halt.interval()).unzip();
    let p50 = |figures: Option<Figures>| text(figures.map(|figures| figures.p50));
    vec![
        case.id.clone(),
        case.runtime.clone(),
        case.mechanism.to_string(),
        case.work.to_string(),
        text(case.variant.as_ref()),
        text(case.verdict),
        case.expected.to_string(),
        case.is_as_expected().to_string(),
        case.samples.to_string(),
        halt(|halt| halt.p50),
        text(low),
        text(high),
        halt(|halt| halt.p90),
        halt(|halt| halt.p99),
        halt(|halt| halt.max),
        p50(case.acknowledge_ns),
        p50(case.acknowledged_early_by_ns),
        case.bound.map(|bound| bound.to_string()).unwrap_or_default(),
        text(case.over_floor),
        text(case.share_of_beat.map(|share| share.p50)),
        text(case.records_given),
        text(case.records_lost),
        text(case.invariant),
        text(case.cleanup_ran),
        text(case.watched_ns),
        text(run.machine.cpu.as_ref()),
        run.machine.cores.to_string(),
        text(run.commit.as_ref()),
    ]
}

/// A value, or nothing where there is none.
fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn written(rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).expect("a vector takes all, and the rows are of one length");
    }
    let bytes = writer.into_inner().expect("a vector takes all that is written to it");
    String::from_utf8(bytes).expect("all of it was text")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::results_file::{ResultsFile, results_file, run};

    fn recorded(name: &str) -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded/snapshots").join(name)
    }

    #[test]
    fn a_row_has_a_field_for_each_column_and_none_for_what_there_is_not() {
        let mut run = run(&recorded("run.json")).expect("a run");
        run.machine.cpu = Some("A, B".to_owned());
        let csv = of_run(&run);
        let mut lines = csv.lines();
        assert_eq!(lines.next().map(|head| head.split(',').count()), Some(COLUMNS.len()));
        assert_eq!(csv.lines().count(), run.cases.len() + 1);
        let case = run.cases.iter().position(|case| case.halt_ns.is_none()).expect("one that goes on");
        let line = csv.lines().nth(case + 1).expect("its row");
        assert!(line.starts_with(&format!("{},", run.cases[case].id)) && line.contains(",,,,,,"), "{line}");
        assert!(line.contains(r#","A, B","#), "{line}");
    }

    #[test]
    fn a_row_of_a_sweep_says_which_point_it_is_of() {
        let ResultsFile::Sweep(sweep) = results_file(&recorded("sweep-look.json")).expect("a sweep") else {
            panic!("a run")
        };
        let csv = of_sweep(&sweep);
        assert!(csv.starts_with("factor,value,case,"));
        let first = csv.lines().nth(1).expect("a row");
        assert!(first.starts_with(&format!("look,{},", sweep.points[0].value)), "{first}");
    }
}
