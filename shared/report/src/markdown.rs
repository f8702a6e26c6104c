//! Runs and sweeps as Markdown: the matrix, the findings, every case, the machine.

use std::fmt::Write;

use measure::{Run, Sweep};
use stage::Mechanism;

use crate::{
    crowd,
    draw::Picture,
    facts::{self, conditions, environment, processor, slow_build, unusable, unusable_sweep, versions},
    figure,
    findings::{findings, floors},
    links::Links,
    matrix::{Group, Row, rows, verdicts},
    pairs,
    precision::{Precision, resolution},
    verdict::{self, ending_with_sign, lost, played, symbol},
};

/// The matrix with what it was measured on.
pub fn block(run: &Run) -> String {
    let rows = rows(run);
    let not_played = paragraph(verdict::not_played(run));
    format!("{}\n{}\n\n{not_played}{}\n", matrix(run, &rows), legend(run, &rows), measured_on(run))
}

/// A sentence as a paragraph of its own; nothing if there is none.
pub fn paragraph(said: Option<String>) -> String {
    said.map(|said| said + "\n\n").unwrap_or_default()
}

/// The page of one run, with the pictures that stand beside it.
pub fn page(run: &Run, file: &str, pictures: &[Picture], links: &Links) -> String {
    let unusable = paragraph(unusable(run));
    let mut text = format!("## {file}\n\n{unusable}{}\n### Findings\n\n", block(run));
    for finding in findings(run) {
        let _ = writeln!(text, "- {finding}");
    }
    let pairs = pairs::markdown(run);
    if !pairs.is_empty() {
        let _ = writeln!(text, "\n### Originals and their answers in Rust\n\n{pairs}");
    }
    let _ = writeln!(text, "\n### Pictures\n\n{}", shown(pictures));
    let _ = writeln!(
        text,
        "### Every case\n\n{}\n### How it was measured\n\n{}",
        cases(run, links),
        how_measured(run)
    );
    text
}

/// The page of one sweep.
pub fn sweep_page(sweep: &Sweep, file: &str, pictures: &[Picture], links: &Links) -> String {
    let call = sweep.points.first().map(|point| facts::call(&point.run, &format!("sweep {}", sweep.sweep)));
    let made =
        format!("Made with `{}`.", call.unwrap_or_else(|| format!("still-standing sweep {}", sweep.sweep)));
    let unusable = paragraph(unusable_sweep(sweep));
    let mut text = format!("## {file}\n\n{unusable}{made}\n\n{}", shown(pictures));
    let findings = crowd::markdown(&[sweep], links);
    if !findings.is_empty() {
        text.extend([&findings, "\n"]);
    }
    text
}

fn shown(pictures: &[Picture]) -> String {
    pictures.iter().map(|picture| format!("![{}]({})\n\n", picture.title(), picture.file)).collect()
}

fn matrix(run: &Run, rows: &[Row]) -> String {
    let mut text = String::from("| runtime | work |");
    Mechanism::ALL.iter().for_each(|mechanism| text.extend([" ", mechanism.as_str(), " |"]));
    text.push_str("\n| --- | --- | --- | --- | --- | --- |\n");
    let precision = Precision::of(run);
    for row in rows {
        let fields: Vec<String> = row
            .fields
            .iter()
            .map(|groups| groups.iter().map(|it| group(it, precision)).collect::<Vec<_>>().join("<br>"))
            .collect();
        let _ = writeln!(text, "| {} | {} | {} |", row.runtime, row.work, fields.join(" | "));
    }
    text
}

fn group(group: &Group, precision: Precision) -> String {
    format!(
        "{} {}{}",
        symbol(group.verdict),
        group.said(precision),
        if group.as_expected { "" } else { " **!**" }
    )
}

fn legend(run: &Run, rows: &[Row]) -> String {
    let signs = verdicts(rows).map(verdict::in_legend);
    let in_doubt = played(run).any(|case| !case.doubts.is_empty());
    let lossy = run.cases.iter().any(verdict::is_lossy).then(|| verdict::LOSSY.to_owned());
    let signs: Vec<String> = signs.chain(lossy).collect();
    format!(
        "{}Times: from request to halt, p50.{}",
        if signs.is_empty() { String::new() } else { signs.join(" · ") + ". " },
        if in_doubt { " ?: a self-check about the case failed." } else { "" }
    )
}

/// What the figures were measured on, and what they cannot tell.
pub fn measured_on(run: &Run) -> String {
    let machine = &run.machine;
    format!(
        "{}Floors: {}. {} {}, {} cores, {} {}; {}; grade {}. Measured with `{}`{}.",
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

fn cases(run: &Run, links: &Links) -> String {
    let mut text = format!(
        "A case leads to its place on the page. `{} CASE` plays it.\n\n| case | verdict | halt p50 | 95 % of p50 | p99 | acknowledged | acknowledged early by | above its floor (95 %) | clean-up | records lost | workers | samples |\n\
         | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- | ---: | ---: |\n",
        facts::story(run),
    );
    for case in played(run) {
        let _ = writeln!(
            text,
            "| {}, {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            links.page(&format!("`{}`", case.id), case),
            links.source("source", case),
            verdict::with_its_sign(run, case),
            figure::halt(run, case),
            figure::interval(run, case.halt_ns),
            case.halt_ns.map(|halt| figure::quantile(run, &halt, halt.p99)).unwrap_or_default(),
            figure::p50(run, case.acknowledge_ns),
            figure::p50_between(run, case.acknowledged_early_by_ns),
            figure::distance_with_interval(run, case),
            figure::clean_up(case),
            lost(case),
            case.workers.map(|workers| workers.to_string()).unwrap_or_default(),
            case.samples,
        );
    }
    text.push('\n');
    text.extend(figure::no_intervals(run).map(|said| format!("- {said}\n")));
    for case in played(run) {
        text.extend(figure::remarks(case).iter().map(|remark| format!("- `{}`: {remark}.\n", case.id)));
    }
    text
}

/// The cases of one runtime: where each is, and what became of its work.
pub fn cases_of(run: &Run, runtime: &str, links: &Links) -> String {
    let mut text = String::from(
        "| case | lines | what it shows | what became of the work |\n| --- | --- | --- | --- |\n",
    );
    for case in run.cases.iter().filter(|case| case.runtime == runtime) {
        let file = case.path.rsplit('/').next().unwrap_or_default();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            links.page(&format!("`{}`", case.id), case),
            links.source(file, case),
            case.summary.trim_end_matches('.'),
            ending_with_sign(run, case),
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
