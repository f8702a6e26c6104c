//! The matrix: runtimes and what the work does down, mechanisms across.

use measure::{CaseResult, Run};
use stage::{Mechanism, Verdict, Work};

use crate::{
    style::{bold, colour, legend, sign, word},
    table::{table, text},
    units::duration_range,
};

/// From this width on, a field names its verdict in a word beside the sign.
const WIDE: usize = 110;

/// The matrix of a run, `width` columns wide at most: in each field the verdicts that were
/// seen and p50 of the halt, as a range where several cases share the field.
#[must_use]
pub fn matrix(run: &Run, width: usize) -> String {
    let mut heads = vec![""];
    heads.extend(Mechanism::ALL.iter().map(|mechanism| mechanism.as_str()));
    let mut table = table(&heads, &[]);
    for column in table.column_iter_mut() {
        column.set_padding((0, if width < WIDE { 1 } else { 2 }));
    }
    let mut runtimes: Vec<&str> = run.cases.iter().map(|case| case.runtime.as_str()).collect();
    runtimes.dedup();
    for runtime in runtimes {
        table.add_row(vec![bold(runtime)]);
        for work in Work::ALL {
            let here = |mechanism: Mechanism| -> Vec<&CaseResult> {
                let all = run.cases.iter();
                all.filter(|case| {
                    case.runtime == runtime && case.work == *work && case.mechanism == mechanism
                })
                .collect()
            };
            let fields: Vec<String> =
                Mechanism::ALL.iter().map(|mechanism| field(&here(*mechanism), width)).collect();
            if fields.iter().any(|field| !field.is_empty()) {
                table.add_row(std::iter::once(format!("  {work}")).chain(fields));
            }
        }
    }
    format!(
        "{}\n{}\n{}\n",
        text(&table),
        legend(),
        "Times: from request to halt, p50, the least and the most of the field's cases."
    )
}

/// One line a verdict.
fn field(cases: &[&CaseResult], width: usize) -> String {
    let verdicts = Verdict::ALL.iter().copied().map(Some).chain([None]);
    let lines = verdicts.filter_map(|verdict| {
        let alike: Vec<&&CaseResult> = cases.iter().filter(|case| case.verdict == verdict).collect();
        let times = || alike.iter().filter_map(|case| Some(case.halt_ns?.p50));
        let word = word(verdict);
        let said = match (times().min(), times().max()) {
            _ if alike.is_empty() => return None,
            (Some(low), Some(high)) if width < WIDE => duration_range(low, high),
            (Some(low), Some(high)) => format!("{word} {}", duration_range(low, high)),
            _ => word.to_owned(),
        };
        let surprise = if alike.iter().all(|case| case.is_as_expected()) { "" } else { " !" };
        Some(colour(verdict).apply_to(format!("{} {said}{surprise}", sign(verdict))).to_string())
    });
    lines.collect::<Vec<_>>().join("\n")
}
