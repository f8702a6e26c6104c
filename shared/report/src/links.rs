//! Links to a case: its figures, and its lines.

use measure::CaseResult;

/// The file of the results that has a heading for every case.
pub const CASES: &str = "cases.md";

/// How to come from a text to the results and to the sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links {
    /// The folder of the results, with a slash behind it, empty if the text is in that folder; `None` if they are not there.
    results: Option<String>,
    /// The root of the repository, with a slash behind it; `None` if the sources are not there.
    sources: Option<String>,
}

impl Links {
    /// Of a text that stands alone: nothing leads anywhere.
    pub const NOWHERE: Self = Self { results: None, sources: None };

    /// Of a text so many folders below the root, whose results are in this folder of the root.
    pub fn from_below(folders: usize, results: &str) -> Self {
        let up = "../".repeat(folders);
        Self { results: Some(format!("{up}{results}/")), sources: Some(up) }
    }

    /// Of a text in the folder of the results. The sources are one folder up, if they are there.
    pub fn from_results(has_sources: bool) -> Self {
        Self { results: Some(String::new()), sources: has_sources.then(|| "../".to_owned()) }
    }

    /// The root of the repository, if the sources are there.
    pub fn root(&self) -> Option<&str> {
        self.sources.as_deref()
    }

    /// A text that leads to the figures of the case; the text alone if they are not there.
    pub fn case(&self, text: &str, case: &CaseResult) -> String {
        match &self.results {
            Some(results) => format!("[{text}]({results}{CASES}#{})", anchor(&case.id)),
            None => text.to_owned(),
        }
    }

    /// A text that leads to the case's lines; the text alone if they are not there.
    pub fn source(&self, text: &str, case: &CaseResult) -> String {
        let Some(root) = self.sources.as_ref().filter(|_| !case.path.is_empty()) else {
            return text.to_owned();
        };
        let line = if case.line > 0 { format!("#L{}", case.line) } else { String::new() };
        format!("[{text}]({root}{}{line})", case.path)
    }

    /// The path from the text to a file of the results.
    pub fn results(&self, file: &str) -> String {
        format!("{}{file}", self.results.as_deref().unwrap_or_default())
    }
}

/// What a heading with this text is called in an address: small letters, dashes for blanks, and no other sign.
pub fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|it| it.is_alphanumeric() || " -_".contains(*it));
    kept.flat_map(char::to_lowercase).map(|it| if it == ' ' { '-' } else { it }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results_file::recorded_run;

    #[test]
    fn a_link_leads_from_its_text_to_the_case() {
        let mut case = recorded_run("snapshots/run.json").cases.remove(0);
        (case.id, case.path, case.line) = ("a/drop/b".to_owned(), "demos/a/src/drop.rs".to_owned(), 12);
        let table = [
            (Links::from_below(0, "results"), "[x](results/cases.md#adropb)", "[x](demos/a/src/drop.rs#L12)"),
            (Links::from_below(2, "r"), "[x](../../r/cases.md#adropb)", "[x](../../demos/a/src/drop.rs#L12)"),
            (Links::from_results(true), "[x](cases.md#adropb)", "[x](../demos/a/src/drop.rs#L12)"),
            (Links::from_results(false), "[x](cases.md#adropb)", "x"),
            (Links::NOWHERE, "x", "x"),
        ];
        for (links, page, source) in table {
            assert_eq!((links.case("x", &case).as_str(), links.source("x", &case).as_str()), (page, source));
        }
        case.line = 0;
        assert_eq!(Links::from_results(true).source("x", &case), "[x](../demos/a/src/drop.rs)");
    }
}
