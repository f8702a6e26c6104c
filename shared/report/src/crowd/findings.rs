//! What a sweep of crowds has found, as a table.

use std::fmt::Write;

use measure::{
    CaseResult, CrowdResult, Factor, Sweep,
    units::{count, duration, memory},
};
use stage::CrowdState;

use super::growth::{Growth, Point, growths};
use crate::{figure, horizon, links::Links};

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
#[must_use]
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
fn parts(crowd: CrowdResult) -> String {
    match crowd.begun {
        begun if begun < crowd.parts => format!("{}, {} begun", count(crowd.parts), count(begun)),
        _ => count(crowd.parts),
    }
}

/// The time to the last halt, or the verdict if some part still stands.
#[must_use]
pub fn last_halt(point: &Point) -> String {
    match point.halt_ns() {
        Some(_) => figure::halt(point.run, point.case),
        None => horizon::verdict(point.run, point.case),
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
#[must_use]
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
#[must_use]
pub fn how_to_read(sweep: &Sweep) -> String {
    let workers = sweep.points.first().map(|point| point.run.workers);
    let workers = workers
        .map(|workers| if workers == 1 { "1 worker".to_owned() } else { format!("{workers} workers") });
    format!(
        "For the largest crowd of each case. Last halt: from the request until the last part had ended, p50. A part: \
         that divided by the number of parts. Slope: how the last halt grows with the parts, from 100 on; 1 is in \
         proportion. Caller held: until the calls that ask had returned. Memory a part: from the peak of the process, \
         as the difference to a crowd of a hundred.{}",
        workers.map(|workers| format!(" Each runtime has {workers}.")).unwrap_or_default()
    )
}

/// The findings of the first sweep of crowds in Markdown: a table for each state, how to read it, and why some cases
/// end before others. Empty without such a sweep.
#[must_use]
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
