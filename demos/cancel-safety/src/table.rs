//! The table of the README: contradictions first, then what is not spoken of and loses, then the rest.

use drops::Report;

use crate::row::{Row, Says, Seen};

/// A row with what was seen of it.
pub(crate) struct Played {
    /// The row.
    pub(crate) row: Row,
    /// What its drops have shown.
    pub(crate) report: Report,
}

/// The whole table.
pub(crate) fn text(mut all: Vec<Played>) -> String {
    all.sort_by_key(|played| (rank(&played.row), played.row.package(), played.row.method));
    let mut text = "| method | version | its documentation says | seen | awaits | which lose |\n".to_owned();
    text += "| --- | --- | --- | --- | ---: | --- |\n";
    for played in &all {
        text += &line(played);
    }
    text
}

/// The cases of the workspace, and the awaits at which each loses something.
pub(crate) fn cases() -> String {
    let mut text = "| case | awaits | drops | it loses at |\n| --- | ---: | ---: | --- |\n".to_owned();
    for case in crate::cases::cases() {
        let report = case.play();
        let losing: Vec<String> =
            report.losing().iter().map(|stand| format!("`{}`", stand.source())).collect();
        let losing = if losing.is_empty() { "none".to_owned() } else { losing.join(", ") };
        let (awaits, drops) = (report.awaits().len(), report.drops().len());
        text += &format!("| [`{}`](../{}) | {awaits} | {drops} | {losing} |\n", case.name, case.file);
    }
    text
}

/// How much upstream would want to know of it.
fn rank(row: &Row) -> usize {
    match (row.says, row.seen) {
        _ if row.is_contradicted() => 0,
        (Says::Silent, Seen::Loses) => 1,
        (Says::NotSafe | Says::NotSent | Says::LosesPlace | Says::Depends, Seen::Loses) => 2,
        (Says::Silent, Seen::Keeps) => 3,
        _ => 4,
    }
}

fn line(played: &Played) -> String {
    let Played { row, report } = played;
    let mark = if row.is_contradicted() { "**no:** " } else { "" };
    let says = match row.says {
        Says::Safe => "safe: ",
        Says::NotSafe => "not safe: ",
        Says::NotSent | Says::LosesPlace => "",
        Says::Depends => "it depends: ",
        Says::Silent => "nothing; ",
    };
    format!(
        "| {} | {} | {says}{} | {mark}{} | {} | {} |\n",
        row.method,
        version(&row.package()),
        row.words,
        found(report),
        if row.is_varying { "1 or more".to_owned() } else { report.drops().len().to_string() },
        which(report)
    )
}

/// The version in the workspace's Cargo.lock: the highest, where it has two.
fn version(package: &str) -> String {
    // `futures` is a name for what is in `futures-util`.
    let package = if package == "futures" { "futures-util" } else { package };
    let lock = include_str!("../../../Cargo.lock");
    let marker = format!("name = \"{package}\"\nversion = \"");
    let versions = lock.split(&marker).skip(1).filter_map(|behind| behind.split('"').next());
    versions.max_by_key(|version| numbers(version)).unwrap_or("?").to_owned()
}

fn numbers(version: &str) -> Vec<u64> {
    version.split('.').filter_map(|number| number.parse().ok()).collect()
}

/// What its worst drop has found.
fn found(report: &Report) -> String {
    let worst = report.drops().into_iter().rev().max_by_key(|drop| weight(drop));
    let findings = worst.map(|drop| drop.findings.as_slice()).unwrap_or_default();
    let words = findings.iter().map(|finding| match finding {
        drops::Finding::Lost { unit, lost, given, .. } if (*lost, *given) == (1, 1) => {
            format!("the {unit} is lost")
        }
        drops::Finding::Lost { unit, lost, given, .. } => format!("{lost} of {given} {unit}s lost"),
        drops::Finding::Again { unit, which } if which.len() == 1 => format!("1 {unit} too many"),
        drops::Finding::Again { unit, which } => format!("{} {unit}s too many", which.len()),
        drops::Finding::Broken(what) => format!("broken: {what}"),
        drops::Finding::NotToBeRepeated { .. } => "a second call ends in another way".to_owned(),
        other => format!("{}: {other}", other.kind()),
    });
    let words: Vec<String> = words.collect();
    if words.is_empty() { "nothing is lost".to_owned() } else { words.join("; ") }
}

fn weight(drop: &drops::Dropped) -> usize {
    let lost = drop.findings.iter().map(|finding| match finding {
        drops::Finding::Lost { lost, .. } => *lost,
        drops::Finding::Again { which, .. } => which.len(),
        _ => 1,
    });
    lost.sum()
}

/// `2 to 4`, `1, 3`, `all`, `none`; of a row that varies, `all` or `none`.
fn which(report: &Report) -> String {
    let drops = report.drops();
    let losing: Vec<usize> =
        drops.iter().filter(|drop| !drop.findings.is_empty()).map(|drop| drop.number).collect();
    match (losing.first(), losing.last()) {
        (Some(_), Some(_)) if losing.len() == drops.len() => "all".to_owned(),
        (Some(first), Some(last)) if last - first >= 2 && losing.len() == last - first + 1 => {
            format!("{first} to {last}")
        }
        (Some(_), Some(_)) => losing.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        _ => "none".to_owned(),
    }
}
