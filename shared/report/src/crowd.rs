//! A sweep of crowds: how each case grows with the number of its parts, and what was found.

use std::fmt::Write;

use measure::{
    CaseResult, CrowdSample, Factor, LeftOut, Run, Sweep,
    units::{count, duration, memory},
};
use stage::CrowdState;

use crate::{figure, links::Links, verdict};

/// A slope is that of the points from this many parts on: below, what one wake-up takes is most of the time.
const SLOPE_FROM: u64 = 100;

/// One case in one state of the crowd, from size to size.
#[derive(Debug)]
pub struct Growth<'a> {
    /// The case's id.
    pub id: &'a str,
    /// Its points, from the smallest crowd to the largest that it was played with.
    pub points: Vec<Point<'a>>,
    /// Why it has no larger crowd; `None` if it has every one.
    pub left_out: Option<&'a LeftOut>,
}

/// A case with a crowd of one size.
#[derive(Debug, Clone, Copy)]
pub struct Point<'a> {
    /// The run that it was played in.
    pub run: &'a Run,
    /// What was seen of the case.
    pub case: &'a CaseResult,
    /// What was seen of its parts.
    pub crowd: CrowdSample,
}

impl Point<'_> {
    /// From the request to the last halt, in ns; `None` if some part still stood.
    pub fn halt_ns(&self) -> Option<u64> {
        self.case.halt_ns.map(|halt| halt.p50)
    }

    /// The same divided by the number of parts, in ns.
    pub fn a_part_ns(&self) -> Option<f64> {
        Some(self.halt_ns()? as f64 / self.crowd.parts.max(1) as f64)
    }
}

impl<'a> Growth<'a> {
    /// The point of its largest crowd.
    pub fn largest(&self) -> Option<&Point<'a>> {
        self.points.last()
    }

    /// How the time to the last halt grows: the exponent s of n^s, by least squares of the logarithms. 1 is in
    /// proportion to the number of parts. `None` if fewer than two crowds of a hundred parts and more halted.
    pub fn slope(&self) -> Option<f64> {
        let large = self.points.iter().filter(|point| point.crowd.parts >= SLOPE_FROM);
        slope(large.filter_map(|point| Some((point.crowd.parts as f64, point.halt_ns()? as f64))))
    }
}

/// The slope of a line through these points, both axes logarithmic.
fn slope(points: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let points: Vec<(f64, f64)> = points.map(|(x, y)| (x.max(1.0).ln(), y.max(1.0).ln())).collect();
    let count = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (mean_x, mean_y) = (mean(|point| point.0), mean(|point| point.1));
    let squares: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    let products: f64 = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    (points.len() >= 2 && squares > 0.0).then(|| products / squares)
}

/// The state of each point's crowd; `None` for a point of another sweep.
fn state(run: &Run) -> Option<CrowdState> {
    run.settings.crowd.map(|crowd| crowd.state)
}

/// Each case of the sweep in this state, in the order in which they came.
pub fn growths(sweep: &Sweep, wanted: CrowdState) -> Vec<Growth<'_>> {
    let points = || sweep.points.iter().filter(|point| state(&point.run) == Some(wanted));
    let mut growths: Vec<Growth<'_>> = Vec::new();
    for point in points() {
        for case in &point.run.cases {
            let Some(crowd) = case.crowd else { continue };
            let here = Point { run: &point.run, case, crowd };
            match growths.iter_mut().find(|growth| growth.id == case.id) {
                Some(growth) => growth.points.push(here),
                None => growths.push(Growth { id: &case.id, points: vec![here], left_out: None }),
            }
        }
    }
    for growth in &mut growths {
        let mut left_out = points().flat_map(|point| &point.left_out);
        growth.left_out = left_out.find(|left_out| left_out.id == growth.id);
    }
    growths
}

/// The sizes of the crowds of a sweep, from the smallest to the largest.
pub fn sizes(sweep: &Sweep) -> Vec<u64> {
    let sizes = sweep.points.iter().filter_map(|point| Some(u64::from(point.run.settings.crowd?.parts)));
    let sizes: std::collections::BTreeSet<u64> = sizes.collect();
    sizes.into_iter().collect()
}

/// The heads of the table of findings.
pub const HEADS: [&str; 9] = [
    "case",
    "parts",
    "last halt",
    "a part",
    "slope",
    "first halt",
    "caller held",
    "memory a part",
    "records lost",
];

/// A row for each case in this state, with its largest crowd: the case's result, and the fields after its id.
pub fn findings(sweep: &Sweep, state: CrowdState) -> Vec<(&CaseResult, [String; 8])> {
    growths(sweep, state).iter().filter_map(|growth| Some((growth.largest()?.case, row(growth)?))).collect()
}

fn row(growth: &Growth) -> Option<[String; 8]> {
    let point = growth.largest()?;
    let crowd = point.crowd;
    let time = |ns: Option<u64>| ns.map(duration).unwrap_or_default();
    Some([
        parts(crowd),
        last_halt(point),
        point.a_part_ns().map(a_part).unwrap_or_default(),
        growth.slope().map(|slope| format!("{slope:.2}")).unwrap_or_default(),
        time(crowd.first_ns),
        time(crowd.requested_ns),
        crowd.uses.and_then(|uses| uses.bytes).map(memory).unwrap_or_default(),
        point.case.records_lost.map(|lost| share(lost, point.case.records_given)).unwrap_or_default(),
    ])
}

