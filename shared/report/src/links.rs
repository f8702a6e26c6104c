//! Links to a case: its place on the page, and its lines.

use measure::CaseResult;

/// How to come from a text to the page and to the sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links {
    /// The folder of the page, with a slash behind it; empty if the text is in that folder.
    page: String,
    /// The root of the repository, with a slash behind it; `None` if the sources are not there.
    sources: Option<String>,
}

impl Links {
    /// Of a text so many folders below the root, whose results are in this folder of the root.
    pub fn from_below(folders: usize, results: &str) -> Self {
        let up = "../".repeat(folders);
        Self { page: format!("{up}{results}/"), sources: Some(up) }
    }

    /// Of a text beside the page. The sources are one folder up, if they are there.
    pub fn from_results(has_sources: bool) -> Self {
        Self { page: String::new(), sources: has_sources.then(|| "../".to_owned()) }
    }

    /// A text that leads to the case on the page.
    pub fn page(&self, text: &str, case: &CaseResult) -> String {
        format!("[{text}]({}index.html#{})", self.page, case.id)
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
        format!("{}{file}", self.page)
    }
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
            (
                Links::from_below(0, "results"),
                "[x](results/index.html#a/drop/b)",
                "[x](demos/a/src/drop.rs#L12)",
            ),
            (
                Links::from_below(2, "r"),
                "[x](../../r/index.html#a/drop/b)",
                "[x](../../demos/a/src/drop.rs#L12)",
            ),
            (Links::from_results(true), "[x](index.html#a/drop/b)", "[x](../demos/a/src/drop.rs#L12)"),
            (Links::from_results(false), "[x](index.html#a/drop/b)", "x"),
        ];
        for (links, page, source) in table {
            assert_eq!((links.page("x", &case).as_str(), links.source("x", &case).as_str()), (page, source));
        }
        case.line = 0;
        assert_eq!(Links::from_results(true).source("x", &case), "[x](../demos/a/src/drop.rs)");
    }
}
