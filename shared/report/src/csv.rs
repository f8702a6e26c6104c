//! Runs and sweeps as CSV: a row a case; every time in ns, so that a spreadsheet or a notebook reads it.

use measure::{CaseResult, Run, Sweep};
use serde::Serialize;
use stage::{Bound, Verdict};

use crate::{figure::told_ratio, verdict::is_missing};

/// A row. Its fields are the columns; nothing stands where there is no value.
#[derive(Serialize)]
struct Row<'a> {
    /// The point of a sweep; a run has no such columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    factor: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    case: &'a str,
    runtime: &'a str,
    mechanism: &'static str,
    work: &'static str,
    variant: Option<&'a str>,
    verdict: Option<&'static str>,
    expected: &'static str,
    /// Not said of what was not played.
    as_expected: Option<bool>,
    samples: u64,
    halt_p50_ns: Option<u64>,
    halt_p50_low_ns: Option<u64>,
    halt_p50_high_ns: Option<u64>,
    halt_p90_ns: Option<u64>,
    halt_p99_ns: Option<u64>,
    halt_max_ns: Option<u64>,
    acknowledge_p50_ns: Option<u64>,
    acknowledged_early_by_p50_ns: Option<u64>,
    bound: Option<&'static str>,
    over_floor: Option<f64>,
    share_of_beat_p50: Option<f64>,
    records_given: Option<u64>,
    records_lost: Option<u64>,
    invariant: Option<bool>,
    cleanup_ran: Option<bool>,
    watched_ns: Option<u64>,
    cpu: Option<&'a str>,
    cores: usize,
    commit: Option<&'a str>,
}

/// The cases of a run.
pub fn of_run(run: &Run) -> String {
    written(run.cases.iter().map(|case| Row::new(run, case, None)))
}

/// The cases of every point of a sweep. The factor and its value stand before them.
pub fn of_sweep(sweep: &Sweep) -> String {
    written(sweep.points.iter().flat_map(|point| {
        let at = (sweep.sweep.as_str(), point.value.as_str());
        point.run.cases.iter().map(move |case| Row::new(&point.run, case, Some(at)))
    }))
}

impl<'a> Row<'a> {
    fn new(run: &'a Run, case: &'a CaseResult, at: Option<(&'a str, &'a str)>) -> Self {
        let halt = case.halt_ns;
        let (low, high) = halt.and_then(|halt| halt.interval()).unzip();
        let (factor, value) = at.unzip();
        let was_played = !is_missing(case);
        Self {
            factor,
            value,
            case: &case.id,
            runtime: &case.runtime,
            mechanism: case.mechanism.as_str(),
            work: case.work.as_str(),
            variant: case.variant.as_deref(),
            verdict: case.verdict.filter(|_| was_played).map(Verdict::as_str),
            expected: case.expected.as_str(),
            as_expected: was_played.then(|| case.is_as_expected()),
            samples: case.samples,
            halt_p50_ns: halt.map(|halt| halt.p50),
            halt_p50_low_ns: low,
            halt_p50_high_ns: high,
            halt_p90_ns: halt.map(|halt| halt.p90),
            halt_p99_ns: halt.map(|halt| halt.p99),
            halt_max_ns: halt.map(|halt| halt.max),
            acknowledge_p50_ns: case.acknowledge_ns.map(|it| it.p50),
            acknowledged_early_by_p50_ns: case.acknowledged_early_by_ns.map(|it| it.p50),
            bound: case.bound.map(Bound::as_str),
            over_floor: told_ratio(run, case),
            share_of_beat_p50: case.share_of_beat.map(|share| share.p50),
            records_given: case.records_given,
            records_lost: case.records_lost,
            invariant: case.invariant,
            cleanup_ran: case.cleanup_ran,
            watched_ns: case.watched_ns,
            cpu: run.machine.cpu.as_deref(),
            cores: run.machine.cores,
            commit: run.commit.as_deref(),
        }
    }
}

fn written<'a>(rows: impl Iterator<Item = Row<'a>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row).expect("a vector takes all, and a row has only values");
    }
    let bytes = writer.into_inner().expect("a vector takes all that is written to it");
    String::from_utf8(bytes).expect("all of it was text")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results_file::{recorded_run, recorded_sweep};

    #[test]
    fn a_row_has_a_field_for_each_column_and_none_for_what_there_is_not() {
        let mut run = recorded_run("snapshots/run.json");
        run.machine.cpu = Some("A, B".to_owned());
        let csv = of_run(&run);
        let mut lines = csv.lines();
        let head = lines.next().expect("the heads of the columns");
        assert!(head.starts_with("case,runtime,") && head.ends_with(",cpu,cores,commit"), "{head}");
        assert_eq!(csv.lines().count(), run.cases.len() + 1);
        let case = run.cases.iter().position(|case| case.halt_ns.is_none()).expect("one that goes on");
        let line = csv.lines().nth(case + 1).expect("its row");
        assert!(line.starts_with(&format!("{},", run.cases[case].id)) && line.contains(",,,,,,"), "{line}");
        assert!(line.contains(r#","A, B","#), "{line}");
    }

    #[test]
    fn a_row_of_a_sweep_says_which_point_it_is_of() {
        let sweep = recorded_sweep("snapshots/sweep-look.json");
        let csv = of_sweep(&sweep);
        assert!(csv.starts_with("factor,value,case,"));
        let first = csv.lines().nth(1).expect("a row");
        assert!(first.starts_with(&format!("look,{},", sweep.points[0].value)), "{first}");
    }
}
