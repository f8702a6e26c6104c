//! The sweeps over workers as one table, and what may be read from it.

use std::fmt::Write;

use measure::{Factor, Floor, Sweep, SweepPoint, units::duration};
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
    text + "\n" + &more_workers(&sweeps) + "\n" + &tokio_beside_smol(&sweeps)
}

/// Which ratios with more workers have an interval apart from that with one.
fn more_workers(sweeps: &[&Sweep]) -> String {
    let mut found = Vec::new();
    for sweep in sweeps {
        let Some((one, others)) = sweep.points.split_first() else { continue };
        let beat = duration(one.run.settings.beat_ns);
        for point in others {
            for case in &point.run.cases {
                if let Some(shows) = apart(case.over_floor_interval(), interval(one, &case.id)) {
                    found.push(format!("`{}` with {} workers at {beat} ({shows})", case.id, point.value));
                }
            }
        }
    }
    let found = if found.is_empty() { "none".to_owned() } else { found.join(", ") };
    format!("Ratios that differ from the one with 1 worker, because the intervals do not overlap: {found}.\n")
}

/// At which beats the `abort` of tokio and the `cancel` of smol, with one worker each, have intervals apart.
fn tokio_beside_smol(sweeps: &[&Sweep]) -> String {
    let of = |sweep: &&Sweep| {
        let one = sweep.points.first()?;
        let [tokio, smol] = ["tokio/abort/awaiting", "smol/abort/awaiting"].map(|id| interval(one, id));
        let shows = apart(Some(tokio?), Some(smol?)).unwrap_or("no difference");
        Some(format!("{shows} at {}", duration(one.run.settings.beat_ns)))
    };
    let found: Vec<String> = sweeps.iter().filter_map(of).collect();
    if found.is_empty() {
        return String::new();
    }
    format!(
        "The ratio of tokio's `abort` beside that of smol's `cancel`, 1 worker each: {}.\n",
        found.join(", ")
    )
}

fn interval(point: &SweepPoint, id: &str) -> Option<(f64, f64)> {
    point.run.cases.iter().find(|case| case.id == id)?.over_floor_interval()
}

/// How the first of two intervals lies, if they do not overlap.
fn apart(a: Option<(f64, f64)>, b: Option<(f64, f64)>) -> Option<&'static str> {
    match (a?, b?) {
        ((low, _), (_, high)) if low > high => Some("higher"),
        ((_, high), (low, _)) if high < low => Some("lower"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{apart, markdown};
    use crate::desk::recorded_sweep;

    #[test]
    fn each_point_is_a_row_with_its_floor_and_a_field_for_each_case() {
        let sweep = recorded_sweep("snapshots/sweep-workers.json");
        let look = recorded_sweep("snapshots/sweep-look.json");
        let table = markdown(&[&look, &sweep]);
        let (table, read) = table.split_once("\n\n").expect("a table, and what is read from it");
        assert_eq!(table.lines().count(), 2 + sweep.points.len(), "{table}");
        assert!(read.starts_with("Ratios that differ from the one with 1 worker"), "{read}");
        let columns = 3 + sweep.points[0].run.cases.len();
        for line in table.lines() {
            assert_eq!(line.matches('|').count(), columns + 1, "{line}");
        }
        assert!(table.contains(" × ("), "{table}");
        assert_eq!(markdown(&[&look]), "");
    }

    #[test]
    fn what_differs_is_said_and_what_overlaps_is_not() {
        for (a, b, shows) in [
            ((2.1, 2.6), (1.5, 2.0), Some("higher")),
            ((1.5, 2.0), (2.1, 2.6), Some("lower")),
            ((1.5, 2.1), (2.1, 2.6), None),
            ((1.5, 2.7), (2.1, 2.6), None),
        ] {
            assert_eq!(apart(Some(a), Some(b)), shows, "{a:?} beside {b:?}");
        }
        let mut sweep = recorded_sweep("snapshots/sweep-workers.json");
        for (at, point) in sweep.points.iter_mut().enumerate() {
            for case in &mut point.run.cases {
                let low = if at == 2 { 3.0 } else { 1.0 };
                (case.over_floor_low, case.over_floor_high) = (Some(low), Some(low + 0.5));
            }
        }
        let id = sweep.points[2].run.cases[0].id.clone();
        let shown = markdown(&[&sweep]);
        assert!(shown.contains(&format!("`{id}` with {} workers at ", sweep.points[2].value)), "{shown}");
        assert!(!shown.contains(&format!("`{id}` with {} workers at ", sweep.points[1].value)), "{shown}");
    }
}
