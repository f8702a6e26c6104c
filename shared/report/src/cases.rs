//! Every case as a text of its own: its sentence, its verdict, its figures, how to play it, and where its source is.

use std::fmt::Write;

use measure::{CaseResult, Run};

use crate::{
    desk::find,
    facts::{self, story_with},
    figure, grid,
    links::Links,
    markdown::paragraph,
    verdict::{self, ending_with_sign, meaning},
};

/// The file: a heading for every case of a run, below one for its runtime. Links lead here by the heading.
pub fn markdown(run: &Run, file: &str, links: &Links) -> String {
    let unusable = paragraph(facts::unusable(run));
    let mut text =
        format!("# Every case\n\n{unusable}As the run `{file}` has it. Times are p50, from the request.\n");
    text.extend(figure::no_intervals(run).map(|said| format!("\n{said}\n")));
    let mut runtime = "";
    for case in &run.cases {
        if case.runtime != runtime {
            runtime = &case.runtime;
            let _ = write!(text, "\n## {runtime}\n\n{}", grid::markdown(run, runtime, links));
        }
        text.push_str(&one(run, case, links));
    }
    text
}

fn one(run: &Run, case: &CaseResult, links: &Links) -> String {
    let expected = if case.is_as_expected() || verdict::is_missing(case) {
        String::new()
    } else {
        format!(" **Not as its demo says**: {}.", case.expected)
    };
    let meaning = case.verdict.filter(|_| !verdict::is_missing(case)).map(|it| meaning(Some(it)));
    let figures = figures(run, case).join(" · ");
    let instead = instead(run, case, links);
    let instead = if instead.is_empty() { instead } else { format!("Instead: {instead}.\n\n") };
    format!(
        "\n### {}\n\n{}\n\n**{}**: {}{expected}\n\n{instead}{figures}.\n\n`{} {}` · {}\n",
        case.id,
        case.summary,
        ending_with_sign(run, case),
        meaning.unwrap_or("this machine or build lacks what it needs."),
        story_with(run, case.feature.as_deref()),
        case.id,
        links.source("source", case),
    )
}

/// What does it right where this case falls short, or why nothing does.
fn instead(run: &Run, case: &CaseResult, links: &Links) -> String {
    let right = |id: &str| match find(run, id) {
        Some(other) => format!("{}: {}", links.case(&format!("`{id}`"), other), other.summary),
        None => format!("`{id}`"),
    };
    verdict::instead(case, right)
}

/// What else was measured of a case, each with its name.
fn figures(run: &Run, case: &CaseResult) -> Vec<String> {
    let named = |name: &str, value: String| (!value.is_empty()).then(|| format!("{name} {value}"));
    let p99 = case.halt_ns.map(|halt| figure::quantile(run, &halt, halt.p99)).unwrap_or_default();
    let early = figure::p50_between(run, case.acknowledged_early_by_ns);
    let facts = [
        named("halt", figure::halt(run, case)),
        named("95 %", figure::interval(run, case.halt_ns)),
        named("p99", p99),
        named("acknowledged after", figure::p50(run, case.acknowledge_ns)),
        named("acknowledged early by", early),
        named("above its floor", figure::distance_with_interval(run, case)),
        named("clean-up", figure::clean_up(case).to_owned()),
        named("workers", case.workers.map(|workers| workers.to_string()).unwrap_or_default()),
        named("samples", case.samples.to_string()),
    ];
    facts.into_iter().flatten().chain(figure::remarks(case)).collect()
}
