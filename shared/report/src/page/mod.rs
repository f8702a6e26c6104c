//! The page: one HTML file that contains the runs and needs no network.
//!
//! What it shows is made here; `page/` holds its template, its style and its scripts.

mod case;
mod data;
mod opening;

#[cfg(test)]
mod tests;

use measure::Run;
use minijinja::{Environment, Value, context, value::Serde};

use crate::{
    desk::{Desk, section::shown},
    links::Links,
    prose,
    results_file::ResultsFile,
};
use data::{data, packed};
use opening::first_run;

/// The greatest size of the page, in bytes: it is sent by mail, and opened on phones.
pub const MOST: usize = 1_500_000;

/// Why the page can't be drawn.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// It would be larger than [`MOST`].
    #[error("the page of {runs} runs would have {bytes} bytes, and may have {MOST}; give report fewer FILEs")]
    TooLarge {
        /// The runs that were to be on it.
        runs: usize,
        /// Its size, in bytes.
        bytes: usize,
    },
    /// Its template is wrong.
    #[error("page/page.html: {0}")]
    Template(#[from] minijinja::Error),
}

/// The page of these results, each with the name of its file.
///
/// # Errors
/// See [`PageError`].
pub fn draw(results: &[(String, ResultsFile)], links: &Links, desk: &Desk) -> Result<String, PageError> {
    let runs = named(results, ResultsFile::run);
    // What is no run is shown by its pictures.
    let others = named(results, |result| Some(result).filter(|result| result.run().is_none()));
    let data = data(&runs, &others, links.root(), desk);
    let page = fill(&runs, !others.is_empty(), &data, desk)?;
    let bytes = page.len();
    if bytes > MOST { Err(PageError::TooLarge { runs: runs.len(), bytes }) } else { Ok(page) }
}

fn named<'a, T>(
    results: &'a [(String, ResultsFile)],
    of: impl Fn(&'a ResultsFile) -> Option<T>,
) -> Vec<(&'a str, T)> {
    results.iter().filter_map(|(file, result)| Some((file.as_str(), of(result)?))).collect()
}

fn fill(
    runs: &[(&str, &Run)],
    has_others: bool,
    data: &serde_json::Value,
    desk: &Desk,
) -> Result<String, PageError> {
    let raw = |text: &str| Value::from_safe_string(text.to_owned());
    let files: Vec<String> = runs.iter().map(|(file, _)| (*file).to_owned()).collect();
    let page = Environment::new().render_named_str(
        "page.html",
        include_str!("../../page/page.html"),
        context! {
            files,
            title => desk.opening.title,
            description => desk.opening.description,
            lead => raw(&prose::inline(desk.opening.lead)),
            stories => desk.opening.stories,
            has_stories => runs.iter().any(|(_, run)| !opening::stories(run, desk.surprises).is_empty()),
            has_pairs => runs.iter().any(|(_, run)| run.cases.iter().any(|case| case.answer.is_some())),
            has_others,
            sections => desk.sections.iter().map(|of| Value::from(Serde(shown(&of())))).collect::<Vec<_>>(),
            style => raw(include_str!("../../page/page.css")),
            data => raw(&packed(&data.to_string())),
            first => runs.first().map(|(_, run)| Value::from(Serde(first_run(run, desk)))),
            libraries => LIBRARIES.map(raw).to_vec(),
            highlight => raw(&as_script(HIGHLIGHT)),
            languages => LANGUAGES.map(raw).to_vec(),
            scripts => SCRIPTS.map(raw).to_vec(),
            templates => raw(include_str!("../../page/vendor/alpine.min.js")),
        },
    )?;
    Ok(page + "\n")
}

/// What draws charts: Plot, and what it is built on.
const LIBRARIES: [&str; 2] =
    [include_str!("../../page/vendor/d3.min.js"), include_str!("../../page/vendor/plot.umd.min.js")];

/// What colours source.
const HIGHLIGHT: &str = include_str!("../../page/vendor/highlight-core.min.js");
const LANGUAGES: [&str; 7] = [
    include_str!("../../page/vendor/highlight-rust.min.js"),
    include_str!("../../page/vendor/highlight-python.min.js"),
    include_str!("../../page/vendor/highlight-c.min.js"),
    include_str!("../../page/vendor/highlight-cpp.min.js"),
    include_str!("../../page/vendor/highlight-go.min.js"),
    include_str!("../../page/vendor/highlight-java.min.js"),
    include_str!("../../page/vendor/highlight-javascript.min.js"),
];

/// The page's own.
const SCRIPTS: [&str; 6] = [
    include_str!("../../page/search.js"),
    include_str!("../../page/timeline.js"),
    include_str!("../../page/figures.js"),
    include_str!("../../page/table.js"),
    include_str!("../../page/open.js"),
    include_str!("../../page/page.js"),
];

/// A module as a script: it is published as a module alone, and a page that opens from disk cannot
/// import one.
fn as_script(module: &str) -> String {
    let (text, export) = module.rsplit_once("export{").unwrap_or((module, ""));
    let name = export.split_whitespace().next().unwrap_or("null");
    format!("{text}globalThis.hljs={name};")
}
