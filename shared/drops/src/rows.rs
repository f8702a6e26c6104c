//! The table of a report.

use std::fmt;

use crate::{
    finding::Finding,
    loss::{plural, range},
    report::{Dropped, Report},
    stand::Stand,
};

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", text(self, formatter.alternate()))
    }
}

/// The whole text: what the awaits lose together, a row for each, and how to play the worst.
fn text(report: &Report, with_chains: bool) -> String {
    let awaits = report.awaits();
    let losing = report.losing().len();
    let (drops, count) = (plural(report.drops().len(), "drop"), plural(awaits.len(), "await"));
    let mut lines = vec![format!("{}: {drops} at {count}; {}", report.name(), verdict(report, losing))];
    lines.extend(report.troubles().iter().map(|trouble| format!("  {trouble}")));
    lines.extend(outside("without a drop", report.undropped()));
    lines
        .extend(outside("dropped before its first poll", report.not_polled().map_or(&[], |it| &it.findings)));
    let rows: Vec<[String; 3]> = awaits.iter().map(|(stand, drops)| row(stand, drops)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (places, sources) = (width(0), width(1));
    let digits = awaits.iter().map(|(_, drops)| drops.len().to_string().len()).max().unwrap_or(0);
    for ([place, source, found], (stand, drops)) in rows.iter().zip(&awaits) {
        let drops = format!("{:>digits$} {}", drops.len(), if drops.len() == 1 { "drop" } else { "drops" });
        lines.push(format!("  {place:places$}  {source:sources$}   {drops}, {found}"));
        if with_chains || report.only.is_some() {
            lines.push(format!("    {stand}"));
        }
    }
    lines.extend(outside("polled once more than it was woken", report.polled_once_more()));
    lines.extend(ending(report));
    lines.join("\n")
}

fn verdict(report: &Report, losing: usize) -> String {
    let findings = || report.drops().into_iter().flat_map(|drop| &drop.findings);
    let is_lost = |finding: &Finding| finding.kind() == "lost";
    let is_broken = |finding: &Finding| finding.kind() == "broken";
    let (one, many) = match () {
        () if findings().any(is_lost) => ("loses something", "lose something"),
        () if findings().any(is_broken) => ("breaks something", "break something"),
        () => ("is not safe", "are not safe"),
    };
    match losing {
        0 if report.loses_nothing() => "nothing is lost".to_owned(),
        0 => "no await loses anything".to_owned(),
        1 => format!("1 await {one}"),
        _ => format!("{losing} awaits {many}"),
    }
}

/// A line for what was found apart from the awaits.
fn outside(when: &str, findings: &[Finding]) -> Option<String> {
    (!findings.is_empty()).then(|| format!("  {when}: {}", found(&[findings])))
}

fn row(stand: &Stand, drops: &[&Dropped]) -> [String; 3] {
    let findings: Vec<&[Finding]> = drops.iter().map(|drop| drop.findings.as_slice()).collect();
    [stand.lines(), stand.source(), found(&findings)]
}

/// What was found in one or more drops.
fn found(drops: &[&[Finding]]) -> String {
    let mut parts = Vec::new();
    let losses = losses(drops);
    if !losses.is_empty() {
        parts.push(format!("lost: {}", losses.join(" and ")));
    }
    let mut others: Vec<(String, usize)> = Vec::new();
    for finding in drops.iter().copied().flatten().filter(|finding| finding.kind() != "lost") {
        let text = format!("{}: {}", finding.kind(), said(finding));
        match others.iter_mut().find(|(other, _)| *other == text) {
            Some((_, times)) => *times += 1,
            None => others.push((text, 1)),
        }
    }
    let all = drops.len();
    let more = others.len().saturating_sub(3);
    parts.extend(
        others
            .into_iter()
            .take(3)
            .map(|(text, times)| if times >= all { text } else { format!("{text} (in {times} of {all})") }),
    );
    if more > 0 {
        parts.push(format!("and {more} more"));
    }
    if parts.is_empty() { "lost: nothing".to_owned() } else { parts.join("; ") }
}

/// For each kind of record how much of it is lost.
fn losses(drops: &[&[Finding]]) -> Vec<String> {
    let lost = |findings: &[Finding], of: &str| {
        let count = |finding: &Finding| match finding {
            Finding::Lost { unit, lost, given, .. } if unit == of => Some((*lost, *given)),
            _ => None,
        };
        findings.iter().find_map(count)
    };
    let mut units: Vec<&str> = Vec::new();
    for finding in drops.iter().copied().flatten() {
        if let Finding::Lost { unit, .. } = finding
            && !units.contains(&unit.as_str())
        {
            units.push(unit);
        }
    }
    let range_of = |unit: &&str| {
        let counts: Vec<Option<(usize, usize)>> = drops.iter().map(|drop| lost(drop, unit)).collect();
        // A drop that lost none has not said how many were given: as many as in the other worlds.
        let given = counts.iter().flatten().map(|(_, given)| *given).next().unwrap_or(0);
        range(&counts.into_iter().map(|count| count.unwrap_or((0, given))).collect::<Vec<_>>(), unit)
    };
    units.iter().map(range_of).collect()
}

/// In a row there is no room for all records.
fn said(finding: &Finding) -> String {
    match finding {
        Finding::Again { unit, which } => format!("{} too many", plural(which.len(), unit)),
        other => other.to_string(),
    }
}

/// How to play the worst drop again, or, if it was, all that it has found.
fn ending(report: &Report) -> Vec<String> {
    let Some(worst) = report.worst() else {
        return Vec::new();
    };
    if report.only.is_some() {
        let line = |finding: &Finding| format!("  {}: {finding}", finding.kind());
        return worst.findings.iter().map(line).collect();
    }
    let number = worst.number;
    vec![format!("  the worst is drop {number}: DROPS_ONLY={number} plays it alone")]
}
