//! The last lines of a run: what was not as expected, the floors, the machine.

use measure::Run;
use stage::Verdict;

use measure::units::duration;
use report::findings::{beat_costs, floors};

use crate::style::{bold, colour, dim};

/// The last lines of a run.
#[must_use]
pub fn closing(run: &Run) -> String {
    let mut lines = Vec::new();
    lines.push(format!("Floors: {}.", floors(run)));
    // Before runs held their costs, the known answers said them.
    let in_rust =
        run.costs.map_or("as the known answers say".to_owned(), |costs| format!("{} ns", costs.beat_ns));
    lines.extend(beat_costs(run).map(|costs| format!("A beat costs: {costs}; in Rust {in_rust}.")));
    let machine = &run.machine;
    lines.push(format!(
        "Machine: {}, {} cores, {} {}; placement {}; a beat every {}; seed {}.",
        machine.cpu.as_deref().unwrap_or("processor unknown"),
        machine.cores,
        machine.os,
        machine.kernel.as_deref().unwrap_or_default(),
        run.place_in_force,
        duration(run.settings.beat_ns),
        run.settings.seed,
    ));
    let judgement = &run.judgement;
    let because = if judgement.reasons.is_empty() {
        String::new()
    } else {
        format!(": {}", judgement.reasons.join("; "))
    };
    lines.push(format!("Grade: {}{because}.", bold(judgement.grade.as_str())));
    lines.extend(judgement.notes.iter().map(|note| dim(&format!("  {note}"))));
    let passed = run.known_answers.iter().filter(|answer| answer.passed).count();
    lines.push(format!(
        "{passed} of {} known answers were read right; `check` plays them all.",
        run.known_answers.len()
    ));
    let wrong = run.unexpected().count();
    let good = run.cases.len() - wrong;
    lines.push(format!("{good} of {} cases behaved as their demos say.", run.cases.len()));
    for case in run.unexpected() {
        let seen: Vec<String> =
            case.verdicts.iter().map(|(word, count)| format!("{word} {count} times")).collect();
        let seen = if seen.is_empty() { "no verdict".to_owned() } else { seen.join(", ") };
        let line = format!("! {}: expected {}, saw {seen}", case.id, case.expected);
        let errors: Vec<String> = case.errors.iter().map(|error| format!("; {error}")).collect();
        lines.push(colour(None::<Verdict>).apply_to(line + &errors.concat()).to_string());
    }
    lines.join("\n") + "\n"
}
