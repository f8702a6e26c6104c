//! The last lines of a run: its floors, its machine, and what was not as expected.

use std::collections::BTreeMap;

use crate::{
    facts::{conditions, environment, processor, slow_build},
    figure::remarks,
    findings::{beat_costs, floors},
    precision::resolution,
};
use measure::{CaseResult, Run};
use stage::Verdict;

use crate::terminal::style::{bold, colour, dim};

/// The last lines of a run.
#[must_use]
pub fn closing(run: &Run) -> String {
    let mut lines = Vec::new();
    lines.extend(
        slow_build(run).map(|said| colour(None::<Verdict>).apply_to(format!("! {said}.")).to_string()),
    );
    let floors = floors(run);
    lines.extend((!floors.is_empty()).then(|| format!("Floors: {floors}.")));
    lines.push(resolution(run));
    let in_rust = run.costs.map_or_else(String::new, |costs| {
        format!("; in Rust {} ns and {} ns", costs.beat_ns, costs.stamp_ns)
    });
    lines.extend(beat_costs(run).map(|costs| format!("A beat and a stamp cost: {costs}{in_rust}.")));
    let machine = &run.machine;
    lines.push(format!(
        "Machine: {}, {} cores, {} {}; {}; seed {}.",
        processor(run),
        machine.cores,
        machine.os,
        machine.kernel.as_deref().unwrap_or_default(),
        conditions(run),
        run.settings.seed,
    ));
    if !run.environment.is_empty() {
        lines.push(format!("Environment: {}.", environment(run)));
    }
    let judgement = &run.judgement;
    let because = if judgement.reasons.is_empty() {
        String::new()
    } else {
        format!(": {}", judgement.reasons.join("; "))
    };
    lines.push(format!("Grade: {}{because}.", bold(judgement.grade.as_str())));
    lines.extend(judgement.notes.iter().map(|note| dim(&format!("  {note}"))));
    let passed = run.self_checks.iter().filter(|answer| answer.passed).count();
    lines.push(format!("{passed} of {} self-checks passed; `check` plays them all.", run.self_checks.len()));
    lines.extend(what_is_missing(run));
    for case in &run.cases {
        lines.extend(remarks(case).iter().map(|remark| format!("? {}: {remark}.", case.id)));
    }
    let played = run.cases.len() - missing(run).count();
    let good = played - run.unexpected().count();
    lines.push(format!("{good} of {played} cases behaved as their demos say."));
    for case in run.unexpected() {
        let mut said = case.surprises();
        if case.verdicts.len() > 1 {
            let seen = case.verdicts.iter().map(|(word, count)| format!("{word} {count} times"));
            said.push(seen.collect::<Vec<_>>().join(", "));
        }
        said.extend(case.errors.iter().cloned());
        let line = format!("! {}: {}", case.id, said.join("; "));
        lines.push(colour(None::<Verdict>).apply_to(line).to_string());
    }
    lines.join("\n") + "\n"
}

/// The cases that could have been played if something were there. What a runtime never offers is none of them.
fn missing(run: &Run) -> impl Iterator<Item = &CaseResult> {
    let claimed = run.cases.iter().filter(|case| case.expected != Verdict::NotOffered);
    claimed.filter(|case| case.verdict == Some(Verdict::NotOffered))
}

/// What they lack, a line for each runtime and reason.
fn what_is_missing(run: &Run) -> impl Iterator<Item = String> {
    let mut lacking = BTreeMap::<(&str, &str), Vec<&str>>::new();
    for case in missing(run) {
        let reason = case.reason.as_deref().unwrap_or("it does not say why");
        lacking.entry((&case.runtime, reason)).or_default().push(&case.id);
    }
    lacking.into_iter().map(|((runtime, reason), ids)| match ids.as_slice() {
        [id] => format!("– {id} was not played ({reason})."),
        _ => format!("– {} cases of {runtime} were not played ({reason}).", ids.len()),
    })
}
