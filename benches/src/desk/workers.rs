//! The sweeps over workers as one table.

use std::fmt::Write;

use measure::{Factor, Floor, Sweep, units::duration};
use report::{figure, precision::Precision};

/// In Markdown: a row a beat and number of workers, a column a case. The columns are the
/// cases of the first of them.
pub(super) fn markdown(sweeps: &[&Sweep]) -> String {
    let mut sweeps: Vec<&Sweep> = sweeps
        .iter()
        .copied()
        .filter(|sweep| sweep.sweep == Factor::Workers && !sweep.points.is_empty())
        .collect();
    sweeps.sort_by_key(|sweep| sweep.points[0].run.settings.beat_ns);
    let Some(first) = sweeps.first() else { return String::new() };
    let ids: Vec<&str> = first.points[0].run.cases.iter().map(|case| case.id.as_str()).collect();
    let mut text = String::from("| beat | workers | floor `wake` |");
    ids.iter().for_each(|id| text.extend([" `", id, "` |"]));
    text.push_str("\n| --- | ---: | ---: |");
    ids.iter().for_each(|_| text.push_str(" ---: |"));
    text.push('\n');
    for point in sweeps.iter().flat_map(|sweep| &sweep.points) {
        let run = &point.run;
        let floor = run.floors.of(Floor::Wake).map(|floor| Precision::of(run).time(floor.p50));
        let _ = write!(
            text,
            "| {} | {} | {} |",
            duration(run.settings.beat_ns),
            point.value,
            floor.unwrap_or_default()
        );
        for id in &ids {
            let case = run.cases.iter().find(|case| case.id == *id);
            let field = case.map(|case| {
                let over = figure::over_floor_with_interval(run, case);
                [Some(figure::halt(run, case)), over].into_iter().flatten().collect::<Vec<_>>().join(", ")
            });
            let _ = write!(text, " {} |", field.unwrap_or_default());
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::markdown;
    use crate::desk::recorded_sweep;

    #[test]
    fn each_point_is_a_row_with_its_floor_and_a_field_for_each_case() {
        let sweep = recorded_sweep("snapshots/sweep-workers.json");
        let look = recorded_sweep("snapshots/sweep-look.json");
        let table = markdown(&[&look, &sweep]);
        assert_eq!(table.lines().count(), 2 + sweep.points.len(), "{table}");
        let columns = 3 + sweep.points[0].run.cases.len();
        for line in table.lines() {
            assert_eq!(line.matches('|').count(), columns + 1, "{line}");
        }
        assert!(table.contains(" × ("), "{table}");
        assert_eq!(markdown(&[&look]), "");
    }
}
