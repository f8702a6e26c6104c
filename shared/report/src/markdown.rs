//! Runs and sweeps as Markdown: the matrix, the findings, every case, the machine.

use std::fmt::Write;

use measure::{Run, Sweep};

use crate::{
    compare::Comparison,
    crowd,
    desk::find,
    draw::Picture,
    facts::{self, conditions, environment, processor, slow_build, unusable, unusable_sweep, versions},
    findings::{findings, floors},
    grid,
    links::Links,
    precision::resolution,
    verdict::{self, ending_with_sign},
};

/// The matrix: the grids of all runtimes, one below the other.
pub fn block(run: &Run, links: &Links) -> String {
    let not_played = paragraph(verdict::not_played(run));
    let runtimes = grid::runtimes(run);
    let rows = || runtimes.iter().map(|runtime| (runtime, grid::rows(run, runtime)));
    let mut text = grid::head("| runtime | work |");
    for (runtime, rows) in rows() {
        for row in &rows {
            let fields: Vec<String> = row.fields.iter().map(|it| grid::field(run, it, links)).collect();
            let _ = writeln!(text, "| {runtime} | {} | {} |", row.work, fields.join(" | "));
        }
    }
    let rows: Vec<grid::Row> = rows().flat_map(|(_, rows)| rows).collect();
    let fields: Vec<&grid::Field> = rows.iter().flat_map(|row| &row.fields).collect();
    format!("{text}\n{}\n\n{not_played}{}\n", grid::legend(&fields), measured_on(run))
}

/// A sentence as a paragraph of its own; nothing if there is none.
pub fn paragraph(said: Option<String>) -> String {
    said.map(|said| said + "\n\n").unwrap_or_default()
}

/// The run that is shown, with the pictures that stand beside it.
pub fn page(run: &Run, file: &str, pictures: &[Picture], links: &Links) -> String {
    let unusable = paragraph(unusable(run));
    let mut text = format!("## The run {file}\n\n{unusable}{}\n## What it shows\n\n", block(run, links));
    let findings = findings(run);
    if findings.is_empty() {
        text.push_str("Nothing was played that could show anything.\n");
    }
    for finding in &findings {
        let _ = writeln!(text, "- {finding}");
    }
    if !pictures.is_empty() {
        let _ = writeln!(text, "\n## Pictures\n\n{}", shown(pictures).trim_end());
    }
    let _ = writeln!(text, "\n## How it was measured\n\n{}", how_measured(run));
    text
}

/// A run beside the one that is shown: how it was measured, and which verdicts differ.
pub fn further(run: &Run, file: &str, first: &Run) -> String {
    let unusable = paragraph(unusable(run));
    let comparison = Comparison::new(first, run);
    let changed: Vec<String> = comparison.verdicts.iter().map(|change| format!("`{}`", change.id)).collect();
    let changed = match changed.as_slice() {
        [] => "No verdict differs from the first run's.".to_owned(),
        some => format!("Verdicts that differ from the first run's: {}.", some.join(", ")),
    };
    let differences: String = comparison.differences.iter().map(|said| format!("- {said}\n")).collect();
    let count = verdict::played(run).count();
    format!(
        "## The run {file}\n\n{unusable}{count} cases. {changed}\n\n{differences}\n{}\n\n",
        measured_on(run)
    )
}

/// The page of one sweep.
pub fn sweep_page(sweep: &Sweep, file: &str, pictures: &[Picture], links: &Links) -> String {
    let call = sweep.points.first().map(|point| facts::call(&point.run, &format!("sweep {}", sweep.sweep)));
    let made =
        format!("Made with `{}`.", call.unwrap_or_else(|| format!("still-standing sweep {}", sweep.sweep)));
    let unusable = paragraph(unusable_sweep(sweep));
    let shown = match pictures {
        [] => "It shows no difference that could not be one by chance.\n\n".to_owned(),
        some => shown(some),
    };
    let mut text = format!("## The sweep {file}\n\n{unusable}{made}\n\n{shown}");
    let findings = crowd::markdown(&[sweep], links);
    if !findings.is_empty() {
        text.extend([&findings, "\n"]);
    }
    text
}

/// The pictures. Of the grids the first is shown, and the others are named.
fn shown(pictures: &[Picture]) -> String {
    let (grids, others): (Vec<&Picture>, Vec<&Picture>) = pictures.iter().partition(|it| it.is_grid());
    let image = |it: &Picture| format!("![{}]({})\n\n", it.title(), it.file);
    let name = |it: &&Picture| {
        let name = it.file.rsplit('/').next().unwrap_or_default();
        let name = name.trim_start_matches("grid-").trim_end_matches(".svg");
        format!("[{name}]({})", it.file)
    };
    let (first, more) = (grids.iter().take(1), grids.iter().skip(1).map(name).collect::<Vec<_>>());
    let more = if more.is_empty() { String::new() } else { format!("The same of {}.\n\n", more.join(", ")) };
    let first: String = first.copied().map(image).collect();
    first + &more + &others.into_iter().map(image).collect::<String>()
}

/// What the figures were measured on, and what they cannot tell.
pub fn measured_on(run: &Run) -> String {
    let machine = &run.machine;
    format!(
        "{}Bare code needs for the same hand-over on this machine (the floors): {}. {} {}, {} cores, {} {}; {}; grade {}. Measured with `{}`{}.",
        slow_build(run).map_or_else(String::new, |said| format!("**{said}.** ")),
        floors(run),
        resolution(run),
        processor(run),
        machine.cores,
        machine.os,
        machine.kernel.as_deref().unwrap_or_default(),
        conditions(run),
        run.judgement.grade.as_str(),
        run.command.as_deref().unwrap_or("cargo run --release"),
        if run.partial { ", and interrupted" } else { "" },
    )
}

/// The cases of one runtime: where each is, what became of its work and, where one falls short, what does it right.
pub fn cases_of(run: &Run, runtime: &str, links: &Links) -> String {
    let mut text = String::from(
        "| case | lines | what it shows | what became of the work |\n| --- | --- | --- | --- |\n",
    );
    let link = |id: &str| {
        let name = format!("`{id}`");
        find(run, id).map_or_else(|| name.clone(), |case| links.case(&name, case))
    };
    for case in run.cases.iter().filter(|case| case.runtime == runtime) {
        let file = case.path.rsplit('/').next().unwrap_or_default();
        let instead = verdict::instead(case, link);
        let _ = writeln!(
            text,
            "| {} | {} | {} | {}{} |",
            links.case(&format!("`{}`", case.id), case),
            links.source(file, case),
            case.summary.trim_end_matches('.'),
            ending_with_sign(run, case),
            if instead.is_empty() { instead } else { format!("<br>instead: {instead}") },
        );
    }
    text
}

fn how_measured(run: &Run) -> String {
    let passed = run.self_checks.iter().filter(|answer| answer.passed).count();
    let mut lines = vec![
        format!("Versions: {}.", versions(run)),
        format!("{} rounds, seed {}.", run.rounds_played, run.settings.seed),
        format!("Profile {}; environment: {}.", run.profile, environment(run)),
        resolution(run),
        format!("{passed} of {} self-checks passed.", run.self_checks.len()),
    ];
    lines.extend(run.commit.iter().map(|commit| format!("Commit {commit}.")));
    lines.extend(run.judgement.reasons.iter().map(|reason| format!("Against the figures: {reason}.")));
    lines.extend(run.judgement.notes.iter().map(|note| format!("Note: {note}.")));
    lines.iter().map(|line| format!("- {line}\n")).collect()
}