/// How many parts there were, and how many had begun if some still waited in a queue.
fn parts(crowd: CrowdSample) -> String {
    match crowd.begun {
        begun if begun < crowd.parts => format!("{}, {} begun", count(crowd.parts), count(begun)),
        _ => count(crowd.parts),
    }
}

/// The time to the last halt, or the verdict if some part still stands.
pub fn last_halt(point: &Point) -> String {
    match point.halt_ns() {
        Some(_) => figure::halt(point.run, point.case),
        None => verdict::with_its_horizon(point.run, point.case),
    }
}

/// A time that may be less than one ns.
fn a_part(ns: f64) -> String {
    if ns < 9.95 { format!("{ns:.1} ns") } else { duration(ns.round() as u64) }
}

fn share(lost: u64, given: Option<u64>) -> String {
    match given {
        _ if lost == 0 => "none".to_owned(),
        Some(given) if lost == given => "all".to_owned(),
        _ => count(lost),
    }
}

/// Why cases have no larger crowds, a sentence for each reason.
pub fn why_no_more(sweep: &Sweep) -> Vec<String> {
    let mut said: Vec<(String, Vec<String>)> = Vec::new();
    for state in CrowdState::ALL {
        for growth in growths(sweep, *state) {
            let Some(left_out) = growth.left_out else { continue };
            let who = format!("{} ({state})", growth.id);
            match said.iter_mut().find(|(reason, _)| *reason == left_out.reason) {
                Some((_, cases)) => cases.push(who),
                None => said.push((left_out.reason.clone(), vec![who])),
            }
        }
    }
    said.into_iter().map(|(reason, cases)| format!("{}: {reason}.", cases.join(", "))).collect()
}

/// How to read the table.
pub fn how_to_read(sweep: &Sweep) -> String {
    let workers = sweep.points.first().map(|point| point.run.workers);
    let workers = workers
        .map(|workers| if workers == 1 { "1 worker".to_owned() } else { format!("{workers} workers") });
    format!(
        "Each line is the largest crowd of its case, and its times are medians. \"Last halt\" is the time from the \
         request until the last part had ended, and \"a part\" is that time divided by the number of parts. With a \
         \"slope\" of 1 the last halt grows in proportion to the parts, from 100 of them on. \"Caller held\" is the time \
         until the calls that ask had returned. \"Memory a part\" is what one more part adds to the peak of the \
         process.{}",
        workers.map(|workers| format!(" Each runtime has {workers}.")).unwrap_or_default()
    )
}

/// The findings of the first sweep of crowds in Markdown: a table for each state, how to read it, and why some cases
/// end before others. Empty without such a sweep.
pub fn markdown(sweeps: &[&Sweep], links: &Links) -> String {
    let Some(sweep) = sweeps.iter().find(|sweep| sweep.sweep == Factor::Crowd) else { return String::new() };
    let mut text = how_to_read(sweep) + "\n";
    for state in CrowdState::ALL {
        let said = match state {
            CrowdState::Asleep => "Every part sleeps on a timer:",
            CrowdState::Loaded => "One part in ten is always ready to run:",
        };
        let _ = write!(
            text,
            "\n{said}\n\n| {} |\n| --- |{}\n",
            HEADS.join(" | "),
            " ---: |".repeat(HEADS.len() - 1)
        );
        for (case, fields) in findings(sweep, *state) {
            let name = links.source(&format!("`{}`", case.id), case);
            let _ = writeln!(text, "| {name} | {} |", fields.join(" | "));
        }
    }
    let reasons = why_no_more(sweep);
    if !reasons.is_empty() {
        text.push_str("\nWhy some have no larger crowd:\n\n");
        reasons.iter().for_each(|reason| text.extend(["- ", reason, "\n"]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slope_is_the_exponent_of_growth() {
        let sizes = [100.0, 1_000.0, 10_000.0];
        let near = |expected: f64, of: fn(f64) -> f64| {
            let seen = slope(sizes.iter().map(|n| (*n, of(*n)))).unwrap();
            assert!((seen - expected).abs() < 1e-9, "{seen} instead of {expected}");
        };
        near(1.0, |n| 7.0 * n);
        near(2.0, |n| n * n);
        near(0.0, |_| 5.0);
        near(0.5, |n| 1e6 * n.sqrt());
        assert_eq!(slope([(100.0, 5.0)].into_iter()), None);
        assert_eq!(slope([(100.0, 5.0), (100.0, 6.0)].into_iter()), None);
        assert_eq!(slope(std::iter::empty()), None);
    }

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        for (number, expected) in
            [(72, "72 B"), (1_024, "1.0 KiB"), (8_657, "8.5 KiB"), (20_480, "20 KiB"), (3 << 20, "3.0 MiB")]
        {
            assert_eq!(memory(number), expected);
        }
        assert_eq!(
            (a_part(5.16), a_part(436.7), a_part(27_312.0)),
            ("5.2 ns".into(), "437 ns".into(), "27 µs".into())
        );
        assert_eq!(share(0, Some(10)), "none");
        assert_eq!(share(10, Some(10)), "all");
        assert_eq!(share(1_234, Some(2_000)), "1,234");
    }
}
